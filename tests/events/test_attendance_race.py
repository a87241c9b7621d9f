"""Many doors at once: one check-in each, and none beside a cancellation."""

from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from events.domain import attendance as door
from events.domain import registrations
from events.models import Attendance, Registration, Session
from tests.events.factories import make_course
from tests.events.test_race import at_once
from tests.members.factories import UserFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def class_now(people):
    now = timezone.now()
    course = make_course(now=now, capacity=30)
    seats = []
    for _each in range(people):
        person = UserFactory()
        seats.append(registrations.register(course, person=person, by=person, now=now))
    Session.objects.filter(course=course).update(
        starts_at=now - timedelta(minutes=1), ends_at=now + timedelta(hours=1)
    )
    return course.sessions.get(), seats


def test_the_same_people_at_every_door_are_in_once():
    session, seats = class_now(4)
    keys = [seat.pk for seat in seats]

    def job(number):
        def enter():
            seat = Registration.objects.get(pk=keys[number % 4])
            held = Session.objects.get(pk=session.pk)
            done = door.check_in(
                seat, held, by=None, now=timezone.now(), method="qr", key=f"device-{number}"
            )
            assert done.attendance.registration_id == seat.pk

        return enter

    assert at_once([job(number) for number in range(32)]) == {"done": 32}
    connections.close_all()
    assert sorted(Attendance.objects.values_list("registration_id", "state")) == [
        (key, "came") for key in sorted(keys)
    ]


def test_one_batch_sent_by_many_at_once_is_entered_once():
    session, [seat] = class_now(1)
    pk = seat.pk

    def enter():
        door.check_in(
            Registration.objects.get(pk=pk),
            Session.objects.get(pk=session.pk),
            by=None,
            now=timezone.now(),
            method="qr",
            key="the-same",
        )

    assert at_once([enter] * 16) == {"done": 16}
    connections.close_all()
    assert Attendance.objects.count() == 1


def test_nobody_is_in_whose_seat_was_given_back_first():
    session, seats = class_now(8)
    keys = [seat.pk for seat in seats]

    def enter(pk):
        return lambda: door.check_in(
            Registration.objects.get(pk=pk),
            Session.objects.get(pk=session.pk),
            by=None,
            now=timezone.now(),
            method="name",
        )

    def cancel(pk):
        return lambda: registrations.cancel(
            Registration.objects.get(pk=pk), by=None, now=timezone.now()
        )

    found = at_once([make(pk) for pk in keys for make in (enter, cancel)])
    connections.close_all()
    refused = found.get("not_registered", 0)
    assert found == {"done": 16 - refused, **({"not_registered": refused} if refused else {})}
    assert Attendance.objects.count() == 8 - refused
    assert Registration.objects.filter(state="cancelled").count() == 8
