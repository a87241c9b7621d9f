"""Drawing lots for the seats of a course, so that anybody can check it.

Procedure, version 1. When a course with a lottery is published, a random seed is made and
SHA-256(seed) shown. Each applicant has a public number: the first eight hexadecimal digits of
SHA-256(reference). After the registration window the numbers are sorted; SHA-256 of them, one
to a line, is the *input digest*. The drawn order is that of HMAC-SHA-256(seed, number), smallest
first. In this order each claim that still fits (a seat, and all its childcare places) is
seated; who is left waits in the same order.

Whoever withdrew before the draw is not in it. A draw is held once; asking again answers with
the one that was held.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.audit.log import record
from cms.pagecache.version import touch
from events.domain.applicants import queue_applicant, seat_applicant
from events.domain.refusals import Cancelled, Refusal, TooLate
from events.domain.registrations import hold
from events.models import Course, CourseState, Draw, Registration
from events.models.draw import new_seed

VERSION = 1
SEAT, WAITING = "seat", "waiting"


class NoDrawHere(Refusal):
    """The course gives its seats in another way, or is not published."""

    code = "no_draw"
    message = _("This course has no draw.")


class WindowStillOpen(Refusal):
    """One can still apply."""

    code = "window_open"
    message = _("One can still apply for this course. The draw is held once registration closes.")


class NobodyApplied(Refusal):
    """There is nothing to draw."""

    code = "nobody_applied"
    message = _("Nobody has applied for this course.")


def number_of(reference: str) -> str:
    """Return the public number of an application: eight hexadecimal digits.

    A reference cannot be found from it: some two hundred references share each number.
    """
    return hashlib.sha256(reference.encode()).hexdigest()[:8]


def commitment_of(seed: str) -> str:
    """Return what is shown before the draw: SHA-256 of the seed, in hexadecimal."""
    return hashlib.sha256(seed.encode()).hexdigest()


def digest_of(numbers: Iterable[str]) -> str:
    """Return SHA-256 of the sorted numbers, one to a line, in hexadecimal."""
    return hashlib.sha256("\n".join(sorted(numbers)).encode()).hexdigest()


def lot(seed: str, number: str) -> str:
    """Return what decides a number's place: HMAC-SHA-256(seed, number), in hexadecimal."""
    return hmac.new(seed.encode(), number.encode(), hashlib.sha256).hexdigest()


def drawn_order(seed: str, numbers: Iterable[str]) -> list[str]:
    """Return the numbers in drawn order; their order going in does not matter."""
    return sorted(numbers, key=lambda number: (lot(seed, number), number))


@dataclass(frozen=True, slots=True)
class OwnLot:
    """Somebody's own application in a draw: its public number, and how it went.

    ``place`` of ``places`` counts from 1 in drawn order; 0 before the draw, and where two
    applications share the number, so that neither can be told apart from the other.
    """

    number: str
    is_drawn: bool = False
    place: int = 0
    places: int = 0
    has_seat: bool = False


def own_lot(registration: Registration) -> OwnLot | None:
    """Return the registration's lot, or None where it takes part in no draw.

    What was withdrawn before the draw, or entered by staff after it, is in none.
    """
    if registration.course.admission != Course.Admission.LOTTERY:
        return None
    draw = Draw.objects.filter(course=registration.course_id).first()
    if draw is None:
        return None
    number = number_of(registration.reference)
    if not draw.is_drawn:
        is_in = registration.state == Registration.State.APPLIED
        return OwnLot(number=number) if is_in else None
    found = [
        (place, line["outcome"] == SEAT)
        for place, line in enumerate(draw.result, start=1)
        if line["number"] == number
    ]
    match found:
        case []:
            return None
        case [(place, has_seat)]:
            return OwnLot(
                number=number,
                is_drawn=True,
                place=place,
                places=len(draw.result),
                has_seat=has_seat,
            )
        case _:
            return OwnLot(number=number, is_drawn=True)


def promise_draw(course: Course, *, now: datetime) -> None:
    """Commit to a seed if the course draws lots and has none yet; in the caller's transaction."""
    if course.admission != Course.Admission.LOTTERY or course.status != Course.Status.PUBLISHED:
        return
    if Draw.objects.filter(course=course).exists():
        return
    seed = new_seed()
    Draw.objects.create(
        course=course,
        version=VERSION,
        seed=seed,
        commitment=commitment_of(seed),
        committed_at=now,
    )
    record(
        "events.draw.promised", subject=course, by=None, after={"commitment": commitment_of(seed)}
    )


def hold_draw(course: Course, *, by: Any, now: datetime) -> Draw:
    """Draw, seat and queue everyone who applied, and tell them; return the draw.

    One transaction. A draw already held is returned as it is. Raises NoDrawHere,
    WindowStillOpen, NobodyApplied, Cancelled or TooLate.
    """
    with transaction.atomic():
        held = hold(course)
        draw = Draw.objects.select_for_update().filter(course=held).first()
        if draw is not None and draw.is_drawn:
            return draw
        _may_draw(held, draw, now)
        applied = list(
            held.registrations.filter(state=Registration.State.APPLIED)
            .select_related("person")
            .order_by("created_at", "pk")
        )
        if not applied:
            raise NobodyApplied
        assert draw is not None  # noqa: S101 - for the type checker: _may_draw saw to it
        numbers = [number_of(item.reference) for item in applied]
        values = {"input_digest": digest_of(numbers), "drawn_at": now, "drawn_by": by}
        # The one who turns the row is the one who draws; on SQLite nobody else writes now.
        if not Draw.objects.filter(pk=draw.pk, drawn_at=None).update(**values):
            draw.refresh_from_db()
            return draw
        result = _give_out(held, draw.seed, applied, by=by, now=now)
        Draw.objects.filter(pk=draw.pk).update(result=result)
        record(
            "events.draw.held",
            subject=held,
            by=by,
            after={
                "applicants": len(applied),
                "seats": sum(1 for line in result if line["outcome"] == SEAT),
                "input_digest": values["input_digest"],
            },
        )
        touch()
    draw.refresh_from_db()
    return draw


def _may_draw(course: Course, draw: Draw | None, now: datetime) -> None:
    match course.state_at(now):
        case CourseState.CANCELLED:
            raise Cancelled
        case CourseState.OVER:
            raise TooLate
        case CourseState.OPEN | CourseState.NOT_YET | CourseState.FULL:
            raise WindowStillOpen
    if draw is None or course.admission != Course.Admission.LOTTERY:
        raise NoDrawHere


def _give_out(
    course: Course, seed: str, applied: list[Registration], *, by: Any, now: datetime
) -> list[dict[str, str]]:
    """Seat each claim that fits, in drawn order, then queue the others in the same order."""
    order = sorted(
        # Two who share a number, once in thousands of draws, keep the order they applied in.
        enumerate(applied),
        key=lambda item: (lot(seed, number_of(item[1].reference)), item[0]),
    )
    drawn = [registration for _place, registration in order]
    seats, places = course.seats_left, course.childcare_left
    seated = set()
    for registration in drawn:
        if seats >= 1 and registration.childcare_places <= places:
            seats -= 1
            places -= registration.childcare_places
            seated.add(registration.pk)
            seat_applicant(registration, by=by, now=now)
    for registration in drawn:
        if registration.pk not in seated:
            queue_applicant(registration, by=by, now=now)
    return [
        {
            "number": number_of(registration.reference),
            "outcome": SEAT if registration.pk in seated else WAITING,
        }
        for registration in drawn
    ]
