"""Courses as calendars: everything public, a category, a series, a venue, a course, one's own.

A feed's state is read in one query and its events are the texts sessions keep. Cancelled
sessions stay in; drafts are in none. Courses that are not listed are in no feed anybody can
find: only in their own, and with those who hold a seat. A personal feed holds the courses a
person has a seat in; its version adds up counters that only ever rise, so no change is missed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.calendars.rewording import reworded
from cms.calendars.stamps import BEGINNING, StampedFeed
from cms.templatetags.design import moment
from events.domain.calendar import PUBLIC, category_key, series_key, venue_key
from events.models import Category, Course, Registration, Series, Session, Venue
from plugins.api import CalendarFeed, FeedState


def sessions_to_show() -> QuerySet[Session]:
    """Return the sessions of every course but drafts, in the order of feeds."""
    return Session.objects.exclude(course__status=Course.Status.DRAFT).order_by("starts_at", "pk")


def listed(wanted: Q | None = None) -> Iterable[str]:
    """Return the texts of the sessions anybody may find."""
    found = sessions_to_show().filter(wanted or Q(), course__is_listed=True)
    return found.values_list("vevent", flat=True)


def public_feed() -> CalendarFeed:
    """Return the feed of all public sessions."""
    return StampedFeed((PUBLIC,), listed)


def category_feed(category: Category) -> CalendarFeed:
    """Return the feed of one category."""
    return StampedFeed((category_key(category.pk),), lambda: listed(Q(course__category=category)))


def series_feed(series: Series) -> CalendarFeed:
    """Return the feed of one series."""
    return StampedFeed((series_key(series.pk),), lambda: listed(Q(course__series=series)))


def venue_feed(venue: Venue) -> CalendarFeed:
    """Return the feed of what takes place at one venue."""
    return StampedFeed((venue_key(venue.pk),), lambda: listed(at_venue(venue)))


def at_venue(venue: Venue) -> Q:
    """Return the condition of sessions held there: their own place, else their course's."""
    return Q(venue=venue) | Q(venue__isnull=True, room="", course__venue=venue)


@dataclass(frozen=True)
class CourseFeed:
    """One course; its own row, already read, is the state."""

    course: Course

    def state(self) -> FeedState:
        """Return the state without a query."""
        return FeedState(
            version=f"course={self.course.pk}.{self.course.feed_version}",
            last_modified=self.course.feed_modified,
        )

    def events(self) -> Iterable[str]:
        """Yield the course's sessions."""
        return sessions_to_show().filter(course=self.course).values_list("vevent", flat=True)


@dataclass(frozen=True)
class PersonalFeed:
    """The sessions of every course a person has a seat in; an offered seat is tentative.

    A place in the queue is not in it, nor an application before the draw: most of those
    dates never come to be, and a calendar should hold what one keeps free.
    """

    person: Any

    def state(self) -> FeedState:
        """Return the state in one query.

        Registrations are never deleted and every counter only rises, so the sum of
        them is another number after each change; a new registration raises it too.
        """
        found = Registration.objects.filter(person=self.person).aggregate(
            courses=Sum("course__feed_version"),
            registrations=Sum("version"),
            modified=Max(Greatest("changed_at", "course__feed_modified")),
        )
        return FeedState(
            version=f"{self.person.pk}:{found['courses'] or 0}.{found['registrations'] or 0}",
            last_modified=found["modified"] or BEGINNING,
        )

    def events(self) -> Iterable[str]:
        """Yield the sessions; one query."""
        held = (
            sessions_to_show()
            .filter(
                course__registrations__person=self.person,
                course__registrations__state__in=Registration.SEATED,
            )
            .values_list(
                "vevent",
                "course__registrations__state",
                "course__registrations__offer_expires_at",
                "course__registrations__changed_at",
            )
        )
        for text, state, until, changed in held:
            yield _offered(text, until, changed) if state == Registration.State.OFFERED else text


def _offered(text: str, until: Any, changed: Any) -> str:
    with override("ko"):
        note = _("A seat is kept for you: accept it by %(until)s.") % {"until": moment(until)}
    return reworded(text, note=note, modified=changed, tentative=True)
