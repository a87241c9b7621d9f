"""Seats: taking one, giving it back, waiting for one.

The seat is a conditional UPDATE of the course's counter: of any number of people who
ask at once exactly as many succeed as there are seats, on SQLite and on PostgreSQL
alike. Rows are inserted first and the seat is taken last, so that on PostgreSQL the
course's row, which everyone wants, is held only for the end of the transaction.

Giving a seat back moves the first of the queue up in the same transaction: there is
no instant at which a seat is empty and somebody waits for it.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from cms.audit.log import record
from cms.pagecache.version import touch
from events.domain.letters import seat_letter
from events.domain.refusals import (
    AlreadyRegistered,
    Full,
    NotRegistered,
    SeatsFree,
    TooLate,
    refusal_of,
)
from events.models import Course, CourseState, Registration
from plugins.api import SeatReleased, send

State = Registration.State


def register(
    course: Course, *, person: Any, by: Any, now: datetime, any_time: bool = False
) -> Registration:
    """Give ``person`` a seat and return the confirmed registration.

    ``any_time`` lets staff add somebody outside the registration window; seats are
    never exceeded. Raises NotOpenYet, Closed, Cancelled, TooLate, Full or
    AlreadyRegistered, and changes nothing then.
    """
    try:
        with transaction.atomic():
            registration = _insert(
                course,
                person=person,
                by=by,
                state=State.CONFIRMED,
                created_at=now,
                confirmed_at=now,
            )
            _tell("registered", registration, by=by, now=now, after={"state": State.CONFIRMED})
            _take_seat(course, now=now, any_time=any_time)
            touch()
    except IntegrityError as error:
        raise _told_twice(course, person, error) from error
    return registration


def join_waiting_list(
    course: Course, *, person: Any, by: Any, now: datetime, any_time: bool = False
) -> Registration:
    """Put ``person`` at the end of the queue and return the waiting registration.

    Raises SeatsFree when there is nothing to wait for, AlreadyRegistered, or why the
    course cannot be registered for at all.
    """
    try:
        with transaction.atomic():
            held = hold(course)
            _may_wait(held, now=now, any_time=any_time)
            number = held.waiting_issued + 1
            registration = _insert(
                held,
                person=person,
                by=by,
                state=State.WAITING,
                created_at=now,
                waiting_number=number,
            )
            Course.objects.filter(pk=held.pk).update(
                waiting=F("waiting") + 1, waiting_issued=number
            )
            after = {"state": State.WAITING, "waiting_number": number}
            _tell("waiting", registration, by=by, now=now, after=after)
            touch()
    except IntegrityError as error:
        raise _told_twice(course, person, error) from error
    return registration


def cancel(
    registration: Registration, *, by: Any, now: datetime, reason: str = ""
) -> list[Registration]:
    """Cancel a seat or a place in the queue; return who moved up for it.

    Raises NotRegistered if it is cancelled already, TooLate once the course is over.
    """
    with transaction.atomic():
        course = hold(registration.course)
        current = Registration.objects.select_related("person").get(pk=registration.pk)
        current.course = course
        if not current.is_live:
            raise NotRegistered
        if course.state_at(now) is CourseState.OVER:
            raise TooLate
        counter = "taken" if current.is_confirmed else "waiting"
        before = {"state": current.state}
        _change(current, state=State.CANCELLED, now=now, cancelled_at=now, cancel_reason=reason)
        Course.objects.filter(pk=course.pk).update(**{counter: F(counter) - 1})
        staff = by is not None and by.pk != current.person_id
        _tell(
            "cancelled_by_staff" if staff else "cancelled",
            current,
            by=by,
            now=now,
            before=before,
            after={"state": State.CANCELLED},
            action="cancelled",
            note=reason,
        )
        promoted = promote(course, now=now)
        if counter == "taken":
            send(
                SeatReleased(
                    course_id=course.pk, registration_id=current.pk, passed_on=bool(promoted)
                )
            )
        touch()
    registration.refresh_from_db()
    return promoted


def promote(course: Course, *, now: datetime) -> list[Registration]:
    """Give free seats to the first of the queue; in a transaction that holds the course.

    Nobody moves up once the first session has begun. Returns those who did, in order.
    """
    moved: list[Registration] = []
    course = Course.objects.select_related("category", "venue").get(pk=course.pk)
    if course.status != Course.Status.PUBLISHED or (course.starts_at and course.starts_at <= now):
        return moved
    queue = course.registrations.filter(state=State.WAITING).select_related("person")
    while (first := queue.order_by("waiting_number").first()) is not None:
        seated = Course.objects.filter(pk=course.pk, taken__lt=F("capacity"), waiting__gt=0).update(
            taken=F("taken") + 1, waiting=F("waiting") - 1
        )
        if not seated:
            break
        first.course = course
        before = {"state": first.state}
        _change(first, state=State.CONFIRMED, now=now, confirmed_at=now)
        after = {"state": State.CONFIRMED}
        _tell("promoted", first, by=None, now=now, before=before, after=after)
        moved.append(first)
    return moved


def hold(course: Course) -> Course:
    """Return the course as it is now, held until the transaction ends.

    On SQLite the row lock says nothing and needs to say nothing: a transaction there
    begins IMMEDIATE and is the only writer from its first statement.
    """
    return (
        Course.objects.select_for_update(no_key=True, of=("self",))
        .select_related("category", "venue")
        .get(pk=course.pk)
    )


def _take_seat(course: Course, *, now: datetime, any_time: bool) -> None:
    seats = Course.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        pk=course.pk,
        status=Course.Status.PUBLISHED,
        takes_registrations=True,
        taken__lt=F("capacity"),
    )
    if not any_time:
        seats = seats.filter(registration_opens_at__lte=now, registration_closes_at__gt=now)
    if not seats.update(taken=F("taken") + 1):
        current = Course.objects.get(pk=course.pk)
        if any_time and current.taken >= current.capacity:
            raise Full
        raise refusal_of(current.state_at(now))


def _may_wait(course: Course, *, now: datetime, any_time: bool) -> None:
    state = course.state_at(now)
    if any_time and state in {CourseState.CLOSED, CourseState.NOT_YET, CourseState.RUNNING}:
        state = CourseState.FULL if course.taken >= course.capacity else CourseState.OPEN
    if state is CourseState.OPEN:
        raise SeatsFree
    if state is not CourseState.FULL:
        raise refusal_of(state)


def _insert(course: Course, *, person: Any, by: Any, **fields: Any) -> Registration:
    earlier = Registration.objects.filter(course=course, person=person).count()
    return Registration.objects.create(
        course=course,
        person=person,
        added_by=by if by is not None and by.pk != person.pk else None,
        changed_at=fields["created_at"],
        # Two for each earlier registration: one letter in, one letter out.
        invitation_base=2 * earlier,
        **fields,
    )


def _change(registration: Registration, *, state: str, now: datetime, **fields: Any) -> None:
    """Move the registration from the state it was read in; raises NotRegistered if it left it."""
    values = {**fields, "state": state, "changed_at": now}
    changed = Registration.objects.filter(pk=registration.pk, state=registration.state).update(
        version=F("version") + 1, **values
    )
    if not changed:
        raise NotRegistered
    registration.version += 1
    for name, value in values.items():
        setattr(registration, name, value)


def _tell(
    template: str,
    registration: Registration,
    *,
    by: Any,
    now: datetime,
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
    action: str = "",
    note: str = "",
) -> None:
    record(
        f"events.registration.{action or template}",
        subject=registration,
        by=by,
        before=before,
        after=after,
        note=note,
    )
    seat_letter(template, registration, now=now)


def _told_twice(course: Course, person: Any, error: IntegrityError) -> Exception:
    live = Registration.objects.filter(course=course, person=person, state__in=Registration.LIVE)
    return AlreadyRegistered() if live.exists() else error
