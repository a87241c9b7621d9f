"""What the classes report of a month."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.mail.models import OutboxMessage
from events.domain import registrations
from events.domain.attendance import check_in
from events.figures import children, participants, seats_given, sessions_held
from events.models import Attendance, Registration, Session
from events.tasks import close_yesterday
from tests.events.factories import NOW, make_course
from tests.members.factories import UserFactory

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


def test_adults_and_children_who_came_are_counted_by_the_day(member):
    course = make_course()
    [session] = course.sessions.all()
    taken = registrations.register(course, person=member, by=member, now=NOW)
    Registration.objects.filter(pk=taken.pk).update(childcare_places=2)
    taken.refresh_from_db()
    day = session.starts_at.astimezone().date()
    assert (participants(day, day), children(day, day)) == (0, 0)
    check_in(taken, session, by=None, now=session.starts_at, method="name", children=2)
    assert (participants(day, day), children(day, day)) == (1, 2)
    assert participants(day + timedelta(days=1), day + timedelta(days=31)) == 0


def test_the_worker_closes_what_is_over_and_was_kept(member):
    now = timezone.now()
    course = make_course(now=now)
    kept, not_kept = course.sessions.get(), make_course(now=now, slug="b").sessions.get()
    came, missing = (
        registrations.register(course, person=person, by=person, now=now)
        for person in (member, UserFactory())
    )
    registrations.register(not_kept.course, person=member, by=member, now=now)
    Session.objects.update(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=2))
    Registration.objects.update(confirmed_at=now - timedelta(days=2))
    kept.refresh_from_db()
    check_in(came, kept, by=None, now=kept.starts_at, method="name")
    letters = OutboxMessage.objects.count()
    close_yesterday()
    close_yesterday()
    assert dict(Attendance.objects.values_list("registration_id", "state")) == {
        came.pk: "came",
        missing.pk: "absent",
    }
    assert OutboxMessage.objects.count() == letters
