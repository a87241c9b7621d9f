"""Registrations of somebody who leaves: the seat goes on, the past is a number."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.privacy import erasing, exporting
from events.domain.registrations import cancel, join_waiting_list, register
from events.models import Attendance, Course, Registration
from plugins.api import RetentionRule
from plugins.registry import contributions
from tests.events.factories import make_course
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_seat_to_come_goes_to_the_next_and_the_past_stays_as_a_number():
    now = timezone.now()
    course = make_course(now=now, slug="soon", capacity=1)
    leaving, waiting = UserFactory(), UserFactory()
    taken = register(course, person=leaving, by=leaving, now=now)
    queued = join_waiting_list(course, person=waiting, by=waiting, now=now)
    past = make_course(now=now, slug="past")
    been = register(past, person=leaving, by=leaving, now=now)
    Course.objects.filter(pk=past.pk).update(ends_at=now - timedelta(days=1))
    section, children, attended = [
        section
        for part in exporting.parts_of(leaving)
        if part.key == "events.data"
        for section in part.sections
    ]
    assert list(children.rows) == []
    assert list(attended.rows) == []
    assert {taken.reference, been.reference} <= {str(v) for r in section.rows for v in r.values()}

    erasing.erase(leaving, by=leaving, now=now)

    states = dict(Registration.objects.values_list("pk", "state"))
    assert states == {taken.pk: "cancelled", queued.pk: "confirmed", been.pk: "confirmed"}
    references = Registration.objects.filter(person=leaving).values_list("reference", flat=True)
    assert not {taken.reference, been.reference} & set(references)


def test_reasons_of_cancelling_are_forgotten_after_half_a_year():
    now = timezone.now()
    course = make_course(now=now)
    person = UserFactory()
    taken = register(course, person=person, by=person, now=now)
    cancel(taken, by=person, now=now, reason="아이가 아파서")
    (rule,) = (one for one in contributions(RetentionRule) if one.key == "events.cancel_reasons")
    assert rule.destroy(now) == []
    assert rule.destroy(now + timedelta(seconds=1)) == [str(taken.pk)]
    taken.refresh_from_db()
    assert (taken.cancel_reason, taken.state) == ("", "cancelled")


def test_that_somebody_came_is_given_out_and_stays_as_a_number():
    now = timezone.now()
    course = make_course(now=now)
    leaving, staff = UserFactory(), UserFactory()
    taken = register(course, person=leaving, by=leaving, now=now)
    Course.objects.filter(pk=course.pk).update(ends_at=now - timedelta(days=1))
    session = course.sessions.get()
    Attendance.objects.create(
        registration=taken,
        session=session,
        state="came",
        method="qr",
        at=now,
        recorded_by=staff,
        device_key="key",
    )
    [section] = [
        each
        for part in exporting.parts_of(leaving)
        if part.key == "events.data"
        for each in part.sections
        if each.title == "출석"
    ]
    [row] = section.rows
    assert {"참석", "입구에서 QR 코드"} <= {str(value) for value in row.values()}

    erasing.erase(leaving, by=leaving, now=now)

    kept = Attendance.objects.get()
    assert (kept.state, kept.device_key, kept.recorded_by) == ("came", "", None)
