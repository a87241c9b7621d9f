from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from cms.audit.models import Entry
from cms.mail.message import completed
from cms.mail.models import OutboxMessage
from events import queries
from events.domain import courses, registrations, waiting
from events.domain.refusals import (
    AlreadyRegistered,
    Cancelled,
    Closed,
    Full,
    NotOpenYet,
    NotRegistered,
    PromotionStopped,
    SeatsFree,
    TooLate,
)
from events.models import Course, Registration
from plugins.api import SeatReleased
from tests.events.factories import NOW, make_course, people

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def counters(course):
    course.refresh_from_db()
    return course.taken, course.waiting


def register(course, person, now=NOW, **kwargs):
    return registrations.register(course, person=person, by=person, now=now, **kwargs)


def wait(course, person, now=NOW):
    return registrations.join_waiting_list(course, person=person, by=person, now=now)


def test_register_takes_a_seat_and_leaves_its_traces(member):
    course = make_course()
    registration = register(course, member)
    assert (registration.state, registration.confirmed_at) == ("confirmed", NOW)
    assert counters(course) == (1, 0)
    entry = Entry.objects.get(action="events.registration.registered")
    assert (entry.by, entry.after) == (member, {"state": "confirmed"})
    mail = OutboxMessage.objects.get()
    assert (mail.template, mail.to_user, mail.language) == ("events.registered", member, "ko")
    whole = completed(mail)
    assert [item.content_type for item in whole.attachments] == [
        "text/calendar; charset=utf-8; method=REQUEST",
    ]
    assert whole.context["sessions"] == ["2026. 11. 29.(일) 12:00–13:00"]


@pytest.mark.parametrize(
    ("offset", "refusal"),
    [(-SECOND, NotOpenYet), (timedelta(0), None), (SECOND, None)],
)
def test_window_holds_its_opening_instant(member, offset, refusal):
    course = make_course(registration_opens_at=NOW, registration_closes_at=NOW + timedelta(days=1))
    if refusal is None:
        assert register(course, member, NOW + offset).is_confirmed
        return
    with pytest.raises(refusal):
        register(course, member, NOW + offset)
    assert counters(course) == (0, 0)


@pytest.mark.parametrize(
    ("offset", "refusal"),
    [(-SECOND, None), (timedelta(0), Closed), (SECOND, Closed)],
)
def test_window_does_not_hold_its_closing_instant(member, offset, refusal):
    course = make_course(registration_opens_at=NOW - timedelta(days=1), registration_closes_at=NOW)
    if refusal is None:
        assert register(course, member, NOW + offset).is_confirmed
        return
    with pytest.raises(refusal):
        register(course, member, NOW + offset)
    assert counters(course) == (0, 0)


@pytest.mark.parametrize("offset", [-SECOND, timedelta(0), SECOND])
def test_state_says_what_register_does(member, offset):
    course = make_course(registration_opens_at=NOW, registration_closes_at=NOW + SECOND, capacity=1)
    said = course.state_at(NOW + offset)
    try:
        register(course, member, NOW + offset)
    except NotOpenYet:
        assert said == "not_yet"
    except Closed:
        assert said == "closed"
    else:
        assert said == "open"


def test_last_seat_then_full(db):
    course = make_course(capacity=1)
    first, second = people(2)
    register(course, first)
    with pytest.raises(Full):
        register(course, second)
    assert counters(course) == (1, 0)
    assert Registration.objects.count() == 1
    assert OutboxMessage.objects.count() == 1
    assert Entry.objects.filter(action__startswith="events.registration").count() == 1


def test_same_person_twice_is_refused_and_takes_no_seat(member):
    course = make_course()
    register(course, member)
    with pytest.raises(AlreadyRegistered):
        register(course, member)
    assert counters(course) == (1, 0)


@pytest.mark.parametrize("publish", [True, False])
def test_cancelled_and_draft_courses_take_nobody(member, publish):
    course = make_course(publish=publish)
    if publish:
        courses.cancel_course(course, by=None, now=NOW)
    with pytest.raises(Cancelled if publish else NotOpenYet):
        register(course, member)
    with pytest.raises(Cancelled if publish else NotOpenYet):
        wait(course, member)


def test_staff_register_outside_the_window_but_never_beyond_the_seats(member):
    course = make_course(capacity=1, registration_closes_at=NOW - timedelta(hours=1),
                         registration_opens_at=NOW - timedelta(days=1))  # fmt: skip
    clerk, other = people(2)
    with pytest.raises(Closed):
        register(course, member)
    added = registrations.register(course, person=member, by=clerk, now=NOW, any_time=True)
    assert added.added_by == clerk
    with pytest.raises(Full):
        registrations.register(course, person=other, by=clerk, now=NOW, any_time=True)
    queued = registrations.join_waiting_list(course, person=other, by=clerk, now=NOW, any_time=True)
    assert queued.is_waiting


def test_cancel_frees_the_seat(member, told):
    course = make_course()
    registration = register(course, member)
    assert registrations.cancel(registration, by=member, now=NOW, reason="일정") == []
    assert counters(course) == (0, 0)
    registration.refresh_from_db()
    assert (registration.state, registration.cancelled_at, registration.cancel_reason) == (
        "cancelled", NOW, "일정",
    )  # fmt: skip
    mail = OutboxMessage.objects.get(template="events.cancelled")
    assert "method=CANCEL" in mail.attachments[0]["content_type"]
    assert told() == [
        SeatReleased(course_id=course.pk, registration_id=registration.pk, passed_on=False)
    ]


def test_cancel_twice_is_refused_and_frees_one_seat(member):
    course = make_course()
    registration = register(course, member)
    registrations.cancel(registration, by=member, now=NOW)
    with pytest.raises(NotRegistered):
        registrations.cancel(registration, by=member, now=NOW)
    assert counters(course) == (0, 0)


def test_cancel_moves_the_first_of_the_queue_up(told):
    course = make_course(capacity=1)
    holder, first, second = people(3)
    seat = register(course, holder)
    ahead, behind = wait(course, first), wait(course, second)
    assert [queries.queue_position(item) for item in (ahead, behind)] == [1, 2]
    moved = registrations.cancel(seat, by=holder, now=NOW)
    assert [item.person for item in moved] == [first]
    ahead.refresh_from_db()
    behind.refresh_from_db()
    assert (ahead.state, behind.state) == ("confirmed", "waiting")
    assert queries.queue_position(behind) == 1
    assert counters(course) == (1, 1)
    assert OutboxMessage.objects.get(template="events.promoted").to_user == first
    assert [message.passed_on for message in told()] == [True]


def test_leaving_the_queue_moves_nobody(told):
    course = make_course(capacity=1)
    holder, first = people(2)
    register(course, holder)
    queued = wait(course, first)
    assert registrations.cancel(queued, by=first, now=NOW) == []
    assert counters(course) == (1, 0)
    mail = OutboxMessage.objects.get(template="events.cancelled")
    assert mail.attachments == []
    assert told() == []


def test_queue_numbers_are_never_given_twice(db):
    course = make_course(capacity=1)
    holder, first, second = people(3)
    register(course, holder)
    registrations.cancel(wait(course, first), by=first, now=NOW)
    assert wait(course, second).waiting_number == 2
    assert wait(course, first).waiting_number == 3


def test_waiting_is_refused_while_a_seat_is_free(member):
    course = make_course()
    with pytest.raises(SeatsFree):
        wait(course, member)


def test_promotion_works_after_the_window_and_stops_when_the_course_begins(db):
    course = make_course(capacity=2)
    holder, other, queued, last = people(4)
    seats = [register(course, holder), register(course, other)]
    wait(course, queued)
    wait(course, last)
    after_window = course.registration_closes_at + SECOND
    assert len(registrations.cancel(seats[0], by=holder, now=after_window)) == 1
    begun = course.starts_at + SECOND
    assert registrations.cancel(seats[1], by=other, now=begun) == []
    assert counters(course) == (1, 1)


def test_cancel_is_refused_once_the_course_is_over(member):
    course = make_course()
    registration = register(course, member)
    with pytest.raises(TooLate):
        registrations.cancel(registration, by=member, now=course.ends_at)


def test_staff_cancel_is_told_in_other_words(member):
    course = make_course()
    registration = register(course, member)
    (clerk,) = people(1)
    registrations.cancel(registration, by=clerk, now=NOW, reason="중복 신청")
    mail = OutboxMessage.objects.get(template="events.cancelled_by_staff")
    assert mail.context["reason"] == "중복 신청"


def test_registering_again_outranks_the_withdrawn_invitation(member):
    course = make_course()
    sequences = []
    for _round in range(2):
        registration = register(course, member)
        registrations.cancel(registration, by=member, now=NOW)
    for mail in OutboxMessage.objects.order_by("created_at"):
        text = completed(mail).attachments[0].content.decode()
        sequences.append(int(text.split("SEQUENCE:")[1].split("\r\n")[0]))
    assert sequences == sorted(set(sequences))
    assert len(sequences) == 4


@pytest.mark.parametrize("taken", [F("capacity") + 1, -1])
def test_database_refuses_impossible_seats(taken):
    course = make_course()
    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.filter(pk=course.pk).update(taken=taken)


def test_database_refuses_a_second_live_registration(member):
    course = make_course()
    registration = register(course, member)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(
            course=course, person=member, state="waiting", waiting_number=9, created_at=NOW
        )
    registrations.cancel(registration, by=member, now=NOW)
    assert register(course, member).is_confirmed


def test_database_refuses_waiting_without_a_number(member):
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(course=make_course(), person=member, state="waiting")


def test_verbs_reach_the_page_cache(member, monkeypatch):
    touched = []
    for module in (registrations, waiting):
        monkeypatch.setattr(module, "touch", lambda: touched.append(1))
    course = make_course(capacity=1)
    seat = register(course, member)
    (other,) = people(1)
    wait(course, other)
    registrations.cancel(seat, by=member, now=NOW)
    assert touched == [1, 1, 1]


@pytest.mark.parametrize(("minutes", "walks_in"), [(-1, True), (0, False), (1, False)])
def test_nobody_walks_past_those_who_wait_once_nobody_moves_up(minutes, walks_in):
    course = make_course(capacity=1, promotion_stops_hours=48, days=3)
    Course.objects.filter(pk=course.pk).update(registration_closes_at=course.starts_at)
    course.refresh_from_db()
    one, two, three = people(3)
    seat = registrations.register(course, person=one, by=one, now=NOW)
    queued = registrations.join_waiting_list(course, person=two, by=two, now=NOW)
    at = course.starts_at - timedelta(hours=48) + timedelta(minutes=minutes)
    moved = registrations.cancel(seat, by=one, now=at)
    if walks_in:
        assert moved == [queued]
        return
    assert moved == []
    course.refresh_from_db()
    with pytest.raises(PromotionStopped):
        registrations.register(course, person=three, by=three, now=at)
    registrations.register(course, person=three, by=None, now=at, any_time=True)
    course.refresh_from_db()
    assert (course.taken, course.waiting) == (1, 1)
