"""Lines of the tables of figures: a metric over the months of a year."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Cell:
    """A metric in one month: ``value`` is None where nothing is known, or not yet."""

    value: int | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A metric over the months of a year; ``total`` is None if its months do not add up.

    ``planned`` is what the year was to bring, None where nothing was planned. ``key`` is the
    metric's where it is told apart on a page of its own, ``records`` the address of what the
    year's figure is made of.
    """

    label: str | Promise
    unit: str | Promise
    cells: tuple[Cell, ...]
    total: int | None
    planned: int | None = None
    key: str = ""
    records: str = ""

    @property
    def percent(self) -> float | None:
        """The result in percent of the plan, None without one."""
        if self.planned and self.total is not None:
            return 100 * self.total / self.planned
        return None


def last_day(month: date) -> date:
    """Return the last day of the month that begins with ``month``."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def row_of(
    label: str | Promise, unit: str | Promise, cells: tuple[Cell, ...], *, adds_up: bool = False
) -> Row:
    """Return a line with its total, None where the months do not add up or none is known."""
    known = [cell.value for cell in cells if cell.value is not None]
    return Row(label, unit, cells, sum(known) if adds_up and known else None)
