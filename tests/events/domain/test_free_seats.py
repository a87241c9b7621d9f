"""Seats given back when nobody moves up any more: staff are told, and give them by hand."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import Entry
from cms.mail.message import completed
from cms.mail.models import OutboxMessage
from events.domain import courses, free_seats, reconciling, registrations, waiting
from events.domain.claims import NamedChild
from events.domain.refusals import (
    Cancelled,
    ChildcareFull,
    NoSeatToGive,
    NotRegistered,
    NotWaiting,
    TooLate,
)
from plugins import messages
from plugins.api import SeatReleased
from tests.events.factories import NOW, make_course, people

pytestmark = pytest.mark.django_db
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
TWO = [NamedChild("새론", 2021), NamedChild("가람", 2020)]


@pytest.fixture
def coordinators(staff_user):
    staff_user("editor")
    return [staff_user("coordinator", language="en"), staff_user("coordinator")]


def full(*, waits=2, children=(), now=NOW, **fields):
    """Return (course, the seats, those who wait) of a full course that begins in seven days."""
    course = make_course(now=now, **{"capacity": 2, "promotion_stops_hours": 3, **fields})
    seated = [
        registrations.register(course, person=person, by=person, now=now) for person in people(2)
    ]
    queue = [
        registrations.join_waiting_list(
            course, person=person, by=person, now=now, children=children
        )
        for person in people(waits)
    ]
    return course, seated, queue


def stops(course):
    return course.starts_at - 3 * HOUR


def leave(registration, now):
    registrations.cancel(registration, by=None, now=now)
    registration.course.refresh_from_db()
    return registration.course


def counters(course):
    course.refresh_from_db()
    return course.taken, course.childcare_taken, course.waiting


def told():
    return OutboxMessage.objects.filter(template="events.seat_to_give").order_by("created_at")


def hear(course, now):
    course.refresh_from_db()
    with transaction.atomic():
        free_seats.tell_of_free_seats(course, now=now)


def test_coordinators_are_told_once_an_hour_of_a_seat_nobody_moves_up_to(coordinators):
    course, (one, two), _queue = full()
    now = stops(course).replace(minute=0)
    hear(leave(one, now), now)
    hear(leave(two, now + SECOND), now + SECOND)
    assert [mail.to_user for mail in told()] == coordinators
    assert [mail.language for mail in told()] == ["en", "ko"]
    mail = told()[0]
    assert (mail.context["free"], mail.context["waiting"]) == (1, 2)
    assert mail.context["title"] == "Parental leave over lunch"
    assert mail.context["url"].endswith("/registrations/?state=waiting")
    hear(course, now + HOUR)
    assert told().count() == 4
    assert told()[2].context["free"] == 2


def test_nobody_is_told_where_there_is_nothing_to_do(coordinators):
    course, (seat, _other), queue = full()
    at = stops(course)
    hear(course, at)  # no seat is free
    leave(seat, at)
    for before_or_after in (at - SECOND, course.ends_at):
        hear(course, before_or_after)
    for one in queue:
        leave(one, at)
    hear(course, at)  # nobody waits
    course, (seat, _other), _queue = full()
    leave(seat, at)
    courses.cancel_course(course, by=None, now=at)
    hear(course, at)
    assert not told().exists()


def test_the_message_of_a_seat_reaches_the_coordinators(coordinators):
    now = timezone.now()
    course, (seat, _other), queue = full(now=now, promotion_stops_hours=24 * 8, days=7)
    leave(seat, now)
    passed_on = SeatReleased(course_id=course.pk, registration_id=seat.pk, passed_on=True)
    messages.deliver(passed_on)
    assert not told().exists()
    messages.deliver(SeatReleased(course_id=course.pk, registration_id=seat.pk, passed_on=False))
    assert told().count() == 2
    assert queue[0].course_id == course.pk


def test_staff_give_the_seat_to_one_who_waits_and_the_counters_are_exact(staff_user):
    clerk = staff_user("coordinator")
    course, (seat, _other), (first, second) = full(
        childcare_capacity=4, children=TWO, promotion="offer"
    )
    at = stops(course)
    leave(seat, at)
    assert counters(course) == (1, 0, 2)
    given = waiting.give_seat(second, by=clerk, now=at, reason="첫 분은 안 받으심")
    assert (given.state, given.confirmed_at, given.offer_expires_at) == ("confirmed", at, None)
    assert counters(course) == (2, 2, 1)
    for _again in range(2):  # pressed twice it is given once
        waiting.give_seat(second, by=clerk, now=at, reason="또")
    assert counters(course) == (2, 2, 1)
    assert reconciling.differences() == []
    [mail] = OutboxMessage.objects.filter(template="events.promoted")
    assert (mail.to_user, len(completed(mail).attachments)) == (second.person, 1)
    [entry] = Entry.objects.filter(action="events.registration.seat_given")
    assert (entry.by, entry.note) == (clerk, "첫 분은 안 받으심")
    assert entry.before == {"state": "waiting", "childcare_places": 2, "waiting_number": 2}
    assert entry.after == {"state": "confirmed", "childcare_places": 2}
    with pytest.raises(NoSeatToGive):
        waiting.give_seat(first, by=clerk, now=at, reason="x")
    assert counters(course) == (2, 2, 1)


def test_a_seat_is_given_to_nobody_it_cannot_be_given_to():
    course, (seat, other), (first, second) = full(childcare_capacity=1)
    at = stops(course)
    course.childcare_capacity = 1
    leave(seat, at)
    parent = registrations.Guest("손님", "010-1234-5678")
    with pytest.raises(NotRegistered):
        waiting.give_seat(seat, by=None, now=at, reason="x")
    with_two = registrations.join_waiting_list(
        course, person=None, guest=parent, by=None, now=at, any_time=True, children=TWO
    )
    with pytest.raises(ChildcareFull):
        waiting.give_seat(with_two, by=None, now=at, reason="x")
    with pytest.raises(TooLate):
        waiting.give_seat(first, by=None, now=course.ends_at, reason="x")
    first.state = "confirmed"  # what is read is read anew
    assert waiting.give_seat(first, by=None, now=at, reason="x").is_confirmed
    offered, *_rest = full(promotion="offer")[1:]
    held, _other = offered
    leave(held, NOW)
    moved = held.course.registrations.get(state="offered")
    with pytest.raises(NotWaiting):
        waiting.give_seat(moved, by=None, now=NOW, reason="x")
    leave(other, at)
    courses.cancel_course(course, by=None, now=at)
    with pytest.raises((Cancelled, NotRegistered)):
        waiting.give_seat(second, by=None, now=at, reason="x")


def test_staff_do_it_from_the_list(staff_client):
    now = timezone.now()
    client = staff_client("coordinator")
    course, (seat, _other), (first, second) = full(
        now=now, promotion_stops_hours=24 * 8, capacity=2
    )
    page = reverse("courses:registrants", args=[course.pk])
    give = reverse("courses:give_seat", args=[second.pk])
    assert give not in client.get(page).text
    leave(seat, now)
    shown = client.get(page)
    assert give in shown.text
    assert "1자리가 비어 있습니다" in shown.text
    assert client.get(give).status_code == 200
    assert client.post(give, {"reason": " "}).status_code == 422
    assert client.post(give, {"reason": "전화로 확인"})["Location"] == page
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("waiting", "confirmed")
    assert give not in client.get(page).text
    told_no = client.post(
        reverse("courses:give_seat", args=[first.pk]), {"reason": "또"}, follow=True
    )
    assert "남은 자리가 없습니다" in told_no.text
