"""Courses: drawing one up, publishing, changing and cancelling it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from wagtail.blocks import StreamValue

from cms.audit.log import record
from cms.pagecache.version import touch
from cms.search.indexing import refresh
from events.domain.calendar import feed_keys, republish
from events.domain.dates import require_fit
from events.domain.draws import promise_draw
from events.domain.letters import seat_letter
from events.domain.refusals import (
    AdmissionFixed,
    Cancelled,
    ChildcareInUse,
    NothingScheduled,
    SeatsInUse,
    StillInUse,
)
from events.domain.seats import hold
from events.domain.series_limits import follow_series
from events.domain.waiting import promote
from events.models import Course, Registration, Session
from events.models.course import RESERVED_SLUGS

# What only the domain itself may set.
_KEPT = {
    "taken",
    "childcare_taken",
    "waiting",
    "waiting_issued",
    "status",
    "starts_at",
    "ends_at",
}
_PLACE = {"venue", "room"}


def create_course(*, by: Any, now: datetime, **fields: Any) -> Course:
    """Return a new draft course; ``slug`` is made of the title when it is left out.

    Raises ValueError for fields the domain keeps itself (counters, status), and
    ``django.core.exceptions.ValidationError`` when the values do not fit together.
    """
    _refuse_kept(fields)
    fields["slug"] = fields.get("slug") or free_slug(fields.get("title_en") or fields["title"])
    with transaction.atomic():
        course = Course(created_at=now, feed_modified=now, **fields)
        course.full_clean()
        course.save(force_insert=True)
        record("events.course.created", subject=course, by=by, after={"title": course.title})
    return course


def free_slug(title: str) -> str:
    """Return an address made of ``title`` that no course has yet, nor a page of its own."""
    stem = slugify(title, allow_unicode=True)[:70].strip("-") or "course"
    taken = set(Course.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= RESERVED_SLUGS
    number = 1
    slug = stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def publish(course: Course, *, by: Any, now: datetime) -> Course:
    """Show the course to everyone. Raises NothingScheduled or Cancelled."""
    with transaction.atomic():
        held = hold(course)
        if held.status == Course.Status.CANCELLED:
            raise Cancelled
        if not held.sessions.filter(status=Session.Status.SCHEDULED).exists():
            raise NothingScheduled
        if held.status == Course.Status.DRAFT:
            require_fit(held)
            _set_status(held, Course.Status.PUBLISHED, by=by, action="published")
            promise_draw(held, now=now)
            republish(held, now=now)
            touch()
    course.refresh_from_db()
    return course


def revise(course: Course, changes: Mapping[str, Any], *, by: Any, now: datetime) -> Course:
    """Change the course's own fields; return it as it is then.

    A new place raises the sequence of the sessions that take it from the course and
    tells those who are registered; more seats or childcare places move up the queue.
    Raises SeatsInUse or ChildcareInUse when fewer are asked for than are taken, and
    SeriesHeldTwice when the new series allows one course and somebody would hold two.
    """
    _refuse_kept(changes)
    with transaction.atomic():
        held = hold(course)
        before = {name: getattr(held, name) for name in changes}
        changed = {name: value for name, value in changes.items() if before[name] != value}
        if not changed:
            return held
        _refuse_what_is_in_use(held, changed)
        left = feed_keys(held)
        for name, value in changed.items():
            setattr(held, name, value)
        held.full_clean(exclude=_KEPT)
        # Only what was changed: a stale counter must never be written back.
        held.save(update_fields=list(changed))
        record(
            "events.course.revised",
            subject=held,
            by=by,
            before=_plain({name: before[name] for name in changed}),
            after=_plain(changed),
        )
        if "series" in changed:
            follow_series(held)
        if held.status == Course.Status.PUBLISHED:
            promise_draw(held, now=now)
            promote(held, now=now)
        if "is_listed" in changed:
            for page in held.pages.all():
                refresh(page)
        moved = _PLACE & changed.keys()
        if moved:
            _raise_sequences(held, now)
        republish(held, now=now, left=left)
        if moved:
            _tell_all(held, "moved", now=now)
        touch()
    course.refresh_from_db()
    return course


def cancel_course(course: Course, *, by: Any, now: datetime, reason: str = "") -> Course:
    """Call the course off and tell everyone registered or waiting.

    Sessions still to come stay in the calendars, marked as cancelled. Registrations
    stay as they are: they say who was to be told.
    """
    with transaction.atomic():
        held = hold(course)
        if held.status == Course.Status.CANCELLED:
            raise Cancelled
        was_public = held.status == Course.Status.PUBLISHED
        _raise_sequences(held, now)
        held.cancel_reason = reason
        _set_status(held, Course.Status.CANCELLED, by=by, action="cancelled", note=reason)
        republish(held, now=now)
        if was_public:
            _tell_all(held, "course_cancelled", now=now, extra={"reason": reason})
        touch()
    course.refresh_from_db()
    return course


def delete_draft(course: Course, *, by: Any) -> None:
    """Delete a course nobody has seen. Raises StillInUse for any other."""
    with transaction.atomic():
        held = hold(course)
        if held.status != Course.Status.DRAFT or held.registrations.exists():
            raise StillInUse
        record("events.course.deleted", subject=held, by=by, before={"title": held.title})
        held.delete()


def _refuse_what_is_in_use(course: Course, changed: Mapping[str, Any]) -> None:
    """Refuse fewer seats than are taken, and another way of giving them out than was promised.

    How seats are given out is what people registered for: it stays once somebody has.
    """
    if changed.get("capacity", course.capacity) < course.taken:
        raise SeatsInUse
    if changed.get("childcare_capacity", course.childcare_capacity) < course.childcare_taken:
        raise ChildcareInUse
    if "admission" in changed and course.registrations.exists():
        raise AdmissionFixed


def _set_status(course: Course, status: str, *, by: Any, action: str, note: str = "") -> None:
    before = course.status
    course.status = status
    course.save(update_fields=["status", "cancel_reason"])
    record(
        f"events.course.{action}",
        subject=course,
        by=by,
        before={"status": before},
        after={"status": status},
        note=note,
    )


def _raise_sequences(course: Course, now: datetime) -> None:
    course.sessions.filter(ends_at__gt=now, status=Session.Status.SCHEDULED).update(
        sequence=F("sequence") + 1
    )


def _tell_all(
    course: Course, template: str, *, now: datetime, extra: Mapping[str, Any] | None = None
) -> None:
    fresh = Course.objects.select_related("category", "venue").get(pk=course.pk)
    live = fresh.registrations.filter(state__in=Registration.LIVE).select_related("person")
    for registration in live:
        registration.course = fresh
        seat_letter(template, registration, now=now, extra=extra, edition=f"c{fresh.feed_version}")


def _refuse_kept(fields: Mapping[str, Any]) -> None:
    if kept := _KEPT & fields.keys():
        raise ValueError(f"Only the domain sets {', '.join(sorted(kept))}.")


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in values.items()}


def _value(value: Any) -> Any:
    """Return what the audit log keeps: a record's key, the questions as they are stored."""
    if isinstance(value, StreamValue):
        return value.get_prep_value()
    return value.pk if hasattr(value, "_meta") else value
