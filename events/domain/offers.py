"""Offered seats: accepted, declined, or passed on when their time is over.

An offered seat is counted as taken until its holder answers or ``offer_expires_at`` comes.
The instant itself belongs to the next in the queue.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.pagecache.version import touch
from events.domain import claims, seats
from events.domain.claims import State, tell
from events.domain.refusals import Cancelled, OfferEnded
from events.domain.registrations import leave
from events.domain.waiting import move_up_all
from events.models import Course, Registration


def accept(registration: Registration, *, by: Any, now: datetime) -> Registration:
    """Turn the offer into a seat. Raises OfferEnded, Cancelled or NotRegistered.

    Accepting a second time changes nothing: the button may be pressed twice.
    """
    with transaction.atomic():
        course = seats.hold(registration.course)
        current = claims.current(registration, course)
        if current.state == State.CONFIRMED:
            return current
        if course.status == Course.Status.CANCELLED:
            raise Cancelled
        if not is_open(current, now):
            raise OfferEnded
        before = {"state": current.state}
        claims.change(current, now=now, state=State.CONFIRMED, confirmed_at=now)
        tell(
            "promoted",
            current,
            by=by,
            now=now,
            before=before,
            after=claims.standing(current),
            action="offer_accepted",
        )
        touch()
    return current


def decline(registration: Registration, *, by: Any, now: datetime) -> list[Registration]:
    """Give the offered seat to the next; return who moved up. Raises OfferEnded."""
    with transaction.atomic():
        course = seats.hold(registration.course)
        current = claims.current(registration, course)
        if current.state != State.OFFERED:
            raise OfferEnded
        promoted = leave(current, by=by, now=now, template="cancelled", action="offer_declined")
        touch()
    return promoted


def is_open(registration: Registration, now: datetime) -> bool:
    """Whether the seat is offered and may still be accepted."""
    ends = registration.offer_expires_at
    return registration.state == State.OFFERED and ends is not None and now < ends


def expire(*, now: datetime) -> list[Registration]:
    """End the offers whose time is over, each with the next one's moving up in one transaction.

    Returns those that ended. May run twice or at once: an offer ends once. Of a course that
    was called off nothing is passed on, and nobody is told twice that it is off.
    """
    due = Registration.objects.filter(
        state=State.OFFERED,
        offer_expires_at__lte=now,
        course__status=Course.Status.PUBLISHED,
    ).select_related("course")
    return [one for one in due.order_by("offer_expires_at", "pk") if _end(one, now=now)]


def _end(registration: Registration, *, now: datetime) -> bool:
    with transaction.atomic():
        course = seats.hold(registration.course)
        current = Registration.objects.select_related("person").get(pk=registration.pk)
        current.course = course
        if current.state != State.OFFERED or is_open(current, now):
            return False
        leave(current, by=None, now=now, template="offer_ended")
        touch()
    return True


def pass_on() -> None:
    """Do what the clock asks for: end offers, and move up whom nothing else has moved."""
    now = timezone.now()
    expire(now=now)
    move_up_all(now=now)
