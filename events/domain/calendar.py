"""Sessions in calendars: the text each session keeps, and the state of the feeds.

``republish`` runs in the transaction of every change that shows in a calendar. Feeds
then only join what is stored.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import F, Max, Min, Q
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import override

from cms.calendars.entries import CalendarEntry, vevent
from cms.calendars.stamps import raise_stamps
from cms.mail.links import absolute
from events.models import Course, Session

PUBLIC = "events.public"


def category_key(category_id: int) -> str:
    """Return the stamp key of a category's feed."""
    return f"events.category.{category_id}"


def series_key(series_id: int) -> str:
    """Return the stamp key of a series' feed."""
    return f"events.series.{series_id}"


def venue_key(venue_id: int) -> str:
    """Return the stamp key of a venue's feed."""
    return f"events.venue.{venue_id}"


def feed_keys(course: Course) -> set[str]:
    """Return the stamps of every public feed the course's sessions are in; one query."""
    venues = {course.venue_id, *course.sessions.values_list("venue_id", flat=True)}
    return {
        PUBLIC,
        category_key(course.category_id),
        *([series_key(course.series_id)] if course.series_id else []),
        *(venue_key(venue_id) for venue_id in venues if venue_id),
    }


def course_url(course: Course, language: str = "ko") -> str:
    """Return the course's lasting public address in that language."""
    with override(language):
        return absolute(reverse("events:course", args=[course.slug]))


def entry_of(session: Session, language: str = "ko") -> CalendarEntry:
    """Return the session's facts for a calendar; ``session.course`` and its relations loaded.

    Feeds are in Korean, the language every record has; invitations in the reader's.
    """
    course = session.course
    with override(language):
        topic = session.topic_text
        venue = session.venue or (None if session.room else course.venue)
        place = session.place_text
        address = venue.address_text if venue is not None else ""
        return CalendarEntry(
            uid=session.uid,
            summary=f"{course.title_text}: {topic}" if topic else str(course.title_text),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            sequence=session.sequence,
            last_modified=session.last_modified,
            description="\n".join(
                filter(None, [course.summary_text, course.lecturer_text, session.cancel_reason])
            ),
            location=", ".join(filter(None, [place, address])),
            url=course_url(course, language),
            category=str(course.category.name_text),
            colour=course.category.colour,
            cancelled=session.is_cancelled or course.status == Course.Status.CANCELLED,
        )


def republish(
    course: Course,
    *,
    now: datetime,
    sessions: Sequence[Session] | None = None,
    left: Iterable[str] = (),
) -> None:
    """Write the calendar texts of ``sessions`` (default: all) anew and raise the feeds.

    In the caller's transaction, after the rows themselves are saved. An instant earlier
    than one already recorded never turns LAST-MODIFIED back. ``left`` are the ``feed_keys``
    from before the change: a course that goes to another series, subject or venue shows
    in the feed it came from, too. All are raised in one go, in the order of their names.
    """
    course = Course.objects.select_related("category", "venue").get(pk=course.pk)
    chosen = course.sessions.select_related("venue")
    if sessions is not None:
        chosen = chosen.filter(pk__in=[session.pk for session in sessions])
    rewritten = []
    for session in chosen:
        session.course = course
        session.last_modified = max(session.last_modified, now)
        session.vevent = vevent(entry_of(session))
        rewritten.append(session)
    Session.objects.bulk_update(rewritten, ["vevent", "last_modified"], batch_size=200)
    _follow_sessions(course, now)
    raise_stamps(*feed_keys(course), *left)


def republish_all(courses: Iterable[Course], *, now: datetime) -> None:
    """Republish several courses, e.g. when their venue changes its name."""
    for course in courses:
        republish(course, now=now)


def _follow_sessions(course: Course, now: datetime) -> None:
    """Let the course's own first and last instants follow its sessions, and its feed rise."""
    held = Q(status=Session.Status.SCHEDULED)
    span = course.sessions.aggregate(
        first=Min("starts_at", filter=held), last=Max("ends_at", filter=held)
    )
    Course.objects.filter(pk=course.pk).update(
        starts_at=span["first"],
        ends_at=span["last"],
        feed_version=F("feed_version") + 1,
        feed_modified=Greatest(F("feed_modified"), now),
    )
