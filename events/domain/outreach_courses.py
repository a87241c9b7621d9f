"""Making a course of an agreed request: one verb, one transaction."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from cms.audit.log import record
from events.domain.courses import create_course, free_slug, publish
from events.domain.outreach import State, agreed_date
from events.domain.refusals import NotInThisState
from events.domain.sessions import Slot, schedule
from events.models import Course, OutreachRequest, Venue


def make_course(
    request: OutreachRequest,
    *,
    title: str,
    is_listed: bool,
    by: Any,
    now: datetime,
    title_en: str = "",
) -> Course:
    """Return the published course of an agreed request; the one made before, if there is one.

    Nobody registers for it: the organisation brings the people, and staff count them. A
    course that is not listed gets an address nobody can guess. Raises NotInThisState.
    """
    with transaction.atomic():
        # The row is taken first, so that whoever presses at the same moment waits here.
        taken = OutreachRequest.objects.filter(
            pk=request.pk, state=State.AGREED, course__isnull=True
        ).update(version=F("version") + 1)
        request.refresh_from_db()
        if request.course is not None:
            return request.course
        agreed = agreed_date(request)
        if not taken or agreed is None:
            raise NotInThisState
        course = create_course(
            by=by,
            now=now,
            slug=free_slug(title_en or title) if is_listed else f"visit-{secrets.token_hex(6)}",
            title=title,
            title_en=title_en,
            category=request.category,
            kind=Course.Kind.OUTREACH,
            audience_group=request.audience_group,
            venue=_venue_of(request),
            lecturer=agreed.lecturer,
            takes_registrations=False,
            is_listed=is_listed,
        )
        slot = Slot(starts_at=agreed.starts_at, ends_at=agreed.ends_at)
        schedule(course, [slot], by=by, now=now)
        publish(course, by=by, now=now)
        linked = OutreachRequest.objects.filter(
            pk=request.pk, state=State.AGREED, course__isnull=True
        ).update(course=course)
        if not linked:
            raise NotInThisState
        request.refresh_from_db()
        record(
            "events.outreachrequest.made_course",
            subject=request,
            by=by,
            after={"course": course.pk, "is_listed": is_listed},
        )
    return course


def _venue_of(request: OutreachRequest) -> Venue:
    """Return the organisation's place: the one known under its name and address, or a new one."""
    place = {"name": request.organisation, "address": request.address}
    known = Venue.objects.filter(**place).first()
    return known or Venue.objects.create(**place, district=request.district)
