"""Copying a course to another term: the same thing again, on days that suit.

Everything staff decided comes along, shifted by the same number of days: sessions, the
registration window, the day of decision. Registrations, counters and a draw stay behind. The
copy is a draft.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.audit.log import record
from events.domain.courses import create_course, free_slug
from events.domain.refusals import Refusal
from events.domain.sessions import Slot, schedule
from events.models import Course, Session, Term
from events.recurrence import SEOUL, Recurrence

# What belongs to this course and not to its successor.
_LEFT_BEHIND = {
    "id", "slug", "term", "status", "cancel_reason", "recurrence", "starts_at", "ends_at",
    "taken", "waiting", "waiting_issued", "childcare_taken", "asked_to_decide_at",
    "goes_ahead_at", "feed_version", "feed_modified", "created_at",
}  # fmt: skip
_SHIFTED = ("registration_opens_at", "registration_closes_at", "decide_by")


class NothingToCopy(Refusal):
    """The course has no session, or none falls on a day that is open."""

    code = "nothing_to_copy"
    message = _("No session of this course would fall on an open day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPlan:
    """What a copy would be: its sessions, those left out with the closed day's name, its dates."""

    course: Course
    slots: list[Slot]
    left_out: list[tuple[datetime, str]]
    dates: Mapping[str, datetime]
    rule: Recurrence | None


def plan_copy(course: Course, *, first_day: date, closed: Mapping[date, str]) -> CopyPlan:
    """Return what copying the course to begin on or after ``first_day`` means.

    The first session falls on the first day from ``first_day`` on that is the same day of the
    week; ``closed`` are the centre's closed days with their names. Raises NothingToCopy.
    """
    # Read as a whole, so that a list of courses may bring its sessions along.
    sessions = [one for one in course.sessions.all() if not one.is_cancelled]
    if not sessions:
        raise NothingToCopy
    old_day = timezone.localtime(sessions[0].starts_at, SEOUL).date()
    new_day = first_day + timedelta(days=(old_day.weekday() - first_day.weekday()) % 7)
    shift = new_day - old_day
    rule = _shifted_rule(course, shift)
    if rule is not None and rule.frequency == "monthly":
        instants, named = rule.instants(()), sessions
        pairs = [
            (start, end, named[index] if index < len(named) else sessions[-1])
            for index, (start, end) in enumerate(instants)
        ]
    else:
        pairs = [
            (shifted(one.starts_at, shift), shifted(one.ends_at, shift), one) for one in sessions
        ]
    slots = [_slot(start, end, like) for start, end, like in pairs if start.date() not in closed]
    if not slots:
        raise NothingToCopy
    return CopyPlan(
        course=course,
        slots=slots,
        left_out=[
            (start, closed[start.date()]) for start, _e, _l in pairs if start.date() in closed
        ],
        dates={
            name: shifted(instant, shift)
            for name in _SHIFTED
            if (instant := getattr(course, name)) is not None
        },
        rule=rule,
    )


def copy_to_term(plan: CopyPlan, *, term: Term | None, by: Any, now: datetime) -> Course:
    """Draw the planned copy up as a draft and return it."""
    course = plan.course
    fields = {
        one.name: getattr(course, one.name)
        for one in Course._meta.concrete_fields
        if one.name not in _LEFT_BEHIND
    }
    with transaction.atomic():
        copied = create_course(
            by=by,
            now=now,
            **{
                **fields,
                **plan.dates,
                "term": term,
                "slug": free_slug(course.title_en or course.title),
            },
        )
        schedule(copied, plan.slots, by=by, now=now, rule=plan.rule)
        record("events.course.copied", subject=copied, by=by, after={"from": course.slug})
    return copied


def copy_all_to_term(
    plans: Iterable[CopyPlan], *, term: Term, by: Any, now: datetime
) -> list[Course]:
    """Copy several courses, all or none."""
    with transaction.atomic():
        return [copy_to_term(plan, term=term, by=by, now=now) for plan in plans]


def shifted(instant: datetime, shift: timedelta) -> datetime:
    """Return the same time of day on Seoul's clock, ``shift`` whole days on."""
    local = timezone.localtime(instant, SEOUL)
    return datetime.combine(local.date() + shift, local.time(), tzinfo=SEOUL)


def start_in(course: Course, *, old: Term | None, new: Term) -> date:
    """Return the day to begin on in ``new``: as far into it as the course was into ``old``."""
    begins = timezone.localtime(course.starts_at, SEOUL).date() if course.starts_at else None
    if begins is None or old is None or begins < old.starts_on:
        return new.starts_on
    return new.starts_on + (begins - old.starts_on)


def _slot(start: datetime, end: datetime, like: Session) -> Slot:
    return Slot(
        starts_at=start,
        ends_at=end,
        topic=like.topic,
        topic_en=like.topic_en,
        venue=like.venue,
        room=like.room,
    )


def _shifted_rule(course: Course, shift: timedelta) -> Recurrence | None:
    """Return the course's rule in its new span, so that the copy tells it in words too."""
    if not course.recurrence:
        return None
    rule = Recurrence.from_json(course.recurrence)
    return replace(
        rule,
        first_day=rule.first_day and rule.first_day + shift,
        last_day=rule.last_day and rule.last_day + shift,
        dates=tuple(day + shift for day in rule.dates),
        except_dates=tuple(day + shift for day in rule.except_dates),
    )
