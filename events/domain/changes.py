"""What may still be changed about a registration: the children who come along, the answers.

Whoever changes it, the person is written to: a member has it on paper, and reads what staff
did. Staff may say which ``version`` they looked at: what somebody else changed since then is
never written over unseen, and the same change sent twice is done once.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cms.audit.log import record
from cms.pagecache.version import touch
from events.domain import claims, deadlines, seats
from events.domain.claims import Named
from events.domain.letters import seat_letter
from events.domain.refusals import Cancelled, ChangedMeanwhile, TooLate
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
    version: int | None = None,
    reason: str = "",
) -> Registration:
    """Change the children or the answers (None: as they are); return the registration as it is.

    Places too many go back to the course and to the queue, more places are taken, in one
    transaction. Somebody in the queue keeps their number. Members may until the limit for
    cancelling; ``any_time`` is for staff, whose ``reason`` stands in the audit log and in the
    letter. Raises ChildcareFull, ChildOutsideAges, ChildcareNotOffered, TooLateToCancel,
    TooLate, Cancelled, NotRegistered, or ChangedMeanwhile if it is no longer the ``version``
    that was looked at, and changes nothing then.
    """
    with transaction.atomic():
        course = seats.hold(registration.course)
        current = claims.current(registration, course)
        _refuse_past(course, now)
        if not any_time:
            deadlines.refuse_late(current, now=now)
        named = None if children is None else list(children)
        if named is not None and names_of(named) == names_of(current.children.all()):
            named = None
        given = None if answers is None or dict(answers) == current.answers else dict(answers)
        if named is not None or given is not None:
            if version is not None and version != current.version:
                raise ChangedMeanwhile
            _change(current, by=by, now=now, children=named, answers=given, reason=reason)
    registration.refresh_from_db()
    return registration


def drop_children(registration: Registration, *, by: Any, now: datetime) -> bool:
    """Take all children off a claim that is live and not over; return whether it was.

    For whoever takes back the consent to children's data: no limit holds here. The places go
    back to the course and to the queue, the seat stays. In the caller's transaction.
    """
    course = seats.hold(registration.course)
    current = Registration.objects.select_related("person").get(pk=registration.pk)
    current.course = course
    if not is_coming(current, now):
        return False
    _change(current, by=by, now=now, children=[], answers=None, consent_withdrawn=True)
    return True


def is_coming(registration: Registration, now: datetime) -> bool:
    """Whether it is a live claim on a course that is neither off nor over."""
    course = registration.course
    return (
        registration.is_live
        and course.status != Course.Status.CANCELLED
        and course.state_at(now) is not CourseState.OVER
    )


def names_of(children: Iterable[Named]) -> list[tuple[str, int]]:
    """Return who the children are, in one order."""
    return sorted((child.name, child.birth_year) for child in children)


def _refuse_past(course: Course, now: datetime) -> None:
    if course.status == Course.Status.CANCELLED:
        raise Cancelled
    if course.state_at(now) is CourseState.OVER:
        raise TooLate


def _change(
    current: Registration,
    *,
    by: Any,
    now: datetime,
    children: list[Named] | None,
    answers: dict[str, Any] | None,
    reason: str = "",
    consent_withdrawn: bool = False,
) -> None:
    """Change what is not None of a held course's claim, record it, write to the person."""
    before = current.childcare_places
    if answers is not None:
        claims.change(current, now=now, answers=answers)
        record("events.registration.answers", subject=current, by=by, note=reason)
    if children is not None:
        _change_children(current, children, by=by, now=now, reason=reason)
    seat_letter(
        "changed",
        current,
        now=now,
        extra={
            "by_staff": by is not None and by.pk != current.person_id,
            "consent_withdrawn": consent_withdrawn,
            "reason": reason,
            "places_before": before,
        },
    )
    touch()
    if children is not None:
        # Fewer places may fit now: another's, or the registration's own claim in the queue.
        promote(current.course, now=now)


def _change_children(
    current: Registration, children: list[Named], *, by: Any, now: datetime, reason: str
) -> None:
    course = current.course
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
        note=reason,
    )
