"""Courses as calendars: everything public, a category, a course, and one person's own.

A feed's state is read in one query and its events are the texts sessions keep. Cancelled
sessions stay in; drafts are in none, private courses only in their own feed and in those of
the people who have a seat. A personal feed holds the courses a person has a seat in; its
version adds up counters that only ever rise, so no change is missed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, Sum
from django.db.models.functions import Greatest
from django.urls import reverse

from cms.calendars.stamps import BEGINNING, StampedFeed
from events.domain.calendar import PUBLIC, category_key
from events.models import Category, Course, Registration, Session
from events.queries import in_public
from plugins.api import CalendarAddress, CalendarFeed, FeedState


def _public_texts(**wanted: Any) -> Iterable[str]:
    return _texts(in_public("course__"), **wanted)


def _texts(*conditions: Q, **wanted: Any) -> Iterable[str]:
    return (
        Session.objects.filter(*conditions, **wanted)
        .exclude(course__status=Course.Status.DRAFT)
        .order_by("starts_at", "pk")
        .values_list("vevent", flat=True)
    )


def public_feed() -> CalendarFeed:
    """Return the feed of all public sessions."""
    return StampedFeed((PUBLIC,), _public_texts)


def category_feed(category: Category) -> CalendarFeed:
    """Return the feed of one category."""
    return StampedFeed(
        (category_key(category.pk),), lambda: _public_texts(course__category=category)
    )


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
        return _texts(course=self.course)


@dataclass(frozen=True)
class PersonalFeed:
    """The sessions of every course a person has a seat in."""

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
        """Yield the sessions."""
        return _texts(
            course__registrations__person=self.person,
            course__registrations__state=Registration.State.CONFIRMED,
        )


def category_addresses() -> list[CalendarAddress]:
    """Return the feeds of the categories that have courses, for the page on subscribing."""
    categories = Category.objects.filter(
        in_public("courses__"), courses__status=Course.Status.PUBLISHED
    ).distinct()
    return [
        CalendarAddress(
            label=str(category),
            path=reverse("events_feeds:category", args=[category.slug]),
            colour=category.colour,
        )
        for category in categories
    ]
