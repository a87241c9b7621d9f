"""Counting those who came to a session nobody registers for."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cms.audit.log import record
from events.domain.outreach import mark_held
from events.domain.refusals import Cancelled, CountedByName, NotHeldYet
from events.models import Course, HeadCount, OutreachRequest, Session


def record_head_count(
    session: Session, *, adults: int, children: int, by: Any, now: datetime, note: str = ""
) -> HeadCount:
    """Keep how many came; said again it is corrected. An agreed outreach class is then held.

    Raises CountedByName where people register, Cancelled, and NotHeldYet before it begins.
    """
    with transaction.atomic():
        course = session.course
        if course.takes_registrations:
            raise CountedByName
        if session.is_cancelled or course.status == Course.Status.CANCELLED:
            raise Cancelled
        if session.starts_at > now:
            raise NotHeldYet
        values = {"adults": adults, "children": children, "note": note}
        before = HeadCount.objects.filter(session=session).values(*values).first()
        count, _created = HeadCount.objects.update_or_create(
            session=session, defaults={**values, "recorded_by": by, "recorded_at": now}
        )
        record(
            "events.headcount.recorded",
            subject=session,
            by=by,
            before={name: before[name] for name in ("adults", "children")} if before else None,
            after={"adults": adults, "children": children},
        )
        request = OutreachRequest.objects.filter(
            course=course, state=OutreachRequest.State.AGREED
        ).first()
        if request is not None and not _has_more(session, now):
            mark_held(request, by=by, now=now)
    return count


def _has_more(session: Session, now: datetime) -> bool:
    """Whether the course has a session still to come."""
    return session.course.sessions.filter(
        starts_at__gt=now, status=Session.Status.SCHEDULED
    ).exists()
