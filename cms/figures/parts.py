"""A figure told apart: by programme, by audience, by whatever dimensions its metric names.

Of a closed month every part is kept with the whole, those that are zero too; so a month
whose parts are there is closed for them, and one closed before its metric had dimensions is
measured as if it were open.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise

from cms.figures.models import Figure
from cms.figures.rows import Cell, Row, last_day, row_of
from plugins.api import Dimension, ReportMetric
from plugins.registry import guarded, plugin_of
from plugins.state import is_enabled


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part over the months, each with the address of its records ("" for none)."""

    row: Row
    links: tuple[str, ...]

    @property
    def linked(self) -> list[tuple[Cell, str]]:
        """The months' cells, each with its address."""
        return list(zip(self.row.cells, self.links, strict=True))


@dataclass(frozen=True, slots=True)
class Table:
    """A figure told apart by one dimension."""

    name: str
    label: str | Promise
    rows: tuple[PartRow, ...]


def parts_to_keep(metric: ReportMetric, month: date, now: datetime) -> Iterator[Figure]:
    """Yield the parts of one month in every dimension, to be kept with the whole."""
    for dimension in metric.dimensions:
        found = broken_down(metric, dimension, month, last_day(month))
        if found is None:
            continue
        for part in {**_words(metric, dimension), **found}:
            yield Figure(
                metric=metric.key,
                month=month,
                dimension=dimension.name,
                part=part,
                value=found.get(part, {}).get(month, 0),
                closed_at=now,
            )


def broken_down(
    metric: ReportMetric, dimension: Dimension, first: date, last: date
) -> Mapping[str, Mapping[date, int]] | None:
    """Return the metric by part and month; None where it fails or knows nothing of it."""
    if metric.break_down is None:
        return None
    found: Mapping[str, Mapping[date, int]] | None = guarded(
        metric, metric.break_down, dimension.name, first, last
    )
    return found


def beside_its_plan(row: Row, metric: ReportMetric, year: int) -> Row:
    """Return the row of a whole metric with its plan, and where to read on."""
    return replace(
        row,
        planned=_plans(metric, year, "").get(""),
        key=metric.key if metric.dimensions else "",
        records=_records(metric, "", "", date(year, 1, 1), date(year, 12, 31)),
    )


def tables_of(metric: ReportMetric, year: int, now: datetime | None = None) -> list[Table]:
    """Return the metric's year told apart by each of its dimensions.

    One question to the plug-in for each dimension, whatever the number of months or parts.
    """
    today = timezone.localdate(now or timezone.now())
    months = [date(year, number, 1) for number in range(1, 13)]
    kept: dict[str, dict[date, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for figure in Figure.objects.filter(metric=metric.key, month__in=months).exclude(dimension=""):
        kept[figure.dimension][figure.month][figure.part] = figure.value
    return [
        Table(
            dimension.name,
            dimension.label,
            tuple(_rows(metric, dimension, months, kept[dimension.name], today)),
        )
        for dimension in metric.dimensions
    ]


def _rows(
    metric: ReportMetric,
    dimension: Dimension,
    months: list[date],
    kept: Mapping[date, Mapping[str, int]],
    today: date,
) -> Iterator[PartRow]:
    year = months[0].year
    may_measure = is_enabled(plugin_of(metric.key))
    is_open = [month for month in months if month not in kept and month <= today]
    fresh: Mapping[str, Mapping[date, int]] = {}
    if may_measure and is_open:
        last = last_day(is_open[-1])
        fresh = broken_down(metric, dimension, is_open[0], last) or {}
    plans = _plans(metric, year, dimension.name) if may_measure else {}
    words = _words(metric, dimension)
    shown = [*words, *sorted({part for month in kept.values() for part in month} - words.keys())]
    for part in shown:
        cells = tuple(
            Cell(kept[month].get(part, 0), is_closed=True)
            if month in kept
            else Cell(
                fresh.get(part, {}).get(month, 0) if may_measure and month <= today else None,
                is_closed=False,
            )
            for month in months
        )
        row = row_of(words.get(part, part), metric.unit, cells, adds_up=metric.adds_up)
        if not row.total and part not in plans:
            continue  # neither planned nor held: a line of zeroes says nothing
        links = [
            _records(metric, dimension.name, part, month, last_day(month)) if cell.value else ""
            for month, cell in zip(months, cells, strict=True)
        ]
        whole = _records(metric, dimension.name, part, months[0], last_day(months[-1]))
        yield PartRow(replace(row, planned=plans.get(part), records=whole), tuple(links))


def _words(metric: ReportMetric, dimension: Dimension) -> Mapping[str, str | Promise]:
    return guarded(metric, dimension.parts) or {}


def _plans(metric: ReportMetric, year: int, dimension: str) -> Mapping[str, int]:
    if metric.planned is None:
        return {}
    return guarded(metric, metric.planned, year, dimension) or {}


def _records(metric: ReportMetric, dimension: str, part: str, first: date, last: date) -> str:
    if metric.records is None:
        return ""
    return guarded(metric, metric.records, dimension, part, first, last) or ""
