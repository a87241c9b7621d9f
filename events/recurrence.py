"""Repeating sessions, as editors say them: "first Thursday of each month 17:00-20:00,
except August and December to February".

A ``Recurrence`` is the rule as data: it can be kept as JSON, told in words in the
reader's language, and unfolded into the days and instants it means. The unfolding is
dateutil's; the wall clock is Seoul's.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo

from dateutil import rrule
from django.utils import formats
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

SEOUL = ZoneInfo("Asia/Seoul")
MOST = 120
"""A rule that means more sessions than this is a slip of the pen."""

type Frequency = Literal["weekly", "monthly", "dates"]


class TooMany(ValueError):
    """The rule means more than ``MOST`` sessions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """A repeating time.

    ``weekdays``: 0 Monday … 6 Sunday. ``ordinals`` (monthly): 1 … 4, and -1 for the
    last one of the month. ``interval`` (weekly): every n weeks, counted from the week
    of ``first_day``. ``dates``: the days themselves, for ``frequency="dates"``.
    Both ``first_day`` and ``last_day`` belong to the span.
    """

    frequency: Frequency
    begins: time
    ends: time
    first_day: date | None = None
    last_day: date | None = None
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    ordinals: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    except_months: tuple[int, ...] = ()
    except_dates: tuple[date, ...] = ()
    except_closed_days: bool = False

    def __post_init__(self) -> None:
        if self.ends <= self.begins:
            raise ValueError("A session ends after it begins, on the same day.")
        if self.frequency == "dates":
            return
        if self.first_day is None or self.last_day is None or self.last_day < self.first_day:
            raise ValueError("A repeating rule needs a first day and a last day after it.")
        if not self.weekdays or (self.frequency == "monthly" and not self.ordinals):
            raise ValueError("A repeating rule needs its days.")
        if self.interval < 1:
            raise ValueError("The interval counts whole weeks, from one.")

    def days(self, closed: Collection[date] = ()) -> list[date]:
        """Return the days the rule means, in order, without its exceptions.

        ``closed`` are the centre's closed days, left out if the rule says so. Raises
        TooMany beyond ``MOST`` days.
        """
        without = set(self.except_dates) | (set(closed) if self.except_closed_days else set())
        found = []
        for day in self._unfolded():
            if day in without or day.month in self.except_months:
                continue
            found.append(day)
            if len(found) > MOST:
                raise TooMany(f"The rule means more than {MOST} sessions.")
        return found

    def instants(self, closed: Collection[date] = ()) -> list[tuple[datetime, datetime]]:
        """Return ``(starts_at, ends_at)`` of each day, aware, on Seoul's clock."""
        return [
            (
                datetime.combine(day, self.begins, tzinfo=SEOUL),
                datetime.combine(day, self.ends, tzinfo=SEOUL),
            )
            for day in self.days(closed)
        ]

    def _unfolded(self) -> Iterator[date]:
        if self.frequency == "dates":
            yield from sorted(set(self.dates))
            return
        assert self.first_day is not None  # noqa: S101 - for the type checker: __post_init__ saw to it
        assert self.last_day is not None  # noqa: S101 - for the type checker: __post_init__ saw to it
        monthly = self.frequency == "monthly"
        rule = rrule.rrule(
            rrule.MONTHLY if monthly else rrule.WEEKLY,
            dtstart=datetime.combine(self.first_day, time()),
            until=datetime.combine(self.last_day, time()),
            interval=1 if monthly else self.interval,
            wkst=rrule.MO,
            byweekday=(
                [rrule.weekday(day, ordinal) for day in self.weekdays for ordinal in self.ordinals]
                if monthly
                else list(self.weekdays)
            ),
        )
        yield from (moment.date() for moment in rule)

    def as_json(self) -> dict[str, Any]:
        """Return the rule as plain JSON values."""
        return {
            "frequency": self.frequency,
            "begins": f"{self.begins:%H:%M}",
            "ends": f"{self.ends:%H:%M}",
            "first_day": self.first_day.isoformat() if self.first_day else None,
            "last_day": self.last_day.isoformat() if self.last_day else None,
            "interval": self.interval,
            "weekdays": list(self.weekdays),
            "ordinals": list(self.ordinals),
            "dates": [day.isoformat() for day in self.dates],
            "except_months": list(self.except_months),
            "except_dates": [day.isoformat() for day in self.except_dates],
            "except_closed_days": self.except_closed_days,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Recurrence":
        """Return the rule kept by ``as_json``."""
        return cls(
            frequency=values["frequency"],
            begins=time.fromisoformat(values["begins"]),
            ends=time.fromisoformat(values["ends"]),
            first_day=_day(values["first_day"]),
            last_day=_day(values["last_day"]),
            interval=values["interval"],
            weekdays=tuple(values["weekdays"]),
            ordinals=tuple(values["ordinals"]),
            dates=tuple(date.fromisoformat(day) for day in values["dates"]),
            except_months=tuple(values["except_months"]),
            except_dates=tuple(date.fromisoformat(day) for day in values["except_dates"]),
            except_closed_days=values["except_closed_days"],
        )

    def in_words(self) -> str:
        """Return the rule in the active language.

        For example "매월 첫째 목요일 17:00–20:00 (8월, 12월–2월 제외)".
        """
        rule = f"{self._days_in_words()} {self.begins:%H:%M}–{self.ends:%H:%M}"
        exceptions = self._exceptions_in_words()
        if not exceptions:
            return rule
        return _("%(rule)s (except %(exceptions)s)") % {"rule": rule, "exceptions": exceptions}

    def _days_in_words(self) -> str:
        if self.frequency == "dates":
            return joined([formats.date_format(day, "SHORT_DATE_FORMAT") for day in self.dates])
        days = joined([str(WEEKDAYS[day]) for day in sorted(self.weekdays)])
        if self.frequency == "monthly":
            which = joined([_ordinals()[ordinal] for ordinal in _in_month_order(self.ordinals)])
            return _("%(which)s %(days)s of each month") % {"which": which, "days": days}
        if self.interval == 1:
            return _("Every %(days)s") % {"days": days}
        return ngettext(
            "%(days)s of every %(interval)s week",
            "%(days)s of every %(interval)s weeks",
            self.interval,
        ) % {"days": days, "interval": self.interval}

    def _exceptions_in_words(self) -> str:
        parts = [
            _month(first)
            if first == last
            else _("%(first)s to %(last)s") % {"first": _month(first), "last": _month(last)}
            for first, last in month_spans(self.except_months)
        ]
        parts += [formats.date_format(day, "SHORT_DATE_FORMAT") for day in self.except_dates]
        if self.except_closed_days:
            parts.append(_("public holidays"))
        return joined(parts)


def rule_in_words(values: Mapping[str, Any] | None) -> str:
    """Return a kept rule in the active language; an empty text where there is none."""
    return Recurrence.from_json(values).in_words() if values else ""


def month_spans(months: Collection[int]) -> list[tuple[int, int]]:
    """Return months as spans, the one over the turn of the year whole.

    ``{8, 12, 1, 2}`` gives ``[(8, 8), (12, 2)]``; all twelve give ``[(1, 12)]``.
    """
    chosen = set(months)
    if len(chosen) == 12:  # noqa: PLR2004 - the year's months
        return [(1, 12)]
    starts = sorted(month for month in chosen if _before(month) not in chosen)
    spans = []
    for start in starts:
        end = start
        while _after(end) in chosen:
            end = _after(end)
        spans.append((start, end))
    return spans


def joined(parts: Sequence[str]) -> str:
    """Return "A, B and C" as the active language joins a list."""
    if len(parts) < 2:  # noqa: PLR2004 - one needs no joining
        return "".join(parts)
    return pgettext("end of a list", "%(most)s and %(last)s") % {
        "most": ", ".join(parts[:-1]),
        "last": parts[-1],
    }


def _before(month: int) -> int:
    return 12 if month == 1 else month - 1


def _after(month: int) -> int:
    return 1 if month == 12 else month + 1  # noqa: PLR2004 - December


def _month(month: int) -> str:
    return str(MONTHS[month])


def _in_month_order(ordinals: Collection[int]) -> list[int]:
    return sorted(ordinals, key=lambda ordinal: ordinal if ordinal > 0 else 99)


def _ordinals() -> dict[int, str]:
    return {
        1: pgettext("of the month", "First"),
        2: pgettext("of the month", "Second"),
        3: pgettext("of the month", "Third"),
        4: pgettext("of the month", "Fourth"),
        -1: pgettext("of the month", "Last"),
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
