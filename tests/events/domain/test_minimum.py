from datetime import timedelta

import pytest

from cms.audit.models import Entry
from cms.mail.models import OutboxMessage
from events.domain import courses, registrations
from events.domain.minimum import NothingToDecide, ask_all, ask_to_decide, go_ahead, undecided
from events.domain.refusals import Cancelled, TooLate
from tests.events.factories import NOW, make_course, people

pytestmark = pytest.mark.django_db
DECIDE = NOW + timedelta(days=5)
SECOND = timedelta(seconds=1)


@pytest.fixture
def coordinators(staff_user):
    staff_user("editor")
    staff_user("coordinator", email="gone@pumasi.example", is_active=False)
    return {staff_user("coordinator").email, staff_user("coordinator").email}


def short(taken=1, **fields):
    course = make_course(**{"minimum": 3, "decide_by": DECIDE, **fields})
    for person in people(taken):
        registrations.register(course, person=person, by=person, now=NOW)
    return course


def asked():
    found = OutboxMessage.objects.filter(template="events.decide")
    return sorted(found.values_list("to_address", flat=True))


def test_question_is_put_at_the_instant_and_not_before():
    course = short()
    assert [list(undecided(DECIDE + step)) for step in (-SECOND, 0 * SECOND, SECOND)] == [
        [],
        [course],
        [course],
    ]
    assert not undecided(course.starts_at).exists()


def test_coordinators_are_asked_once(coordinators):
    course = short()
    assert ask_to_decide(course, now=DECIDE)
    assert not ask_to_decide(course, now=DECIDE + SECOND)
    assert set(asked()) == coordinators
    assert len(asked()) == 2
    assert course.asked_to_decide_at == DECIDE
    assert Entry.objects.filter(action="events.course.asked").count() == 1


def test_job_asks_about_what_is_due_and_nothing_else(coordinators, monkeypatch):
    due = short()
    short(taken=3)
    short(minimum=0, decide_by=None)
    short(decide_by=DECIDE + timedelta(days=1))
    courses.cancel_course(short(), by=None, now=NOW)
    go_ahead(short(), by=None, now=NOW)
    monkeypatch.setattr("events.domain.minimum.timezone.now", lambda: DECIDE)
    ask_all()
    ask_all()
    assert len(asked()) == 2
    due.refresh_from_db()
    assert due.asked_to_decide_at == DECIDE


def test_seat_taken_meanwhile_ends_the_question(coordinators):
    course = short(taken=2)
    (last,) = people(1)
    registrations.register(course, person=last, by=last, now=NOW)
    assert not ask_to_decide(course, now=DECIDE)
    assert asked() == []


def test_going_ahead_is_recorded_and_said_once(coordinators, member):
    course = short()
    go_ahead(course, by=member, now=DECIDE)
    assert (course.goes_ahead_at, course.is_decided) == (DECIDE, True)
    assert not undecided(DECIDE).exists()
    entry = Entry.objects.get(action="events.course.kept")
    assert (entry.by, entry.after) == (member, {"taken": 1, "minimum": 3})
    with pytest.raises(NothingToDecide):
        go_ahead(course, by=member, now=DECIDE)


def test_what_cannot_be_decided_is_refused():
    with pytest.raises(NothingToDecide):
        go_ahead(short(taken=3), by=None, now=DECIDE)
    with pytest.raises(NothingToDecide):
        go_ahead(make_course(), by=None, now=DECIDE)
    off = courses.cancel_course(short(), by=None, now=NOW)
    with pytest.raises(Cancelled):
        go_ahead(off, by=None, now=DECIDE)
    with pytest.raises(TooLate):
        go_ahead(short(), by=None, now=NOW + timedelta(days=60))
