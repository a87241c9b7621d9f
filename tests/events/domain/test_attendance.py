"""Checking in, taking it back, closing the list."""

from datetime import timedelta

import pytest

from cms.audit.models import Entry
from cms.mail.models import OutboxMessage
from events.domain import attendance as door
from events.domain import registrations, wall_code
from events.domain.attendance_refusals import (
    AlreadyIn,
    NoSeat,
    NotEndedYet,
    NotHeld,
    NothingToUndo,
    NotOnList,
    TooEarly,
    TooManyChildren,
    WrongCode,
)
from events.domain.refusals import NotRegistered
from events.models import Attendance, Course, Registration, Session
from tests.events.factories import NOW, make_course
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return UserFactory(name="담당자")


@pytest.fixture
def course():
    return make_course(capacity=3)


@pytest.fixture
def session(course):
    return course.sessions.get()


def seat(course, *, children=0, name="달"):
    person = UserFactory(name=name)
    taken = registrations.register(course, person=person, by=person, now=NOW)
    Registration.objects.filter(pk=taken.pk).update(childcare_places=children)
    taken.refresh_from_db()
    return taken


def enter(registration, session, *, minutes=0, **fields):
    values = {"by": None, "method": "name", "now": session.starts_at, **fields}
    values["now"] += timedelta(minutes=minutes)
    return door.check_in(registration, session, **values)


def actions():
    return list(
        Entry.objects.filter(action__startswith="events.attendance")
        .order_by("pk")
        .values_list("action", flat=True)
    )


def test_the_first_check_in_stands_and_the_second_says_so(course, session, staff):
    taken = seat(course, children=2)
    first = enter(taken, session, minutes=-2, by=staff)
    second = enter(taken, session, minutes=5, method="qr", children=1)
    assert (first.is_new, second.is_new) == (True, False)
    row = Attendance.objects.get()
    assert (row.state, row.children_came, row.method, row.recorded_by) == (
        "came",
        2,
        "name",
        staff,
    )
    assert row.at == session.starts_at - timedelta(minutes=2)
    assert second.attendance == row
    assert first.words == "달 님을 입장 처리했습니다."
    assert second.words == "달 님은 11:58에 이미 입장했습니다."
    assert actions() == ["events.attendance.checked_in"]


def test_a_check_in_taken_back_can_be_made_again(course, session, staff):
    taken = seat(course, children=1)
    made = enter(taken, session).attendance
    door.undo(made, by=staff, now=session.starts_at)
    row = Attendance.objects.get()
    assert (row.state, row.at, row.children_came, row.recorded_by) == ("undone", None, 0, staff)
    with pytest.raises(NothingToUndo):
        door.undo(made, by=staff, now=session.starts_at)
    assert enter(taken, session, minutes=3, children=0).is_new
    assert Attendance.objects.get().at == session.starts_at + timedelta(minutes=3)
    assert actions() == [
        "events.attendance.checked_in",
        "events.attendance.undone",
        "events.attendance.checked_in",
    ]


def test_what_a_device_sends_twice_is_entered_once(course, session, staff):
    taken, other = seat(course), seat(course)
    assert enter(taken, session, key="one").is_new
    assert not enter(taken, session, key="one", minutes=9).is_new
    with pytest.raises(AlreadyIn):
        enter(other, session, key="one")
    door.undo(Attendance.objects.get(), by=staff, now=session.starts_at)
    with pytest.raises(AlreadyIn):
        enter(taken, session, key="one")
    assert Attendance.objects.get().state == "undone"


def test_the_clock_of_a_device_is_bounded(course, session):
    early, late, right = seat(course), seat(course), seat(course)
    at = session.starts_at
    enter(early, session, at=at - timedelta(days=400))
    enter(late, session, at=at + timedelta(days=400))
    enter(right, session, minutes=30, at=at + timedelta(minutes=4))
    found = dict(Attendance.objects.values_list("registration_id", "at"))
    assert found == {
        early.pk: at - timedelta(hours=2),
        late.pk: at,
        right.pk: at + timedelta(minutes=4),
    }


def test_children_are_at_most_the_places(course, session):
    taken = seat(course, children=2)
    with pytest.raises(TooManyChildren):
        enter(taken, session, children=3)
    with pytest.raises(TooManyChildren):
        enter(taken, session, children=-1)
    made = enter(taken, session, children=1).attendance
    door.count_children(made, 2, by=None)
    door.count_children(made, 2, by=None)
    with pytest.raises(TooManyChildren):
        door.count_children(made, 3, by=None)
    assert Attendance.objects.get().children_came == 2
    assert actions() == ["events.attendance.checked_in", "events.attendance.children_counted"]


def test_nobody_comes_in_without_a_seat_in_this_class(course, session):
    elsewhere = seat(make_course(slug="elsewhere"))
    with pytest.raises(NotOnList):
        enter(elsewhere, session)
    gone = seat(course)
    registrations.cancel(gone, by=gone.person, now=NOW)
    with pytest.raises(NotRegistered):
        enter(gone, session)
    for _seat in range(3):
        seat(course)
    person = UserFactory()
    waits = registrations.join_waiting_list(course, person=person, by=person, now=NOW)
    with pytest.raises(NoSeat):
        enter(waits, session)
    assert Attendance.objects.count() == 0


def test_the_door_opens_two_hours_before_and_not_for_what_is_off(course, session):
    taken = seat(course)
    with pytest.raises(TooEarly):
        enter(taken, session, minutes=-121)
    Session.objects.filter(pk=session.pk).update(status="cancelled")
    with pytest.raises(NotHeld):
        enter(taken, session)
    Session.objects.filter(pk=session.pk).update(status="scheduled")
    Course.objects.filter(pk=course.pk).update(status="cancelled")
    with pytest.raises(NotHeld):
        enter(taken, session)


def test_closing_marks_those_of_whom_nothing_is_known(course, session, staff):
    came, excused, missing = seat(course), seat(course), seat(course)
    after = session.ends_at
    enter(came, session)
    door.mark_absent(excused, session, by=staff, now=NOW, excused=True)
    undone = enter(missing, session).attendance
    door.undo(undone, by=staff, now=session.starts_at)
    with pytest.raises(NotEndedYet):
        door.close_session(session, by=staff, now=after - timedelta(seconds=1))
    letters = OutboxMessage.objects.count()
    assert door.close_session(session, by=staff, now=after) == 1
    assert door.close_session(session, by=staff, now=after) == 0
    states = dict(Attendance.objects.values_list("registration_id", "state"))
    assert states == {came.pk: "came", excused.pk: "excused", missing.pk: "absent"}
    assert OutboxMessage.objects.count() == letters
    assert Entry.objects.filter(action="events.session.closed").count() == 1
    # Somebody found on the paper sheet afterwards came after all.
    assert enter(missing, session, now=after, method="sheet").is_new


def test_who_got_the_seat_after_the_session_was_not_missing(course, session):
    late = seat(course)
    Registration.objects.filter(pk=late.pk).update(confirmed_at=session.ends_at)
    assert door.close_session(session, by=None, now=session.ends_at) == 0
    early = seat(course)
    assert door.close_session(session, by=None, now=session.ends_at) == 1
    assert Attendance.objects.get().registration == early


def test_who_came_is_not_marked_absent(course, session, staff):
    taken = seat(course)
    enter(taken, session)
    with pytest.raises(AlreadyIn):
        door.mark_absent(taken, session, by=staff, now=session.starts_at)
    assert Attendance.objects.get().state == "came"


def test_the_code_on_the_wall_is_good_in_its_time_only(course, session):
    taken = seat(course)
    code = wall_code.wall_code(session)
    assert (len(code), code.isdecimal(), wall_code.wall_code(session)) == (6, True, code)
    opens = session.starts_at - timedelta(minutes=30)

    def enter_by(typed, now):
        return wall_code.check_in_by_wall(taken, typed, by=taken.person, now=now)

    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for typed, now in (
        (code, opens - timedelta(seconds=1)),
        (code, session.ends_at),
        (wrong, opens),
        ("", opens),
    ):
        with pytest.raises(WrongCode):
            enter_by(typed, now)
    assert enter_by(f"{code[:3]} {code[3:]}", opens).is_new
    assert not enter_by(code, opens + timedelta(minutes=1)).is_new
    assert Attendance.objects.get().method == "wall"


def test_another_code_makes_the_first_worthless(course, session, staff):
    taken = seat(course)
    first = wall_code.wall_code(session)
    second = wall_code.renew_wall_code(session, by=staff)
    if first != second:
        with pytest.raises(WrongCode):
            wall_code.check_in_by_wall(taken, first, by=None, now=session.starts_at)
    assert wall_code.check_in_by_wall(taken, second, by=None, now=session.starts_at).is_new


def test_without_a_code_nothing_opens(course, session):
    taken = seat(course)
    with pytest.raises(WrongCode):
        wall_code.check_in_by_wall(taken, "", by=None, now=session.starts_at)
