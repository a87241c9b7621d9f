"""Sessions: entering them, moving and cancelling one, and telling those who would come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from cms.audit.log import record
from cms.pagecache.version import touch
from events.domain.calendar import feed_keys, republish
from events.domain.letters import session_letter, when
from events.domain.refusals import Cancelled, StillInUse
from events.domain.seats import hold
from events.models import Course, Registration, Session, Venue
from events.recurrence import Recurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When a session is to be, and where if not at the course's place. Instants are aware."""

    starts_at: datetime
    ends_at: datetime
    topic: str = ""
    topic_en: str = ""
    venue: Venue | None = None
    room: str = ""


def schedule(
    course: Course,
    slots: Iterable[Slot],
    *,
    by: Any,
    now: datetime,
    rule: Recurrence | None = None,
) -> list[Session]:
    """Add a session for each slot and return them; a slot already scheduled is left out.

    ``rule`` is kept with the course, so that it can be told in words. Raises Cancelled.
    """
    with transaction.atomic():
        held = hold(course)
        if held.status == Course.Status.CANCELLED:
            raise Cancelled
        known = set(
            held.sessions.filter(status=Session.Status.SCHEDULED).values_list(
                "starts_at", flat=True
            )
        )
        added = []
        for slot in sorted(slots, key=lambda slot: slot.starts_at):
            if slot.starts_at in known:
                continue
            known.add(slot.starts_at)
            added.append(_new_session(held, slot, now))
        Session.objects.bulk_create(added)
        if rule is not None:
            held.recurrence = rule.as_json()
            held.save(update_fields=["recurrence"])
        record(
            "events.course.scheduled",
            subject=held,
            by=by,
            after={"sessions": [session.starts_at.isoformat() for session in added]},
        )
        republish(held, now=now, sessions=added)
        touch()
    course.refresh_from_db()
    return added


def move_session(
    session: Session,
    *,
    starts_at: datetime,
    ends_at: datetime,
    by: Any,
    now: datetime,
    **details: Any,
) -> Session:
    """Change when or where a session is (``venue``, ``room``) or its ``topic``.

    A new time or place raises the sequence and is told to everyone with a seat; a new
    topic alone is not. Raises Cancelled for a session that is off.
    """
    new = {"starts_at": starts_at, "ends_at": ends_at, **details}
    with transaction.atomic():
        course = hold(session.course)
        current = _current(session, course)
        before = {name: getattr(current, name) for name in new}
        changed = [name for name, value in new.items() if before[name] != value]
        if not changed:
            return current
        left = feed_keys(course)
        was = {language: _told(current, language) for language in ("ko", "en")}
        for name in changed:
            setattr(current, name, new[name])
        moved = bool({"starts_at", "ends_at", "venue", "room"} & set(changed))
        current.sequence += moved
        current.full_clean(validate_unique=False)
        current.save(update_fields=[*changed, "sequence"])
        record(
            "events.session.moved" if moved else "events.session.revised",
            subject=current,
            by=by,
            before={name: str(before[name] or "") for name in changed},
            after={name: str(new[name] or "") for name in changed},
        )
        republish(course, now=now, sessions=[current], left=left)
        if moved:
            _tell_holders("session_moved", current, {"before": lambda language: was[language]}, now)
        touch()
    session.refresh_from_db()
    return session


def cancel_session(session: Session, *, by: Any, now: datetime, reason: str = "") -> Session:
    """Call one session off; it stays in the calendars as cancelled. Raises Cancelled if it is."""
    with transaction.atomic():
        course = hold(session.course)
        current = _current(session, course)
        current.status = Session.Status.CANCELLED
        current.cancel_reason = reason
        current.sequence += 1
        current.save(update_fields=["status", "cancel_reason", "sequence"])
        record(
            "events.session.cancelled",
            subject=current,
            by=by,
            before={"status": Session.Status.SCHEDULED},
            after={"status": Session.Status.CANCELLED},
            note=reason,
        )
        republish(course, now=now, sessions=[current])
        _tell_holders("session_cancelled", current, {"reason": reason}, now)
        touch()
    session.refresh_from_db()
    return session


def remove_session(session: Session, *, by: Any, now: datetime) -> None:
    """Delete a session of a draft course. Raises StillInUse once the course is published."""
    with transaction.atomic():
        course = hold(session.course)
        if course.status != Course.Status.DRAFT:
            raise StillInUse
        record("events.session.removed", subject=session, by=by)
        session.delete()
        republish(course, now=now, sessions=[])


def _new_session(course: Course, slot: Slot, now: datetime) -> Session:
    return Session(
        course=course,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        topic=slot.topic,
        topic_en=slot.topic_en,
        venue=slot.venue,
        room=slot.room,
        last_modified=now,
    )


def _current(session: Session, course: Course) -> Session:
    current = Session.objects.select_related("venue").get(pk=session.pk)
    current.course = course
    if current.is_cancelled or course.status == Course.Status.CANCELLED:
        raise Cancelled
    return current


def _told(session: Session, language: str) -> str:
    with override(language):
        return " · ".join(filter(None, [when(session), session.place_text]))


def _tell_holders(template: str, session: Session, extra: dict[str, Any], now: datetime) -> None:
    """Write to everyone with a seat, unless the session is past and there is nothing to tell."""
    if session.course.status != Course.Status.PUBLISHED or session.ends_at <= now:
        return
    holders: Sequence[Registration] = list(
        session.course.registrations.filter(state=Registration.State.CONFIRMED).select_related(
            "person"
        )
    )
    session_letter(template, session, holders, extra=extra)
