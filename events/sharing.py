"""Coming classes for other sites: the data of ``classes.json`` and of the list to embed.

The schema is small and versioned: fields are added within a version, never renamed or taken
away. Texts come in both languages, instants with Seoul's offset. Nothing here leads to a person.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cms.mail.links import absolute
from events.domain.calendar import course_url
from events.models import Category, Course, Series, Session, Venue
from events.queries import upcoming_courses

VERSION = 1


@dataclass(frozen=True)
class Choice:
    """What another site asked for; unknown names are told as such, never ignored."""

    category: Category | None = None
    series: Series | None = None
    venue: Venue | None = None

    @classmethod
    def of(cls, values: Any) -> "Choice":
        """Return the choice in a query string's values; raises Http404 for what there is not."""
        return cls(
            category=_named(Category.objects.all(), "slug", values.get("category")),
            series=_named(Series.objects.all(), "slug", values.get("series")),
            venue=_named(Venue.objects.all(), "pk", values.get("venue")),
        )

    def narrow(self, courses: QuerySet[Course]) -> QuerySet[Course]:
        """Return the courses that match."""
        if self.category:
            courses = courses.filter(category=self.category)
        if self.series:
            courses = courses.filter(series=self.series)
        if self.venue:
            at = Session.objects.filter(venue=self.venue, status=Session.Status.SCHEDULED)
            courses = courses.filter(Q(venue=self.venue) | Q(pk__in=at.values("course_id")))
        return courses


def shared_courses(choice: Choice, now: datetime) -> QuerySet[Course]:
    """Return the coming, listed courses another site may show, the soonest first."""
    return choice.narrow(upcoming_courses(now)).select_related("category", "venue", "series")


def course_as_data(course: Course, now: datetime) -> dict[str, Any]:
    """Return one course of ``shared_courses`` as ``classes.json`` tells it."""
    state = course.state_at(now)
    counted = course.takes_registrations
    return {
        "id": course.slug,
        "url": {language: course_url(course, language) for language in ("ko", "en")},
        "title": _both(course, "title"),
        "summary": _both(course, "summary"),
        "category": {"id": course.category.slug, "name": _both(course.category, "name")},
        "series": {"id": course.series.slug, "name": _both(course.series, "name")}
        if course.series
        else None,
        "kind": course.kind,
        "state": state.value,
        "seats": {"capacity": course.capacity, "left": course.seats_left, "waiting": course.waiting}
        if counted
        else None,
        "registration": {
            "opens_at": _instant(course.registration_opens_at),
            "closes_at": _instant(course.registration_closes_at),
        }
        if counted
        else None,
        "venue": _venue(course.venue),
        "sessions": [_session(session, course) for session in course.coming],  # type: ignore[attr-defined]  # prefetched
        "calendar": absolute(reverse("events_feeds:course", args=[course.slug])),
    }


def _session(session: Session, course: Course) -> dict[str, Any]:
    session.course = course
    places = {}
    for language in ("ko", "en"):
        with override(language):
            places[language] = session.place_text
    return {
        "starts_at": _instant(session.starts_at),
        "ends_at": _instant(session.ends_at),
        "topic": _both(session, "topic"),
        "place": places,
    }


def _venue(venue: Venue | None) -> dict[str, Any] | None:
    if venue is None:
        return None
    return {"id": venue.pk, "name": _both(venue, "name"), "address": _both(venue, "address")}


def _both(record: Any, field: str) -> dict[str, str]:
    korean = getattr(record, field)
    return {"ko": korean, "en": getattr(record, f"{field}_en") or korean}


def _instant(instant: datetime | None) -> str | None:
    return timezone.localtime(instant).isoformat(timespec="seconds") if instant else None


def _named(records: QuerySet[Any], field: str, value: str | None) -> Any:
    if not value:
        return None
    readable = value.isdecimal() and len(value) < 10 if field == "pk" else value.isprintable()  # noqa: PLR2004 - a number every database holds
    found = records.filter(**{field: value}).first() if readable else None
    if found is None:
        raise Http404
    return found
