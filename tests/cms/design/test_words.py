"""Money, days and time left, in both languages."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from cms.templatetags import design

SEOUL = ZoneInfo("Asia/Seoul")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=SEOUL)
ONE = datetime(2026, 11, 24, 13, 0, tzinfo=SEOUL)
NEXT_DAY = datetime(2026, 11, 25, 9, 30, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("language", "amount", "words"),
    [
        ("ko", 1_250_000, "1,250,000원"),
        ("en", 1_250_000, "KRW 1,250,000"),
        ("ko", 0, "0원"),
        ("en", -2000, "KRW -2,000"),
        ("ko", None, ""),
    ],
)
def test_won_is_written_as_each_language_does(language, amount, words):
    with translation.override(language):
        assert design.won(amount) == words


@pytest.mark.parametrize(
    ("language", "day", "clock", "moment", "span"),
    [
        (
            "ko",
            "2026. 11. 24.(화)",
            "12:00",
            "2026. 11. 24.(화) 12:00",
            "2026. 11. 24.(화) 12:00–13:00",
        ),
        (
            "en",
            "Tue 24 Nov 2026",
            "12:00",
            "Tue 24 Nov 2026, 12:00",
            "Tue 24 Nov 2026, 12:00–13:00",
        ),
    ],
)
def test_times_are_written_as_each_language_does(language, day, clock, moment, span):
    with translation.override(language):
        assert design.day(NOON) == day
        assert design.clock(NOON) == clock
        assert design.moment(NOON) == moment
        assert design.span(NOON, ONE) == span


def test_times_are_those_of_seoul():
    with translation.override("ko"):
        assert design.moment(NOON.astimezone(ZoneInfo("UTC"))) == "2026. 11. 24.(화) 12:00"
        assert design.moment("2026-11-24T03:00:00+00:00") == "2026. 11. 24.(화) 12:00"


def test_span_over_two_days_names_both():
    with translation.override("ko"):
        assert design.span(NOON, NEXT_DAY) == "2026. 11. 24.(화) 12:00 – 2026. 11. 25.(수) 09:30"
        assert design.span(date(2026, 11, 24), date(2026, 11, 25)) == (
            "2026. 11. 24.(화)–2026. 11. 25.(수)"
        )


def test_span_without_an_end_is_its_start():
    with translation.override("ko"):
        assert design.span(NOON, None) == "2026. 11. 24.(화) 12:00"


@pytest.mark.parametrize(
    ("language", "six", "one", "today", "over"),
    [
        ("ko", "마감 6일 전", "마감 1일 전", "오늘 마감", "마감"),
        ("en", "6 days left", "1 day left", "Closes today", "Closed"),
    ],
)
def test_days_left_counts_calendar_days(monkeypatch, language, six, one, today, over):
    now = datetime(2026, 11, 22, 23, 30, tzinfo=SEOUL)
    monkeypatch.setattr(timezone, "localtime", lambda value=None: value or now)
    with translation.override(language):
        assert design.days_left(datetime(2026, 11, 28, 18, 0, tzinfo=SEOUL)) == six
        assert design.days_left(datetime(2026, 11, 23, 0, 10, tzinfo=SEOUL)) == one
        assert design.days_left(now + timedelta(minutes=10)) == today
        assert design.days_left(now - timedelta(seconds=1)) == over
        assert design.days_left(date(2026, 11, 22)) == today
        assert design.days_left(date(2026, 11, 21)) == over


@pytest.mark.parametrize("filter_", [design.day, design.clock, design.moment, design.days_left])
def test_nothing_is_written_as_nothing(filter_):
    assert filter_(None) == ""


@pytest.mark.parametrize(
    ("value", "maximum", "width"),
    [(0, 30, 0), (1, 1000, 1), (22, 30, 73), (30, 30, 100), (57, 50, 100), (5, 0, 0), ("", 3, 0)],
)
def test_fill_is_a_whole_percentage(value, maximum, width):
    assert design.fill(value, maximum) == width


def test_no_line_ends_within_a_day_a_time_or_a_telephone_number():
    text = "a < b 2026. 11. 24.(화) 12:00–13:00 02-000-7172"
    assert design.unbroken(text) == (
        'a &lt; b <span class="nowrap">2026. 11. 24.(화)</span> '
        '<span class="nowrap">12:00–13:00</span> <span class="nowrap">02-000-7172</span>'
    )


def test_a_dot_stays_with_the_words_before_it():
    assert design.dotted("19:00 · 교육장") == "19:00\N{NO-BREAK SPACE}· 교육장"
