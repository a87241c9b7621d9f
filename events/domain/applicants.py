"""Applications for courses that draw or choose: seated, queued or declined, once each.

An application holds nothing. These verbs decide one; who is drawn or chosen is decided
elsewhere. Several may run in one transaction: each is all or nothing by itself.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from cms.pagecache.version import touch
from events.domain import claims, seats
from events.domain.claims import State, tell
from events.domain.refusals import NotApplied
from events.domain.waiting import next_number, promote
from events.models import Course, Registration


def seat_applicant(registration: Registration, *, by: Any, now: datetime) -> Registration:
    """Give the applicant a seat with the childcare places asked for; return the registration.

    Raises NotApplied, Full, ChildcareFull, Cancelled or TooLate, and changes nothing then.
    """
    with transaction.atomic():
        course, current = _applied(registration)
        before = {"state": current.state}
        claims.change(current, now=now, state=State.CONFIRMED, confirmed_at=now)
        seats.take(course, places=current.childcare_places, now=now, any_time=True)
        tell("admitted", current, by=by, now=now, before=before, after=claims.standing(current))
        touch()
    return current


def queue_applicant(
    registration: Registration, *, by: Any, now: datetime, move_up: bool = True
) -> Registration:
    """Put the applicant at the end of the queue; return the registration as it is then.

    Where there is room for them they move up at once, unless ``move_up`` is off because the
    caller queues many and promotes once afterwards. Raises NotApplied.
    """
    with transaction.atomic():
        course, current = _applied(registration)
        before = {"state": current.state}
        number = next_number(course)
        claims.change(current, now=now, state=State.WAITING, waiting_number=number)
        tell("queued", current, by=by, now=now, before=before, after=claims.standing(current))
        if move_up and promote(course, now=now):
            current.refresh_from_db()
        touch()
    return current


def decline_applicant(
    registration: Registration, *, by: Any, now: datetime, reason: str = ""
) -> Registration:
    """Say that the applicant was not chosen, with a reason they read. Raises NotApplied."""
    with transaction.atomic():
        _course, current = _applied(registration)
        before = {"state": current.state}
        claims.change(
            current, now=now, state=State.DECLINED, cancelled_at=now, cancel_reason=reason
        )
        tell(
            "declined",
            current,
            by=by,
            now=now,
            before=before,
            after={"state": State.DECLINED},
            note=reason,
        )
        touch()
    return current


def _applied(registration: Registration) -> tuple[Course, Registration]:
    course = seats.hold(registration.course)
    current = Registration.objects.select_related("person").get(pk=registration.pk)
    current.course = course
    if current.state != State.APPLIED:
        raise NotApplied
    return course, current
