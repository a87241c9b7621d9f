from datetime import timedelta

import pytest

from cms.audit.models import Entry
from cms.mail.message import completed
from cms.mail.models import OutboxMessage
from events.domain import changes, courses, registrations
from events.domain.claims import Guest, NamedChild
from events.domain.refusals import (
    AlreadyInSeries,
    AlreadyRegistered,
    ChildcareFull,
    ChildcareInUse,
    ChildcareNotOffered,
    ChildOutsideAges,
    Closed,
    Full,
    RegistrationPaused,
    SeatsFree,
    SeriesHeldTwice,
    TooLate,
    TooLateToCancel,
)
from events.domain.series_limits import limit_series
from events.models import Registration, Series
from tests.events.factories import NOW, make_course, people

pytestmark = pytest.mark.django_db
ONE, TWO = [NamedChild("새론", 2021)], [NamedChild("새론", 2021), NamedChild("가람", 2020)]
HOUR = timedelta(hours=1)


@pytest.fixture
def staff(staff_user):
    return staff_user("coordinator")


def register(course, person, now=NOW, **claim):
    return registrations.register(course, person=person, by=person, now=now, **claim)


def queue_up(course, person, **claim):
    return registrations.join_waiting_list(course, person=person, by=person, now=NOW, **claim)


def counters(course):
    course.refresh_from_db()
    return course.taken, course.childcare_taken, course.waiting


def test_a_seat_and_childcare_places_are_taken_together_or_not_at_all(member):
    course = make_course(capacity=3, childcare_capacity=3)
    found = register(course, member, children=TWO)
    assert [(one.name, one.birth_year) for one in found.children.all()] == [
        ("가람", 2020),
        ("새론", 2021),
    ]
    assert found.childcare_places == 2
    (other,) = people(1)
    with pytest.raises(ChildcareFull):
        register(course, other, children=TWO)
    assert counters(course) == (1, 2, 0)
    assert register(course, other, children=ONE).is_confirmed
    assert counters(course) == (2, 3, 0)
    (third, fourth) = people(2)
    assert register(course, third).is_confirmed
    with pytest.raises(Full):
        register(course, fourth, children=ONE)


def test_children_come_only_where_there_is_childcare_and_in_its_ages(member):
    with pytest.raises(ChildcareNotOffered):
        register(make_course(), member, children=ONE)
    course = make_course(childcare_capacity=5, childcare_from_age=3, childcare_to_age=7)
    for year, allowed in ((2018, False), (2019, True), (2023, True), (2024, False)):
        (person,) = people(1)
        if allowed:
            assert register(course, person, children=[NamedChild("새론", year)]).is_confirmed
        else:
            with pytest.raises(ChildOutsideAges):
                register(course, person, children=[NamedChild("새론", year)])
    assert counters(course) == (2, 2, 0)


def test_a_parent_may_wait_for_childcare_while_seats_are_free(member):
    course = make_course(capacity=5, childcare_capacity=1)
    with pytest.raises(SeatsFree):
        queue_up(course, member, children=ONE)
    assert queue_up(course, member, children=TWO).waiting_number == 1
    assert counters(course) == (0, 0, 1)
    courses.revise(course, {"childcare_capacity": 2}, by=None, now=NOW)
    assert counters(course) == (1, 2, 0)


def test_capacities_are_not_lowered_below_what_is_taken(member):
    course = make_course(childcare_capacity=3)
    register(course, member, children=TWO)
    with pytest.raises(ChildcareInUse):
        courses.revise(course, {"childcare_capacity": 1}, by=None, now=NOW)
    assert courses.revise(course, {"childcare_capacity": 2}, by=None, now=NOW).childcare_left == 0


def test_dropping_a_child_gives_the_place_to_who_waits(member):
    course = make_course(capacity=2, childcare_capacity=2)
    found = register(course, member, children=TWO)
    (other,) = people(1)
    waits = queue_up(course, other, children=ONE)
    changes.change_registration(found, by=member, now=NOW, children=ONE)
    waits.refresh_from_db()
    assert waits.is_confirmed
    assert counters(course) == (2, 2, 0)
    with pytest.raises(ChildcareFull):
        changes.change_registration(found, by=member, now=NOW, children=TWO)
    assert found.children.count() == 1
    assert counters(course) == (2, 2, 0)


def test_needing_less_in_the_queue_moves_up_at_once(member):
    course = make_course(capacity=2, childcare_capacity=1)
    waits = queue_up(course, member, children=TWO)
    changes.change_registration(waits, by=member, now=NOW, children=ONE)
    assert waits.is_confirmed
    assert counters(course) == (1, 1, 0)
    assert Entry.objects.get(action="events.registration.children").after == {"childcare_places": 1}


def test_a_guest_takes_a_seat_by_the_same_door_and_is_not_mailed(staff):
    course = make_course(capacity=1)
    guest = Guest("초승달", "010-1234-5678")
    found = registrations.register(
        course, person=None, guest=guest, by=staff, now=NOW, any_time=True
    )
    assert (found.name, found.guest_phone, found.added_by) == ("초승달", "010-1234-5678", staff)
    with pytest.raises(Full):
        registrations.register(course, person=None, guest=guest, by=staff, now=NOW, any_time=True)
    waits = registrations.join_waiting_list(
        course, person=None, guest=guest, by=staff, now=NOW, any_time=True
    )
    assert registrations.cancel(found, by=staff, now=NOW) == [waits]
    assert OutboxMessage.objects.count() == 0


def test_walking_in_works_until_the_course_is_over(staff, member):
    course = make_course()
    (other,) = people(1)
    during = course.starts_at + HOUR / 2
    with pytest.raises(Closed):
        register(course, member, now=during)
    assert registrations.register(
        course, person=member, by=staff, now=during, any_time=True
    ).is_confirmed
    with pytest.raises(TooLate):
        registrations.register(course, person=other, by=staff, now=course.ends_at, any_time=True)


@pytest.fixture
def series():
    return Series.objects.create(slug="autumn", name="가을 강좌", one_per_person=True)


def test_one_course_of_a_series_for_each_person_and_the_other_is_named(series, member):
    one = make_course(series=series, title="첫 강좌")
    two = make_course(series=series, title="둘째 강좌")
    held = register(one, member)
    with pytest.raises(AlreadyInSeries) as refusal:
        register(two, member)
    assert "첫 강좌" in str(refusal.value)
    with pytest.raises(AlreadyRegistered):
        register(one, member)
    assert counters(two) == (0, 0, 0)
    registrations.cancel(held, by=member, now=NOW)
    assert register(two, member).is_confirmed


def test_waiting_and_applying_count_in_a_series_too(series, member):
    full = make_course(series=series, capacity=1)
    register(full, people(1)[0])
    queue_up(full, member)
    draw = make_course(series=series, admission="lottery")
    with pytest.raises(AlreadyInSeries):
        register(draw, member)
    assert draw.registrations.count() == 0


def test_limiting_a_series_later_takes_in_who_is_there_or_is_refused(series, member, staff):
    limit_series(series, one_per_person=False, by=staff, now=NOW)
    one, two = (make_course(series=series) for _number in range(2))
    first, second = register(one, member), register(two, member)
    assert first.limited_series is None
    with pytest.raises(SeriesHeldTwice):
        limit_series(series, one_per_person=True, by=staff, now=NOW)
    series.refresh_from_db()
    assert not series.one_per_person
    registrations.cancel(second, by=member, now=NOW)
    limit_series(series, one_per_person=True, by=staff, now=NOW)
    first.refresh_from_db()
    assert first.limited_series == series
    with pytest.raises(AlreadyInSeries):
        register(two, member)
    limit_series(series, one_per_person=False, by=staff, now=NOW)
    assert register(two, member).is_confirmed


def test_moving_a_course_between_series_follows_or_is_refused(series, member):
    inside, outside = make_course(series=series), make_course()
    held, other = register(inside, member), register(outside, member)
    with pytest.raises(SeriesHeldTwice):
        courses.revise(outside, {"series": series}, by=None, now=NOW)
    outside.refresh_from_db()
    assert outside.series is None
    registrations.cancel(held, by=member, now=NOW)
    courses.revise(outside, {"series": series}, by=None, now=NOW)
    other.refresh_from_db()
    assert other.limited_series == series
    courses.revise(outside, {"series": None}, by=None, now=NOW)
    other.refresh_from_db()
    assert other.limited_series is None


@pytest.mark.parametrize(("offset", "late"), [(-1, False), (0, True), (1, True)])
def test_members_cancel_until_the_limit_and_staff_after_it(member, staff, offset, late):
    course = make_course(cancel_until_hours=24)
    found = register(course, member)
    now = course.starts_at - timedelta(hours=24) + timedelta(seconds=offset)
    if not late:
        registrations.cancel(found, by=member, now=now)
        return
    with pytest.raises(TooLateToCancel) as refusal:
        registrations.cancel(found, by=member, now=now)
    assert "12:00" in str(refusal.value)
    with pytest.raises(TooLateToCancel):
        changes.change_registration(found, by=member, now=now, answers={"a": "b"})
    registrations.cancel(found, by=staff, now=now, reason="전화로 취소")
    found.refresh_from_db()
    assert (found.state, found.cancel_reason) == ("cancelled", "전화로 취소")


def test_a_place_in_the_queue_can_be_left_after_the_limit(member):
    course = make_course(capacity=1, cancel_until_hours=24)
    register(course, people(1)[0])
    waits = queue_up(course, member)
    registrations.cancel(waits, by=member, now=course.starts_at - HOUR)
    assert counters(course) == (1, 0, 0)


def test_no_shows_pause_registering_for_a_while(member, staff, monkeypatch):
    from events import queries
    from events.settings import ClassSettings

    missed = [NOW - timedelta(days=20), NOW - timedelta(days=8)]
    asked = []

    def no_shows_of(person, since):
        asked.append((person, since))
        return [instant for instant in missed if instant >= since]

    monkeypatch.setattr(queries, "no_shows_of", no_shows_of)
    course = make_course()
    register(course, member)
    assert asked == []
    rule = ClassSettings(no_shows_allowed=2, no_show_months=1, no_show_pause_weeks=2)
    monkeypatch.setattr("events.domain.no_shows.current", lambda _values: rule)
    (other, third) = people(2)
    with pytest.raises(RegistrationPaused) as refusal:
        register(course, other)
    assert "2026. 11. 28.(토) 12:00" in str(refusal.value)
    assert asked == [(other, NOW - timedelta(days=30))]
    ends = NOW + timedelta(days=6)
    with pytest.raises(RegistrationPaused):
        register(course, other, now=ends - timedelta(seconds=1))
    late = make_course(now=ends)
    assert register(late, other, now=ends).is_confirmed
    # Whom staff add has been spoken to.
    assert registrations.register(
        course, person=third, by=staff, now=NOW, any_time=True
    ).is_confirmed


def test_a_claim_is_either_a_persons_or_a_guests(member, staff):
    course = make_course()
    with pytest.raises(ValueError, match="guest"):
        registrations.register(
            course, person=member, guest=Guest("달", "010-1234-5678"), by=staff, now=NOW
        )
    assert Registration.objects.count() == 0


def test_only_who_has_a_seat_is_told_where_to_join_online():
    course = make_course(capacity=1, online_url="https://meet.example/parents")
    one, two = people(2)
    registrations.register(course, person=one, by=one, now=NOW)
    registrations.join_waiting_list(course, person=two, by=two, now=NOW)
    told = {
        mail.to_user: completed(mail).context["online_url"] for mail in OutboxMessage.objects.all()
    }
    assert told == {one: "https://meet.example/parents", two: ""}
