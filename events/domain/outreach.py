"""Requests for outreach classes: from arriving to being held, declined or withdrawn.

Every step is one conditional UPDATE of the request's row, whose WHERE names the states it
may come from (``TRANSITIONS``); two people who press at once cannot both take it. What the
organisation reads of each step is queued in the same transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from cms.audit.log import record
from events.domain.courses import cancel_course
from events.domain.outreach_letters import outreach_letter, staff_letter
from events.domain.refusals import NotHeldYet, NotInThisState
from events.models import Course, OutreachDate, OutreachProposal, OutreachRequest
from events.models.outreach import new_outreach_token, states_before

State = OutreachRequest.State
type Span = tuple[datetime, datetime]


def receive(
    *, submission: UUID, dates: Sequence[Span], now: datetime, **fields: Any
) -> OutreachRequest:
    """Keep a request as it was sent and confirm it by mail; return it.

    ``dates`` are up to three wishes, the first before the second. The same ``submission``
    is one request, however often it is sent.
    """
    if known := OutreachRequest.objects.filter(submission=submission).first():
        return known
    try:
        with transaction.atomic():
            request = OutreachRequest(
                submission=submission,
                created_at=now,
                state_changed_at=now,
                consented_at=now,
                **fields,
            )
            request.full_clean(validate_unique=False, validate_constraints=False)
            request.save(force_insert=True)
            OutreachDate.objects.bulk_create(
                OutreachDate(request=request, number=number, starts_at=start, ends_at=end)
                for number, (start, end) in enumerate(dates, start=1)
            )
            _record(request, "received", by=None, after={"organisation": request.organisation})
            outreach_letter("received", request)
            return request
    except IntegrityError:  # sent twice at the same moment
        if known := OutreachRequest.objects.filter(submission=submission).first():
            return known
        raise


def step(
    request: OutreachRequest,
    to: str,
    *,
    by: Any,
    now: datetime,
    note: str = "",
    sources: Sequence[str] | None = None,
    **changes: Any,
) -> None:
    """Bring the request into a state, in the caller's transaction; raise NotInThisState.

    ``sources`` narrows the states it may come from further than the table does.
    """
    allowed = [state for state in states_before(to) if sources is None or state in sources]
    was = request.state
    moved = OutreachRequest.objects.filter(pk=request.pk, state__in=allowed).update(
        state=to, state_changed_at=now, version=F("version") + 1, **changes
    )
    if not moved:
        raise NotInThisState
    request.refresh_from_db()
    _record(request, to, by=by, before={"state": was}, after={"state": to}, note=note)


def take_on(request: OutreachRequest, *, by: Any, now: datetime) -> OutreachRequest:
    """Begin to look after a request; whoever does so is named in the mail's place for answers."""
    with transaction.atomic():
        step(request, State.IN_TRIAGE, by=by, now=now, sources=[State.RECEIVED], assigned_to=by)
        outreach_letter("in_triage", request)
    return request


def assign(request: OutreachRequest, *, to: Any, by: Any) -> OutreachRequest:
    """Give the request to a member of staff, or to nobody."""
    with transaction.atomic():
        before = request.assigned_to_id
        OutreachRequest.objects.filter(pk=request.pk).update(assigned_to=to)
        request.refresh_from_db()
        if before != request.assigned_to_id:
            _record(
                request,
                "assigned",
                by=by,
                before={"assigned_to": before},
                after={"assigned_to": request.assigned_to_id},
            )
    return request


def write_notes(request: OutreachRequest, *, notes: str, by: Any) -> OutreachRequest:
    """Keep the staff's notes; the audit log says that they changed, not what they say.

    Raises NotInThisState once the contact has been destroyed: no words may come back.
    """
    with transaction.atomic():
        if request.notes != notes:
            kept = OutreachRequest.objects.filter(
                pk=request.pk, contact_destroyed_at__isnull=True
            ).update(notes=notes)
            if not kept:
                raise NotInThisState
            request.refresh_from_db()
            _record(request, "noted", by=by)
    return request


def decline(request: OutreachRequest, *, reason: str, by: Any, now: datetime) -> OutreachRequest:
    """Say no, with the reason the organisation reads; a course made of it is called off."""
    return _end(request, State.DECLINED, reason=reason, by=by, now=now)


def withdraw(
    request: OutreachRequest, *, by: Any, now: datetime, reason: str = ""
) -> OutreachRequest:
    """The organisation no longer wants the class; ``by`` None is the organisation itself."""
    return _end(request, State.WITHDRAWN, reason=reason, by=by, now=now)


def _end(
    request: OutreachRequest, state: str, *, reason: str, by: Any, now: datetime
) -> OutreachRequest:
    with transaction.atomic():
        request.refresh_from_db()
        if request.state == state:
            return request  # said twice is said once
        try:
            step(request, state, by=by, now=now, note=reason, end_reason=reason)
        except NotInThisState:
            request.refresh_from_db()
            if request.state == state:
                return request  # said at the same moment
            raise
        OutreachProposal.objects.filter(request=request, state=OutreachProposal.State.OPEN).update(
            state=OutreachProposal.State.REPLACED, answered_at=now
        )
        course = request.course
        if course is not None and course.status != Course.Status.CANCELLED:
            cancel_course(course, by=by, now=now, reason=reason)
        outreach_letter(state, request)
        if by is None and state == State.WITHDRAWN:
            staff_letter("withdrawn", request)
    return request


def mark_held(request: OutreachRequest, *, by: Any, now: datetime) -> OutreachRequest:
    """Say that the class took place. Raises NotHeldYet before it has begun."""
    with transaction.atomic():
        agreed = agreed_date(request)
        begins = agreed.starts_at if agreed else None
        if request.course is not None:
            begins = request.course.starts_at  # its session may have been moved since
        if begins is None or begins > now:
            raise NotHeldYet
        step(request, State.HELD, by=by, now=now)
        outreach_letter("held", request)
    return request


def renew_link(request: OutreachRequest, *, by: Any) -> OutreachRequest:
    """Make the organisation's secret link anew: the one it has opens nothing any more."""
    with transaction.atomic():
        renewed = OutreachRequest.objects.filter(
            pk=request.pk, contact_destroyed_at__isnull=True
        ).update(token=new_outreach_token())
        if not renewed:
            raise NotInThisState
        request.refresh_from_db()
        _record(request, "link_renewed", by=by)
        outreach_letter("in_triage" if not request.has_ended else request.state, request)
    return request


def agreed_date(request: OutreachRequest) -> OutreachProposal | None:
    """Return the date both sides have agreed on."""
    return request.proposals.filter(state=OutreachProposal.State.ACCEPTED).first()


def _record(
    request: OutreachRequest,
    action: str,
    *,
    by: Any,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    record(
        f"events.outreachrequest.{action}",
        subject=request,
        by=by,
        before=before,
        after=after,
        note=note,
    )
