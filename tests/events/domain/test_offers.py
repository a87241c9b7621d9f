from datetime import timedelta

import pytest
from django.utils import translation

from cms.audit.models import Entry
from cms.mail.models import OutboxMessage
from events.domain import courses, offers, registrations, sessions
from events.domain.claims import NamedChild
from events.domain.refusals import Cancelled, NotRegistered, OfferEnded
from events.domain.waiting import move_up_all
from events.domain.waiting_words import why_nobody_moves_up
from tests.events.factories import NOW, make_course, people

pytestmark = pytest.mark.django_db
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
TWO = [NamedChild("새론", 2021), NamedChild("가람", 2020)]


def register(course, person, **claim):
    return registrations.register(course, person=person, by=person, now=NOW, **claim)


def queue_up(course, person, **claim):
    return registrations.join_waiting_list(course, person=person, by=person, now=NOW, **claim)


def counters(course):
    course.refresh_from_db()
    return course.taken, course.childcare_taken, course.waiting


def offered(**fields):
    """Return (course, holder's seat, two who wait); the seat is given back at NOW."""
    course = make_course(capacity=1, promotion="offer", offer_hours=24, **fields)
    holder, one, two = people(3)
    seat = register(course, holder)
    first, second = queue_up(course, one), queue_up(course, two)
    registrations.cancel(seat, by=holder, now=NOW)
    first.refresh_from_db()
    return course, first, second


def test_a_free_seat_is_offered_to_the_first_and_held():
    course, first, second = offered()
    assert (first.state, first.offer_expires_at) == ("offered", NOW + 24 * HOUR)
    assert (second.state, counters(course)) == ("waiting", (1, 0, 1))
    mail = OutboxMessage.objects.get(template="events.offered")
    assert mail.to_user == first.person
    assert mail.context["offer_url"].endswith(f"/my/classes/{first.reference}/offer/")
    assert mail.context["offer_ends"] == "2026. 11. 23.(월) 12:00"
    assert mail.attachments == []


def test_an_offer_ends_before_promotion_stops():
    course, first, _second = offered(days=2, promotion_stops_hours=30)
    assert first.offer_expires_at == course.starts_at - 30 * HOUR


@pytest.mark.parametrize(("offset", "in_time"), [(-SECOND, True), (0 * SECOND, False)])
def test_an_offer_is_accepted_until_its_end(offset, in_time):
    course, first, _second = offered()
    now = first.offer_expires_at + offset
    if not in_time:
        with pytest.raises(OfferEnded):
            offers.accept(first, by=first.person, now=now)
        return
    taken = offers.accept(first, by=first.person, now=now)
    assert (taken.state, taken.confirmed_at, counters(course)) == ("confirmed", now, (1, 0, 1))
    assert offers.accept(first, by=first.person, now=now).state == "confirmed"
    assert Entry.objects.filter(action="events.registration.offer_accepted").count() == 1


def test_declining_offers_the_seat_to_the_next():
    course, first, second = offered()
    assert offers.decline(first, by=first.person, now=NOW + HOUR) == [second]
    second.refresh_from_db()
    assert (second.state, second.offer_expires_at) == ("offered", NOW + 25 * HOUR)
    assert counters(course) == (1, 0, 0)
    with pytest.raises(NotRegistered):
        offers.accept(first, by=first.person, now=NOW + HOUR)


def test_expiry_passes_the_seat_on_once():
    course, first, second = offered()
    assert offers.expire(now=first.offer_expires_at - SECOND) == []
    ends = first.offer_expires_at
    assert offers.expire(now=ends) == [first]
    assert offers.expire(now=ends) == []
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.offer_ran_out) == ("cancelled", True)
    assert (second.state, counters(course)) == ("offered", (1, 0, 0))
    assert OutboxMessage.objects.filter(template="events.offer_ended").count() == 1


def test_a_called_off_course_passes_nothing_on():
    course, first, _second = offered()
    courses.cancel_course(course, by=None, now=NOW)
    assert offers.expire(now=first.offer_expires_at) == []
    with pytest.raises(Cancelled):
        offers.accept(first, by=first.person, now=NOW)


def test_whoever_fits_first_moves_up_and_the_others_keep_their_numbers():
    course = make_course(capacity=2, childcare_capacity=2)
    a, b, c, d = people(4)
    seat_a, seat_b = register(course, a, children=TWO[:1]), register(course, b, children=TWO[1:])
    family, alone = queue_up(course, c, children=TWO), queue_up(course, d)
    assert registrations.cancel(seat_a, by=a, now=NOW) == [alone]
    family.refresh_from_db()
    assert (family.state, family.waiting_number) == ("waiting", 1)
    assert registrations.cancel(seat_b, by=b, now=NOW) == [family]
    assert counters(course) == (2, 2, 0)


@pytest.mark.parametrize(("offset", "moves"), [(-SECOND, True), (0 * SECOND, False)])
def test_nobody_moves_up_in_the_last_hours(offset, moves):
    course = make_course(capacity=1, promotion_stops_hours=48)
    holder, other = people(2)
    seat = register(course, holder)
    queue_up(course, other)
    now = course.starts_at - 48 * HOUR + offset
    assert bool(registrations.cancel(seat, by=holder, now=now)) is moves


def test_the_clock_alone_moves_somebody_up_when_the_course_moves_later():
    course = make_course(capacity=1, promotion_stops_hours=48)
    holder, other = people(2)
    seat = register(course, holder)
    waits = queue_up(course, other)
    now = course.starts_at - 24 * HOUR
    registrations.cancel(seat, by=holder, now=now)
    session = course.sessions.get()
    later = timedelta(days=7)
    sessions.move_session(
        session,
        starts_at=session.starts_at + later,
        ends_at=session.ends_at + later,
        by=None,
        now=now,
    )
    assert move_up_all(now=now) == [waits]
    assert move_up_all(now=now) == []


def test_staff_read_why_nobody_moves_up():
    def why(course, now=NOW):
        course.refresh_from_db()
        with translation.override("en"):
            return why_nobody_moves_up(course, now)

    course = make_course(capacity=1, childcare_capacity=1, promotion_stops_hours=2)
    holder, other = people(2)
    seat = register(course, holder)
    assert why(course) == ""
    queue_up(course, other, children=TWO)
    assert why(course) == "Nobody moves up: no seat is free."
    registrations.cancel(seat, by=holder, now=NOW)
    assert why(course) == (
        "Nobody moves up: seats are free, but all who wait need more childcare places than "
        "the 1 that are left."
    )
    assert why(course, course.starts_at - HOUR).startswith("Nobody moves up since")
    courses.cancel_course(course, by=None, now=NOW)
    assert why(course) == "Nobody moves up: the course has been cancelled."
    pending, _first, _second = offered()
    assert why(pending).startswith("Nobody moves up: 1 seat is offered, until")
