"""What may still be changed about a registration: the children who come along, the answers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cms.audit.log import record
from cms.pagecache.version import touch
from events.domain import claims, deadlines, seats
from events.domain.claims import Named
from events.domain.refusals import Cancelled, TooLate
from events.domain.waiting import promote
from events.models import Course, CourseState, Registration


def change_registration(
    registration: Registration,
    *,
    by: Any,
    now: datetime,
    children: Iterable[Named] | None = None,
    answers: Mapping[str, Any] | None = None,
    any_time: bool = False,
) -> Registration:
    """Change the children or the answers (None: as they are); return the registration as it is.

    Places too many go back to the course and to the queue, more places are taken, in one
    transaction. Somebody in the queue keeps their number. Members may until the limit for
    cancelling; ``any_time`` is for staff. Raises ChildcareFull, ChildOutsideAges,
    ChildcareNotOffered, TooLateToCancel, TooLate, Cancelled or NotRegistered, and changes
    nothing then.
    """
    with transaction.atomic():
        course = seats.hold(registration.course)
        current = claims.current(registration, course)
        _refuse_past(course, now)
        if not any_time:
            deadlines.refuse_late(current, now=now)
        if answers is not None and dict(answers) != current.answers:
            claims.change(current, now=now, answers=dict(answers))
            record("events.registration.answers", subject=current, by=by)
        if children is not None:
            _change_children(current, course, list(children), by=by, now=now)
        touch()
    registration.refresh_from_db()
    return registration


def _refuse_past(course: Course, now: datetime) -> None:
    if course.status == Course.Status.CANCELLED:
        raise Cancelled
    if course.state_at(now) is CourseState.OVER:
        raise TooLate


def _change_children(
    current: Registration, course: Course, children: list[Named], *, by: Any, now: datetime
) -> None:
    kept = sorted((child.name, child.birth_year) for child in current.children.all())
    if kept == sorted((child.name, child.birth_year) for child in children):
        return
    claims.refuse_ages(course, children, now=now)
    before, after = current.childcare_places, len(children)
    current.children.all().delete()
    claims.name_children(current, children)
    claims.change(current, now=now, childcare_places=after)
    if current.is_seated and after > before:
        seats.take_places(course, after - before)
    if current.is_seated and after < before:
        seats.give_back(course, places=before - after)
    record(
        "events.registration.children",
        subject=current,
        by=by,
        before={"childcare_places": before},
        after={"childcare_places": after},
    )
    # Fewer places may fit now: another's, or the registration's own claim in the queue.
    promote(course, now=now)
