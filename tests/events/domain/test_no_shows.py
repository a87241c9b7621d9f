"""The pause after several no-shows, through the rows the door and the staff write."""

from datetime import timedelta

import pytest

from events.domain import attendance as door
from events.domain import no_shows, registrations
from events.domain.refusals import RegistrationPaused
from events.models import Attendance, Registration
from events.settings import ClassSettings
from plugins.typed_settings import store
from tests.events.factories import NOW, make_course, people

pytestmark = pytest.mark.django_db

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
# Two no-shows within 30 days: two weeks of pause after the end of the last session missed.
RULE = ClassSettings(no_shows_allowed=2, no_show_months=1, no_show_pause_weeks=2)
WINDOW, PAUSE = timedelta(days=30), timedelta(weeks=2)


@pytest.fixture
def rule(staff_user):
    store(RULE, by=staff_user("administrator"))


def held(person, ended_ago, state="absent", *, ahead=7):
    """Return the attendance of somebody at a class whose session ended ``ended_ago`` before NOW.

    They registered ``ahead`` days before that.
    """
    begun = NOW - ended_ago - ahead * DAY
    course = make_course(now=begun)
    seat = registrations.register(course, person=person, by=person, now=begun)
    session = course.sessions.get()
    session.ends_at = NOW - ended_ago
    session.starts_at = session.ends_at - timedelta(hours=1)
    session.save()
    return Attendance.objects.create(
        registration=seat,
        session=session,
        state=state,
        method="staff",
        at=session.starts_at if state == "came" else None,
        recorded_at=NOW,
    )


def is_paused(person, now=NOW):
    try:
        no_shows.refuse(person, now=now)
    except RegistrationPaused:
        return True
    return False


@pytest.mark.usefixtures("rule")
def test_one_missed_is_not_two_and_two_pause(member):
    held(member, 5 * DAY)
    assert not is_paused(member)
    held(member, 3 * DAY)
    assert is_paused(member)
    course = make_course()
    with pytest.raises(RegistrationPaused) as refusal:
        registrations.register(course, person=member, by=member, now=NOW)
    # NOW is 22 November, noon: the last ended on the 19th.
    assert "2026. 12. 3.(목) 12:00" in str(refusal.value)
    assert course.registrations.count() == 0


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize("state", ["came", "excused", "undone"])
def test_who_came_or_was_excused_or_was_entered_by_mistake_missed_nothing(member, state):
    held(member, 5 * DAY)
    other = held(member, 3 * DAY, state=state)
    assert not is_paused(member)
    Attendance.objects.filter(pk=other.pk).update(state="absent", at=None)
    assert is_paused(member)


@pytest.mark.usefixtures("rule")
def test_what_was_missed_with_a_seat_given_up_or_by_somebody_else_does_not_count(member):
    (other,) = people(1)
    held(member, 5 * DAY)
    held(other, 4 * DAY)
    missed = held(member, 3 * DAY)
    seat = Registration.objects.filter(pk=missed.registration_id)
    seat.update(state="cancelled", cancelled_at=NOW)
    assert not is_paused(member)
    assert not is_paused(other)


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize(("past", "paused"), [(-SECOND, True), (0 * SECOND, True), (SECOND, False)])
def test_no_shows_count_to_the_second_within_the_window(member, past, paused):
    held(member, DAY)
    held(member, WINDOW + past)
    assert is_paused(member) is paused


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize(
    ("past", "paused"), [(-SECOND, True), (0 * SECOND, False), (SECOND, False)]
)
def test_the_pause_ends_to_the_second_two_weeks_after_the_last(member, past, paused):
    held(member, 5 * DAY)
    held(member, 3 * DAY)
    assert is_paused(member, now=NOW - 3 * DAY + PAUSE + past) is paused


@pytest.mark.usefixtures("rule")
def test_the_pause_counts_from_the_last_session_missed_and_not_from_the_last_registration(member):
    held(member, 3 * DAY, ahead=20)
    held(member, 5 * DAY, ahead=7)
    assert is_paused(member, now=NOW - 3 * DAY + PAUSE - SECOND)


def test_without_the_rule_nobody_is_paused(member):
    for days in (3, 4, 5, 6):
        held(member, days * DAY)
    assert not is_paused(member)


@pytest.mark.usefixtures("rule")
def test_closing_two_lists_at_the_door_is_what_pauses(member):
    for days in (9, 2):
        begun = NOW - days * DAY - 7 * DAY
        course = make_course(now=begun)
        registrations.register(course, person=member, by=member, now=begun)
        assert not is_paused(member)
        door.close_session(course.sessions.get(), by=None, now=NOW)
    assert is_paused(member)
