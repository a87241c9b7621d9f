"""Registering: taking a seat with childcare places, applying for one, giving it back.

The seat is a conditional UPDATE of the course's counters (``events.domain.seats``), taken
after the rows are inserted. Giving a seat back moves the first of the queue up in the same
transaction (``events.domain.waiting``). Courses that draw lots or choose take applications
instead, which hold no seat until they are decided (``events.domain.applicants``).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from cms.pagecache.version import touch
from events.domain import claims, deadlines, no_shows, seats
from events.domain.claims import Guest, Named, NamedChild, State, tell
from events.domain.refusals import TooLate, refusal_of
from events.domain.seats import hold
from events.domain.waiting import join_waiting_list, promote
from events.models import Course, CourseState, Registration
from plugins.api import SeatReleased, send

__all__ = [
    "Guest",
    "NamedChild",
    "cancel",
    "hold",
    "join_waiting_list",
    "look",
    "promote",
    "register",
]


def register(
    course: Course,
    *,
    person: Any,
    by: Any,
    now: datetime,
    any_time: bool = False,
    children: Iterable[Named] = (),
    answers: Mapping[str, Any] | None = None,
    guest: Guest | None = None,
) -> Registration:
    """Give ``person`` or ``guest`` a seat, with a childcare place for each of ``children``.

    Returns the confirmed registration, or for a course that draws or chooses the applied
    one. ``answers`` are stored answers to ``course.form``. ``any_time`` lets staff add
    somebody outside the registration window until the course is over; seats are never
    exceeded. Raises NotOpenYet, Closed, Cancelled, TooLate, Full, ChildcareFull,
    ChildcareNotOffered, ChildOutsideAges, AlreadyRegistered, AlreadyInSeries or
    RegistrationPaused, and changes nothing then.
    """
    if person is not None and not any_time:
        no_shows.refuse(person, now=now)
    verb = _apply if takes_applications(course, now=now, by_staff=any_time) else _seat
    try:
        with transaction.atomic():
            registration = verb(
                course,
                now=now,
                any_time=any_time,
                by=by,
                person=person,
                guest=guest,
                children=list(children),
                answers=answers,
            )
            touch()
    except IntegrityError as error:
        raise claims.held_already(course, person, error) from error
    return registration


def look(course: Course, *, person: Any, places: int, now: datetime) -> None:
    """Raise what ``register`` would raise for want of room, before anything is begun.

    When a popular course opens most people come too late. Here they learn it from one read
    and queue for no lock, so that those who still find a seat are not kept waiting. Says
    nothing to whoever holds a place already: that refusal is ``register``'s. ``course`` is
    as it is now afterwards.
    """
    if takes_applications(course, now=now):
        return
    course.refresh_from_db(fields=seats.WHAT_COUNTS)
    if course.state_at(now) is CourseState.OPEN and seats.fits(course, places):
        return
    live = Registration.objects.filter(person=person, state__in=Registration.LIVE)
    if not live.filter(course=course).exists():
        raise seats.why_not(course, places=places, now=now, any_time=False)


def takes_applications(course: Course, *, now: datetime, by_staff: bool = False) -> bool:
    """Whether registering is an application now.

    Whom staff add to a course they choose for is chosen by that; to a draw one can be
    added until the window closes, and gets a seat straight away afterwards.
    """
    if course.admission == Course.Admission.FIRST_COME:
        return False
    if not by_staff:
        return True
    closes = course.registration_closes_at
    return course.admission == Course.Admission.LOTTERY and closes is not None and now < closes


def cancel(
    registration: Registration,
    *,
    by: Any,
    now: datetime,
    reason: str = "",
    any_time: bool = False,
) -> list[Registration]:
    """Cancel a seat, an offer, an application or a place in the queue; return who moved up.

    Members may give up a seat until the course's limit; ``any_time`` passes over it, for
    staff and for erasing. Raises NotRegistered if it is cancelled already, TooLate once the
    course is over, TooLateToCancel after the limit.
    """
    with transaction.atomic():
        course = hold(registration.course)
        current = claims.current(registration, course)
        if course.state_at(now) is CourseState.OVER:
            raise TooLate
        staff = by is not None and by.pk != current.person_id
        if not (staff or any_time or by is None):
            deadlines.refuse_late(current, now=now)
        promoted = leave(
            current,
            by=by,
            now=now,
            template="cancelled_by_staff" if staff else "cancelled",
            action="cancelled",
            cancel_reason=reason,
        )
        touch()
    registration.refresh_from_db()
    return promoted


def leave(
    current: Registration,
    *,
    by: Any,
    now: datetime,
    template: str,
    action: str = "",
    cancel_reason: str = "",
) -> list[Registration]:
    """End a live claim of a held course, free what it held and promote; return who moved up."""
    course, was_seated = current.course, current.is_seated
    places = current.childcare_places if was_seated else 0
    seats.give_back(course, seat=int(was_seated), places=places, waiting=int(current.is_waiting))
    before = {"state": current.state}
    claims.change(
        current, now=now, state=State.CANCELLED, cancelled_at=now, cancel_reason=cancel_reason
    )
    tell(
        template,
        current,
        by=by,
        now=now,
        before=before,
        after={"state": State.CANCELLED},
        action=action,
        note=cancel_reason,
    )
    promoted = promote(course, now=now)
    if was_seated:
        send(
            SeatReleased(course_id=course.pk, registration_id=current.pk, passed_on=bool(promoted))
        )
    return promoted


def _seat(course: Course, *, by: Any, now: datetime, any_time: bool, **claim: Any) -> Registration:
    registration = claims.insert(
        course, by=by, now=now, state=State.CONFIRMED, confirmed_at=now, **claim
    )
    tell("registered", registration, by=by, now=now, after=claims.standing(registration))
    if seats.take(course, places=registration.childcare_places, now=now, any_time=any_time):
        claims.keep_series_limit(registration, course)
    return registration


def _apply(course: Course, *, by: Any, now: datetime, any_time: bool, **claim: Any) -> Registration:
    held = hold(course)
    state = held.state_at(now)
    open_now = {CourseState.OPEN, CourseState.FULL}
    if any_time:
        open_now |= {CourseState.NOT_YET, CourseState.CLOSED, CourseState.RUNNING}
    if state not in open_now:
        raise refusal_of(state)
    registration = claims.insert(held, by=by, now=now, state=State.APPLIED, **claim)
    claims.keep_series_limit(registration, held)
    tell("applied", registration, by=by, now=now, after=claims.standing(registration))
    return registration
