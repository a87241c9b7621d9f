"""Measuring months and closing them.

A month is *closed* some days after its end, when attendance has been entered and mistakes
have been mended: each metric is measured once more and kept. A closed figure never
changes again, whatever becomes of the records or of the plug-in.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, override

from cms.figures.models import Figure
from plugins.api import ReportMetric
from plugins.registry import contributions, guarded, plugin_of, registry
from plugins.state import is_enabled

CLOSES_AFTER = timedelta(days=10)
# How many months back the first run looks; what is older was not measured in its time.
LOOKS_BACK = 24


@dataclass(frozen=True, slots=True)
class Cell:
    """A metric in one month: ``value`` is None where nothing is known, or not yet."""

    value: int | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A metric over the months of a year; ``total`` is None if its months do not add up."""

    label: str | Promise
    unit: str | Promise
    cells: tuple[Cell, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class Programme:
    """A plug-in's metrics."""

    name: str | Promise
    rows: tuple[Row, ...]


def last_day(month: date) -> date:
    """Return the last day of the month that begins with ``month``."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def closed_months(today: date) -> Iterator[date]:
    """Yield the first days of the months that are to be closed by ``today``, latest first."""
    month = today.replace(day=1)
    for _each in range(LOOKS_BACK):
        month = (month - timedelta(days=1)).replace(day=1)
        if last_day(month) + CLOSES_AFTER <= today:
            yield month


def close_months(now: datetime | None = None) -> int:
    """Measure and keep every figure due and not yet kept; return how many were new.

    May run any number of times. A metric that fails is named in the log and tried again at
    the next run; one whose plug-in is off is not asked.
    """
    now = now or timezone.now()
    months = list(closed_months(timezone.localdate(now)))
    kept = set(Figure.objects.filter(month__in=months).values_list("metric", "month"))
    made = [
        Figure(metric=metric.key, month=month, value=value, words=_words(metric), closed_at=now)
        for metric in contributions(ReportMetric)
        if is_enabled(plugin_of(metric.key))
        for month in months
        if (metric.key, month) not in kept and (value := _measured(metric, month)) is not None
    ]
    Figure.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _measured(metric: ReportMetric, month: date) -> int | None:
    value: int | None = guarded(metric, metric.measure, month, last_day(month))
    return value


def _words(metric: ReportMetric) -> dict[str, dict[str, str]]:
    words = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            words[code] = {"label": str(metric.label), "unit": str(metric.unit)}
    return words


def programmes_in(year: int, now: datetime | None = None) -> list[Programme]:
    """Return every programme's figures of a year: kept ones as kept, open ones as they are now."""
    today = timezone.localdate(now or timezone.now())
    months = [date(year, number, 1) for number in range(1, 13)]
    kept: dict[str, dict[date, Figure]] = defaultdict(dict)
    for figure in Figure.objects.filter(month__in=months):
        kept[figure.metric][figure.month] = figure
    rows: dict[str, list[Row]] = defaultdict(list)
    for metric in contributions(ReportMetric):
        label = plugin_of(metric.key)
        known = kept.pop(metric.key, {})
        may_measure = is_enabled(label)
        cells = tuple(
            Cell(known[month].value, is_closed=True)
            if month in known
            else Cell(
                _measured(metric, month) if may_measure and month <= today else None,
                is_closed=False,
            )
            for month in months
        )
        if may_measure or known:
            rows[label].append(_row(metric.label, metric.unit, cells, adds_up=metric.adds_up))
    for key, known in sorted(kept.items()):  # of plug-ins that are no longer there
        words = next(iter(known.values())).words.get(get_language() or "", {})
        cells = tuple(
            Cell(known[month].value if month in known else None, is_closed=month in known)
            for month in months
        )
        name = key.partition(".")[0]
        rows[name].append(_row(words.get("label", key), words.get("unit", ""), cells))
    plugins = registry().plugins
    return [
        Programme(plugins[label].verbose_name if label in plugins else label, tuple(found))
        for label, found in rows.items()
    ]


def _row(
    label: str | Promise, unit: str | Promise, cells: tuple[Cell, ...], *, adds_up: bool = False
) -> Row:
    known = [cell.value for cell in cells if cell.value is not None]
    return Row(label, unit, cells, sum(known) if adds_up and known else None)
