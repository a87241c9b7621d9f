"""Days and what happens on them: what the month, week, day and list pages all show.

A window of days is read in two queries (sessions, closed days), however many sessions there
are elsewhere. Filters are kept in every link that leads from one window to another.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.feeds import at_venue
from events.forms.public import ClassFilter
from events.freshness import bound_to_clock, bound_to_openings
from events.links import course_links
from events.models import (
    ClosedDay,
    Course,
    CourseState,
    Session,
    Venue,
)
from events.queries import sessions_between
from events.rows import seats_in_words

YEARS = range(2012, 2100)
MOST = 4
"""Sessions a day of a month shows; of more it shows one less, and how many more there are."""


class CalendarFilter(ClassFilter):
    """The filters of the calendar."""

    field_order = ("category", "kind", "venue", "series", "open")

    venue = forms.ModelChoiceField(
        Venue.objects.all(), label=_("Venue"), required=False, empty_label=_("All venues")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filter_%s", **kwargs)

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and understood, by name."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        """The choice as a query string with its question mark, or nothing."""
        pairs = [
            (name, "on" if value is True else str(getattr(value, "slug", None) or _key(value)))
            for name, value in self.chosen.items()
        ]
        return f"?{urlencode(pairs)}" if pairs else ""

    def narrow(self, sessions: QuerySet[Session]) -> QuerySet[Session]:
        """Return the sessions that match."""
        chosen = self.chosen
        for name in ("category", "kind", "series"):
            if name in chosen:
                sessions = sessions.filter(**{f"course__{name}": chosen[name]})
        if "venue" in chosen:
            sessions = sessions.filter(at_venue(chosen["venue"]))
        if "open" in chosen:
            now = timezone.now()
            sessions = sessions.filter(
                Q(course__takes_registrations=False)
                | Q(
                    course__registration_opens_at__lte=now,
                    course__registration_closes_at__gt=now,
                    course__taken__lt=F("course__capacity"),
                ),
                course__status=Course.Status.PUBLISHED,
                status=Session.Status.SCHEDULED,
                ends_at__gt=now,
            )
        return sessions


def _key(value: Any) -> Any:
    return getattr(value, "pk", value)


@dataclass(slots=True)
class Day:
    """One day: its sessions as the templates read them, and why the centre is closed."""

    day: date
    is_today: bool = False
    is_other: bool = False
    """Whether it belongs to another month than the one shown."""
    closed: str = ""
    is_folded: bool = True
    """Whether only the first sessions are shown, as in a month."""
    all: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_sunday(self) -> bool:
        return self.day.weekday() == calendar.SUNDAY

    @property
    def left(self) -> int:
        """How many sessions are left to the page of the day."""
        return len(self.all) - MOST + 1 if self.is_folded and len(self.all) > MOST else 0

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The sessions shown in the day's cell."""
        return self.all[: MOST - 1] if self.left else self.all

    @property
    def dots(self) -> list[str]:
        """The colours of at most three of its sessions."""
        return [entry["colour"] for entry in self.all[:3]]


def days_between(
    request: HttpRequest, first: date, last: date, chosen: CalendarFilter
) -> dict[date, Day]:
    """Return every day from ``first`` to ``last`` with its sessions, in order."""
    today = timezone.localdate()
    closed = dict(ClosedDay.objects.filter(day__range=(first, last)).values_list("day", "name"))
    days = {
        day: Day(day=day, is_today=day == today, closed=closed.get(day, ""))
        for day in (first + timedelta(days=step) for step in range((last - first).days + 1))
    }
    sessions = list(chosen.narrow(sessions_between(first, last)))
    links = course_links(
        {session.course_id: session.course for session in sessions}.values(), request
    )
    bound_to_clock(request, [session.course for session in sessions])
    if "open" in chosen.chosen:
        bound_to_openings(request, timezone.now())
    for session in sessions:
        days[timezone.localdate(session.starts_at)].all.append(
            _entry(session, links[session.course_id])
        )
    return days


def _entry(session: Session, href: str) -> dict[str, Any]:
    now = timezone.now()
    course = session.course
    state = course.state_at(now)
    off = session.is_cancelled or state is CourseState.CANCELLED
    silent = off or session.ends_at <= now or not course.takes_registrations
    return {
        "title": str(course.title_text),
        "topic": str(session.topic_text),
        "href": href,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "place": session.place_text,
        "category": str(course.category.name_text),
        "colour": course.category.colour,
        "is_off": off,
        "is_full": state is CourseState.FULL and not off,
        "seats": "" if silent else seats_in_words(course, state),
    }


def weeks_of(year: int, month: int) -> list[list[date]]:
    """Return the days of a month in whole weeks, each from Sunday to Saturday."""
    return calendar.Calendar(firstweekday=calendar.SUNDAY).monthdatescalendar(year, month)


def neighbour(first: date, step: int) -> date | None:
    """Return the first day of the month before (-1) or after (1), None beyond the years kept."""
    index = first.year * 12 + first.month - 1 + step
    return kept(date(index // 12, index % 12 + 1, 1))


def kept(day: date) -> date | None:
    """Return the day if there is a page for it."""
    return day if day.year in YEARS else None


def is_far(day: date) -> bool:
    """Return whether search engines need not know of the page: a year or more away."""
    return abs((day - timezone.localdate()).days) > 366  # noqa: PLR2004 - a year


def is_empty(days: Iterable[Day]) -> bool:
    """Return whether nothing takes place on any of the days."""
    return not any(day.all for day in days)
