"""What the classes report of a month."""

from datetime import date, timedelta

import pytest

from events.domain import registrations
from events.figures import seats_given, sessions_held
from tests.events.factories import NOW, make_course

pytestmark = pytest.mark.django_db


def test_sessions_and_seats_are_counted_on_their_days_in_seoul(member):
    course = make_course()
    [session] = course.sessions.all()
    day = session.starts_at.astimezone().date()
    assert sessions_held(day, day) == 1
    assert sessions_held(day + timedelta(days=1), day + timedelta(days=31)) == 0
    course.sessions.update(status="cancelled")
    assert sessions_held(day, day) == 0
    taken = registrations.register(course, person=member, by=member, now=NOW)
    registrations.cancel(taken, by=member, now=NOW)
    today = date(NOW.year, NOW.month, NOW.day)
    assert seats_given(today, today) == 1
    assert seats_given(today - timedelta(days=9), today - timedelta(days=1)) == 0
