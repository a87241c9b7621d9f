"""Real processes against one real database: as many seats as there are, no more, no fewer.

Each child is a process of its own with its own connection; all start at one barrier and
commit for real. Take the guard out of ``events.domain.seats.take`` and these turn red.
"""

import multiprocessing
import warnings
from collections import Counter
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, connections

from events.domain import courses, registrations
from events.domain.refusals import Refusal
from events.models import Registration
from tests.events.factories import NOW, make_course, people

PROCESSES = 16

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def at_once(jobs):
    """Run ``jobs`` (callables) dealt out to the processes; return how often each outcome came."""
    fork = multiprocessing.get_context("fork")
    barrier, outcomes = fork.Barrier(PROCESSES), fork.Queue()
    _let_go()
    hands = [jobs[number::PROCESSES] for number in range(PROCESSES)]
    children = [fork.Process(target=_child, args=(hand, barrier, outcomes)) for hand in hands]
    with warnings.catch_warnings():
        # Nothing of this process's threads is used by the children.
        warnings.simplefilter("ignore", DeprecationWarning)
        for child in children:
            child.start()
    found = Counter(outcomes.get(timeout=240) for _job in jobs)
    for child in children:
        child.join(timeout=60)
        assert child.exitcode == 0
    return found


def _child(jobs, barrier, outcomes):
    _let_go()
    barrier.wait(timeout=60)
    for job in jobs:
        try:
            _patiently(job)
        except Refusal as refusal:
            outcomes.put(refusal.code)
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
            outcomes.put(f"{type(error).__name__}: {error}")
        else:
            outcomes.put("done")
    connections.close_all()


def _patiently(job):
    """Do it; whom SQLite kept waiting beyond its twenty seconds tries again, as people do.

    Sixteen writers on a busy machine can starve one of them; it has changed nothing then.
    """
    for _attempt in range(5):
        try:
            return job()
        except OperationalError as error:
            if "locked" not in str(error):
                raise
    return job()


def _let_go():
    """Leave no connection that parent and child would share."""
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()


def registering(course, person):
    return lambda: registrations.register(course, person=person, by=person, now=NOW)


def cancelling(registration):
    return lambda: registrations.cancel(registration, by=registration.person, now=NOW)


def waiting(course, person):
    return lambda: registrations.join_waiting_list(course, person=person, by=person, now=NOW)


def stands(course):
    """Return the counters beside what the rows say; they must be the same."""
    course.refresh_from_db()
    rows = Counter(course.registrations.values_list("state", flat=True))
    seated = course.registrations.filter(state__in=Registration.SEATED)
    places = sum(seated.values_list("childcare_places", flat=True))
    assert (course.taken, course.waiting, course.childcare_taken) == (
        rows["confirmed"] + rows["offered"],
        rows["waiting"],
        places,
    )
    return course.taken, course.waiting


def test_two_hundred_for_thirty_seats_end_in_exactly_thirty():
    course = make_course(capacity=30)
    found = at_once([registering(course, person) for person in people(200)])
    assert found == {"done": 30, "full": 170}
    assert stands(course) == (30, 0)
    assert course.registrations.count() == 30


def test_one_person_many_times_at_once_has_one_seat(member):
    course = make_course(capacity=30)
    found = at_once([registering(course, member) for _attempt in range(32)])
    assert found == {"done": 1, "already_registered": 31}
    assert stands(course) == (1, 0)


def test_one_person_registering_and_waiting_at_once_has_one_place(member):
    course = make_course(capacity=1)
    (holder,) = people(1)
    registrations.register(course, person=holder, by=holder, now=NOW)
    found = at_once([waiting(course, member) for _attempt in range(32)])
    assert found == {"done": 1, "already_registered": 31}
    assert stands(course) == (1, 1)


def test_no_seat_stays_empty_while_somebody_waits():
    course = make_course(capacity=10)
    holders, queue, newcomers = people(10), people(24), people(14)
    seats = [registering(course, person)() for person in holders]
    queued = [waiting(course, person)() for person in queue]
    jobs = [
        *(cancelling(seat) for seat in seats),
        *(cancelling(place) for place in queued[:8]),
        *(registering(course, person) for person in newcomers),
    ]
    jobs = jobs[::3] + jobs[1::3] + jobs[2::3]
    found = at_once(jobs)
    # A place in the queue may have become a seat before it was given up: then it frees that.
    assert found == {"done": 18, "full": 14}
    taken, left = stands(course)
    assert (taken, left) == (10, 24 - 8 - 10)
    confirmed = course.registrations.filter(state=Registration.State.CONFIRMED)
    assert {item.person_id for item in confirmed} <= {person.pk for person in queue}


def test_more_seats_and_cancelling_at_once_lose_nobody():
    course = make_course(capacity=5)
    seats = [registering(course, person)() for person in people(5)]
    for person in people(20):
        waiting(course, person)()
    jobs = [cancelling(seat) for seat in seats]
    jobs += [
        lambda size=size: courses.revise(
            course, {"capacity": size}, by=None, now=NOW + timedelta(seconds=1)
        )
        for size in (6, 7, 8)
    ]
    found = at_once(jobs)
    assert found["done"] + found["seats_in_use"] == 8
    taken, left = stands(course)
    assert taken == course.capacity
    assert left == 20 - taken
