"""Korean dates as public offices write them: 2026. 11. 22.(일) 14:00."""

DATE_FORMAT = "Y. n. j.(D)"
SHORT_DATE_FORMAT = "Y. n. j."
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "Y. n. j.(D) H:i"
SHORT_DATETIME_FORMAT = "Y. n. j. H:i"
MONTH_DAY_FORMAT = "n. j.(D)"
YEAR_MONTH_FORMAT = "Y. n."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
