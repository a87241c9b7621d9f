"""The queue: joining it, and moving up in the very transaction that makes room.

Whoever fits goes first: a parent of two waits for a seat and two childcare places and
keeps their number, and does not hold up those who need less. There is no instant at
which there is room for somebody who waits, unless promotion has stopped before the start;
then staff call those who wait, and give the seat to whom they reach (``give_seat``).
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from cms.pagecache.version import touch
from events.domain import claims, seats
from events.domain.claims import Guest, State, tell
from events.domain.refusals import (
    ApplyInstead,
    Cancelled,
    ChildcareFull,
    NoSeatToGive,
    NotWaiting,
    SeatsFree,
    TooLate,
    refusal_of,
)
from events.models import Course, CourseState, Registration

Admission, Promotion = Course.Admission, Course.Promotion


def join_waiting_list(
    course: Course,
    *,
    person: Any,
    by: Any,
    now: datetime,
    any_time: bool = False,
    children: Any = (),
    answers: Any = None,
    guest: Guest | None = None,
) -> Registration:
    """Put ``person`` or ``guest`` at the end of the queue and return the waiting registration.

    Raises SeatsFree when there is nothing to wait for, AlreadyRegistered, AlreadyInSeries,
    or why the course cannot be registered for at all.
    """
    named = list(children)
    try:
        with transaction.atomic():
            held = seats.hold(course)
            _may_wait(held, places=len(named), now=now, any_time=any_time)
            registration = claims.insert(
                held,
                person=person,
                guest=guest,
                by=by,
                now=now,
                children=named,
                answers=answers,
                state=State.WAITING,
                waiting_number=next_number(held),
            )
            claims.keep_series_limit(registration, held)
            after = claims.standing(registration)
            tell("waiting", registration, by=by, now=now, after=after)
            touch()
    except IntegrityError as error:
        raise claims.held_already(course, person, error) from error
    return registration


def next_number(course: Course) -> int:
    """Count one more in the queue of the held ``course``; return the number given out."""
    number = course.waiting_issued + 1
    Course.objects.filter(pk=course.pk).update(waiting=F("waiting") + 1, waiting_issued=number)
    course.waiting_issued = number
    return number


def promote(course: Course, *, now: datetime) -> list[Registration]:
    """Give what is free to the first of the queue it suffices for; return who moved, in order.

    In a transaction that holds the course. With ``promotion=offer`` the seat is held for
    them until ``offer_expires_at``.
    """
    moved: list[Registration] = []
    course = Course.objects.select_related("category", "venue").get(pk=course.pk)
    if course.status != Course.Status.PUBLISHED or seats.promotion_is_over(course, now):
        return moved
    while (first := _first_that_fits(course)) is not None:
        if not seats.take_from_queue(course, places=first.childcare_places):
            break
        first.course = course
        _move_up(first, course, now=now)
        moved.append(first)
        course.refresh_from_db(fields=["taken", "capacity", "waiting"])
        course.refresh_from_db(fields=["childcare_taken", "childcare_capacity"])
    return moved


def give_seat(registration: Registration, *, by: Any, now: datetime, reason: str) -> Registration:
    """Give a free seat to this one of those who wait, out of turn; ``reason`` is written down.

    For staff, once nobody moves up by themselves. Given twice it is given once. Raises
    NotWaiting, NotRegistered, NoSeatToGive, ChildcareFull, Cancelled or TooLate.
    """
    with transaction.atomic():
        course = seats.hold(registration.course)
        current = claims.current(registration, course)
        if current.state == State.CONFIRMED:
            return current
        if course.status != Course.Status.PUBLISHED:
            raise Cancelled
        if course.state_at(now) is CourseState.OVER:
            raise TooLate
        if not current.is_waiting:
            raise NotWaiting
        if not seats.take_from_queue(course, places=current.childcare_places):
            raise ChildcareFull if course.taken < course.capacity else NoSeatToGive
        before = claims.standing(current)
        claims.change(current, now=now, state=State.CONFIRMED, confirmed_at=now)
        tell(
            "promoted",
            current,
            by=by,
            now=now,
            before=before,
            after=claims.standing(current),
            action="seat_given",
            note=reason,
        )
        touch()
    return current


def move_up_all(*, now: datetime) -> list[Registration]:
    """Promote wherever there is room and somebody waits; return who moved up.

    Every change that makes room promotes by itself; what remains is time, such as a
    session moved to a later day after promotion had stopped.
    """
    moved = []
    courses = Course.objects.filter(
        status=Course.Status.PUBLISHED, waiting__gt=0, taken__lt=F("capacity")
    )
    for course in courses.order_by("pk"):
        if seats.promotion_is_over(course, now):
            continue
        with transaction.atomic():
            promoted = promote(seats.hold(course), now=now)
            if promoted:
                touch()
        moved += promoted
    return moved


def _first_that_fits(course: Course) -> Registration | None:
    if course.taken >= course.capacity:
        return None
    return (
        course.registrations.filter(
            state=State.WAITING, childcare_places__lte=max(course.childcare_left, 0)
        )
        .select_related("person")
        .order_by("waiting_number")
        .first()
    )


def _move_up(first: Registration, course: Course, *, now: datetime) -> None:
    before = {"state": first.state}
    if course.promotion == Promotion.DIRECT:
        claims.change(first, now=now, state=State.CONFIRMED, confirmed_at=now)
        template = "promoted"
    else:
        ends = [now + timedelta(hours=course.offer_hours)]
        if (stops := seats.promotion_ends(course)) is not None:
            ends.append(stops)
        claims.change(first, now=now, state=State.OFFERED, offer_expires_at=min(ends))
        template = "offered"
    tell(template, first, by=None, now=now, before=before, after=claims.standing(first))


def _may_wait(course: Course, *, places: int, now: datetime, any_time: bool) -> None:
    state = course.state_at(now)
    if any_time and state in {CourseState.CLOSED, CourseState.RUNNING, CourseState.NOT_YET}:
        state = CourseState.OPEN
    if state not in {CourseState.OPEN, CourseState.FULL}:
        raise refusal_of(state)
    if course.admission != Admission.FIRST_COME and not any_time:
        raise ApplyInstead
    if seats.fits(course, places):
        raise SeatsFree
