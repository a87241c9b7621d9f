"""Finding a date with an organisation: the centre proposes, the organisation answers.

What the organisation says itself (``by`` None), staff are told by mail.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from events.domain.outreach import State, step
from events.domain.outreach_letters import outreach_letter, staff_letter
from events.domain.refusals import NotInThisState, ProposalGone
from events.models import OutreachProposal, OutreachRequest

Answer = OutreachProposal.State


def propose(
    request: OutreachRequest,
    *,
    starts_at: datetime,
    ends_at: datetime,
    by: Any,
    now: datetime,
    lecturer: str = "",
    message: str = "",
) -> OutreachProposal:
    """Propose a date in place of any before it, and ask the organisation by mail.

    Raises NotInThisState where a course was made already: its session is moved instead.
    """
    with transaction.atomic():
        step(request, State.PROPOSED, by=by, now=now)
        if request.course_id is not None:
            raise NotInThisState
        request.proposals.filter(state__in=[Answer.OPEN, Answer.ACCEPTED]).update(
            state=Answer.REPLACED, answered_at=now
        )
        proposal = OutreachProposal(
            request=request,
            starts_at=starts_at,
            ends_at=ends_at,
            lecturer=lecturer,
            message=message,
            proposed_by=by,
            proposed_at=now,
        )
        proposal.full_clean(validate_unique=False, validate_constraints=False)
        proposal.save(force_insert=True)
        outreach_letter("proposed", request, proposal=proposal)
    return proposal


def accept(proposal: OutreachProposal, *, by: Any, now: datetime) -> OutreachRequest:
    """Agree on a date; ``by`` None is the organisation. Pressed twice it is agreed once.

    Raises ProposalGone when it was answered otherwise, replaced, or has passed.
    """
    with transaction.atomic():
        request = proposal.request
        request.refresh_from_db()
        proposal.refresh_from_db()
        if proposal.state == Answer.ACCEPTED and request.state in {State.AGREED, State.HELD}:
            return request
        if proposal.starts_at <= now:
            raise ProposalGone
        if _answer(request, proposal, State.AGREED, Answer.ACCEPTED, by=by, now=now):
            outreach_letter("agreed", request, proposal=proposal)
            if by is None:
                staff_letter("agreed", request, proposal=proposal)
    return request


def ask_another(
    proposal: OutreachProposal, *, wish: str, by: Any, now: datetime
) -> OutreachRequest:
    """Say that a date does not suit, and what would. Raises ProposalGone."""
    with transaction.atomic():
        request = proposal.request
        request.refresh_from_db()
        proposal.refresh_from_db()
        if proposal.state == Answer.REFUSED and request.state == State.IN_TRIAGE:
            return request
        proposal.answer = wish
        if _answer(request, proposal, State.IN_TRIAGE, Answer.REFUSED, by=by, now=now):
            outreach_letter("another", request, proposal=proposal)
            if by is None:
                staff_letter("another", request, proposal=proposal)
    return request


def _answer(
    request: OutreachRequest,
    proposal: OutreachProposal,
    to: str,
    answer: str,
    *,
    by: Any,
    now: datetime,
) -> bool:
    """Answer once; return False where the same answer was given at the same moment.

    The request's row is taken first, then the proposal's, as everywhere.
    """
    wish = proposal.answer
    try:
        step(request, to, by=by, now=now, sources=[State.PROPOSED])
    except NotInThisState:
        proposal.refresh_from_db()
        request.refresh_from_db()
        if proposal.state == answer:
            return False
        raise ProposalGone from None
    answered = OutreachProposal.objects.filter(pk=proposal.pk, state=Answer.OPEN).update(
        state=answer, answer=wish, answered_at=now
    )
    if not answered:
        raise ProposalGone
    proposal.refresh_from_db()
    return True
