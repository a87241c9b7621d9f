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

from events.domain import courses, offers, registrations
from events.domain.claims import NamedChild
from events.domain.refusals import Refusal
from events.models import Registration, Series
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


def with_children(course, person, count):
    children = [NamedChild(f"아이{number}", 2021) for number in range(count)]
    return lambda: registrations.register(
        course, person=person, by=person, now=NOW, children=children
    )


def test_seats_and_childcare_places_run_out_together_and_neither_is_oversold():
    course = make_course(capacity=30, childcare_capacity=12)
    jobs = [with_children(course, person, number % 3) for number, person in enumerate(people(120))]
    found = at_once(jobs)
    assert found["done"] == 30
    assert found["full"] + found["childcare_full"] == 90
    assert stands(course) == (30, 0)
    assert course.childcare_taken <= 12
    named = [
        (registration.childcare_places, registration.children.count())
        for registration in course.registrations.all()
    ]
    assert len(named) == 30
    assert all(places == children for places, children in named)


def test_one_person_in_many_courses_of_a_series_at_once_has_one(member):
    series = Series.objects.create(slug="one", name="한 강좌", one_per_person=True)
    rows = [make_course(series=series, capacity=5) for _number in range(16)]
    found = at_once([registering(course, member) for course in rows])
    assert found == {"done": 1, "already_in_series": 15}
    assert sum(stands(course)[0] for course in rows) == 1


def test_limiting_a_series_while_people_register_leaves_nobody_with_two():
    from events.domain.series_limits import limit_series

    series = Series.objects.create(slug="later", name="나중에", one_per_person=False)
    one, two = make_course(series=series), make_course(series=series)
    jobs = []
    for person in people(15):
        jobs += [registering(one, person), registering(two, person)]
    jobs.insert(len(jobs) // 2, lambda: limit_series(series, one_per_person=True, by=None, now=NOW))
    found = at_once(jobs)
    assert set(found) <= {"done", "already_in_series", "series_held_twice"}
    series.refresh_from_db()
    live = Registration.objects.filter(course__series=series)
    if series.one_per_person:
        assert set(live.values_list("limited_series", flat=True)) == {series.pk}
        assert live.count() == live.values("person").distinct().count() == 15
    else:
        assert found["series_held_twice"] == 1
        assert set(live.values_list("limited_series", flat=True)) == {None}
    stands(one), stands(two)


def test_accepting_an_offer_and_its_expiry_at_once_is_one_of_the_two():
    ends = NOW + timedelta(hours=1)
    for accepting in (ends - timedelta(seconds=1), ends):
        course = make_course(capacity=6, promotion="offer", offer_hours=1)
        seats = [registering(course, person)() for person in people(6)]
        for person in people(12):
            waiting(course, person)()
        for seat in seats:
            registrations.cancel(seat, by=seat.person, now=NOW)
        offered = list(course.registrations.filter(state="offered"))
        assert len(offered) == 6

        def accept(registration, at=accepting):
            return lambda: offers.accept(registration, by=registration.person, now=at)

        jobs = [accept(one) for one in offered]
        jobs[3:3] = [lambda: offers.expire(now=ends)] * 4
        found = at_once(jobs)
        assert set(found) <= {"done", "offer_ended", "not_registered"}
        accepted = course.registrations.filter(state="confirmed").count()
        assert accepted == found["done"] - 4
        taken, left = stands(course)
        # Whatever was not accepted went to the next, and no seat is idle.
        assert (taken, left) == (6, 6 - (6 - accepted))
        if accepting == ends:
            assert accepted == 0
