"""Classes that are over, and who came."""

from datetime import timedelta

from django.utils import timezone

from events.default_survey import default_survey
from events.domain import sessions
from events.domain.registrations import register
from events.domain.surveys import save_survey
from events.models import Attendance, Survey
from tests.events.factories import make_course
from tests.members.factories import UserFactory

ANSWERS = {
    "content": 5, "lecturer": 4, "time_place": 3, "organised": 4, "overall": 5, "recommend": "yes",
}  # fmt: skip
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def held_course(*, meetings: int = 1, ended: timedelta = timedelta(days=2), **fields):
    """Return a course of weekly meetings whose last one ended about ``ended`` ago."""
    begun = timezone.now() - ended - timedelta(weeks=meetings)
    course = make_course(now=begun, **fields)
    first = course.sessions.get()
    slots = [
        sessions.Slot(
            starts_at=first.starts_at + timedelta(weeks=week),
            ends_at=first.ends_at + timedelta(weeks=week),
        )
        for week in range(1, meetings)
    ]
    if slots:
        sessions.schedule(course, slots, by=None, now=begun)
    course.refresh_from_db()
    return course


def seat(course, person=None, *, came: int = 0, **fields):
    """Return a confirmed seat of somebody who came to the first ``came`` meetings."""
    person = person or UserFactory(**fields)
    at = course.registration_opens_at + timedelta(hours=1)
    registration = register(course, person=person, by=person, now=at)
    for session in course.sessions.order_by("starts_at")[:came]:
        Attendance.objects.create(
            registration=registration,
            session=session,
            state="came",
            method="name",
            at=session.starts_at,
        )
    return registration


def survey_of(course, *, days_open: int = 14) -> Survey:
    """Return the usual survey of the course."""
    field = Survey._meta.get_field("questions")
    return save_survey(
        course, questions=field.to_python(default_survey()), days_open=days_open, by=None
    )
