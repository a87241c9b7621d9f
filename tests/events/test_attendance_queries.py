"""How much of a course somebody attended, and how many came to a session."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from events.domain import sessions
from events.domain.registrations import register
from events.models import Attendance, Registration, Session
from events.queries import attended_share, came_in
from tests.events.factories import NOW, make_course
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db


def course_of(meetings: int):
    """Return a course with a meeting a week, and one registration."""
    course = make_course()
    first = course.sessions.get()
    slots = [
        sessions.Slot(
            starts_at=first.starts_at + timedelta(weeks=week),
            ends_at=first.ends_at + timedelta(weeks=week),
        )
        for week in range(1, meetings)
    ]
    sessions.schedule(course, slots, by=None, now=NOW)
    person = UserFactory()
    return course, register(course, person=person, by=person, now=NOW)


def came(registration, session, **fields):
    values = {"state": "came", "method": "name", "at": session.starts_at, **fields}
    return Attendance.objects.create(registration=registration, session=session, **values)


def test_the_share_counts_sessions_held_and_rounds_down():
    course, registration = course_of(4)
    first, second, third, fourth = course.sessions.all()
    assert attended_share(registration, first.starts_at) == 0
    came(registration, first)
    came(registration, second, state="excused", at=None)
    assert attended_share(registration, first.ends_at) == 100
    assert attended_share(registration, second.ends_at) == 50
    assert attended_share(registration, third.ends_at) == 33
    came(registration, third)
    assert attended_share(registration, fourth.ends_at) == 50


def test_a_cancelled_session_counts_neither_way():
    course, registration = course_of(3)
    first, second, third = course.sessions.all()
    came(registration, first)
    came(registration, second)
    Session.objects.filter(pk=second.pk).update(status="cancelled")
    assert attended_share(registration, third.ends_at) == 50
    Session.objects.filter(pk=third.pk).update(status="cancelled")
    assert attended_share(registration, third.ends_at) == 100
    Session.objects.update(status="cancelled")
    assert attended_share(registration, third.ends_at) == 0


def test_those_who_came_are_counted_in_one_query(django_assert_num_queries):
    course, registration = course_of(3)
    first, second, third = course.sessions.all()
    person = UserFactory()
    other = register(course, person=person, by=person, now=NOW)
    came(registration, first, children_came=2)
    came(other, first, children_came=1)
    came(registration, second, state="undone", at=None)
    with django_assert_num_queries(1):
        found = came_in([first, second, third])
    assert found == {first.pk: (2, 3), second.pk: (0, 0), third.pk: (0, 0)}
    assert came_in([]) == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "came", "at": None},
        {"state": "absent"},
        {"state": "gone", "at": None},
        {"state": "absent", "at": None, "children_came": 1},
    ],
)
def test_the_database_refuses_what_cannot_be(fields):
    course, registration = course_of(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        came(registration, course.sessions.get(), **fields)


def test_the_database_keeps_one_row_for_each_person_and_session_and_one_for_each_key():
    course, registration = course_of(2)
    first, second = course.sessions.all()
    came(registration, first, device_key="one")
    with pytest.raises(IntegrityError), transaction.atomic():
        came(registration, first)
    with pytest.raises(IntegrityError), transaction.atomic():
        came(registration, second, device_key="one")
    came(registration, second)
    assert Registration.objects.get().attendances.count() == 2
