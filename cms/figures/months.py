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
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, override

from cms.figures.models import Figure
from cms.figures.parts import beside_its_plan, parts_to_keep
from cms.figures.rows import Cell, Row, last_day, row_of
from plugins.api import ReportMetric
from plugins.registry import contributions, guarded, plugin_of, registry
from plugins.state import is_enabled

CLOSES_AFTER = timedelta(days=10)
# How many months back the first run looks; what is older was not measured in its time.
LOOKS_BACK = 24


@dataclass(frozen=True, slots=True)
class Programme:
    """A plug-in's metrics."""

    name: str | Promise
    rows: tuple[Row, ...]


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
    kept = set(Figure.objects.filter(month__in=months, dimension="").values_list("metric", "month"))
    made, parts = [], []
    for metric in contributions(ReportMetric):
        if not is_enabled(plugin_of(metric.key)):
            continue
        due = [month for month in months if (metric.key, month) not in kept]
        for month in due:
            if (value := measured(metric, month)) is None:
                continue
            whole = Figure(
                metric=metric.key, month=month, value=value, words=_words(metric), closed_at=now
            )
            made.append(whole)
            parts += parts_to_keep(metric, month, now)
    with transaction.atomic():
        Figure.objects.bulk_create([*made, *parts], ignore_conflicts=True)
    return len(made)


def measured(metric: ReportMetric, month: date) -> int | None:
    """Return the metric over a month; None where it fails."""
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
    for figure in Figure.objects.filter(month__in=months, dimension=""):
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
                measured(metric, month) if may_measure and month <= today else None,
                is_closed=False,
            )
            for month in months
        )
        if may_measure or known:
            row = row_of(metric.label, metric.unit, cells, adds_up=metric.adds_up)
            rows[label].append(beside_its_plan(row, metric, year) if may_measure else row)
    for key, known in sorted(kept.items()):  # of plug-ins that are no longer there
        words = next(iter(known.values())).words.get(get_language() or "", {})
        cells = tuple(
            Cell(known[month].value if month in known else None, is_closed=month in known)
            for month in months
        )
        name = key.partition(".")[0]
        rows[name].append(row_of(words.get("label", key), words.get("unit", ""), cells))
    plugins = registry().plugins
    return [
        Programme(plugins[label].verbose_name if label in plugins else label, tuple(found))
        for label, found in rows.items()
    ]
