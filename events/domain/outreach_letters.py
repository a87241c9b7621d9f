"""Mails about a request: to the organisation in the language it wrote in, to staff in theirs."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import override

from cms.mail.links import absolute
from cms.mail.outbox import queue
from events import rules
from events.domain.calendar import course_url
from events.domain.coordinators import coordinators
from events.models import OutreachProposal, OutreachRequest


def outreach_letter(
    name: str, request: OutreachRequest, *, proposal: OutreachProposal | None = None
) -> None:
    """Queue one mail to the contact; nothing once the contact has been destroyed.

    Once for each version of the request: a step taken once is told once.
    """
    if not request.contact_email or request.token is None:
        return
    if proposal is None:
        proposal = request.proposals.filter(
            state__in=[OutreachProposal.State.OPEN, OutreachProposal.State.ACCEPTED]
        ).first()
    with override(request.language):
        context = letter_context(request, proposal)
    queue(
        f"events.outreach_{name}",
        to=request.contact_email,
        context=context,
        idempotency_key=f"events.outreach_{name}:{request.pk}:{request.version}:{request.token[:6]}",
        language=request.language,
    )


def staff_letter(
    answer: str, request: OutreachRequest, *, proposal: OutreachProposal | None = None
) -> None:
    """Queue a mail to whoever works on the request: the organisation has answered.

    ``answer`` is agreed, another or withdrawn. Once for each version of the request and reader.
    """
    for person in _those_who_work_on(request):
        with override(person.language):
            context = {
                "name": person.name,
                "answer": answer,
                "organisation": request.organisation,
                "reference": request.reference,
                "subject_area": str(request.category.name_text),
                "when": span_in_words(proposal) if proposal else "",
                "lecturer": proposal.lecturer if proposal else "",
                "words": proposal.answer if proposal else request.end_reason,
                "had_course": answer == "withdrawn" and request.course_id is not None,
                "url": absolute(reverse("outreach:request", args=[request.pk])),
            }
        queue(
            "events.outreach_answered",
            to=person,
            context=context,
            idempotency_key=f"events.outreach_answered:{request.pk}:{request.version}:{person.pk}",
            language=person.language,
        )


def _those_who_work_on(request: OutreachRequest) -> Iterable[Any]:
    """Return who was given the request, as long as they may answer it; else the coordinators."""
    assigned = request.assigned_to
    if assigned is not None and assigned.is_active and rules.can_manage_outreach(assigned):
        return [assigned]
    return coordinators()


def letter_context(request: OutreachRequest, proposal: OutreachProposal | None) -> dict[str, Any]:
    """Return the plain values the letters may use, in the active language."""
    wishes = request.preferred_dates.all()
    course = request.course
    return {
        "name": request.contact_name,
        "organisation": request.organisation,
        "reference": request.reference,
        "subject_area": str(request.category.name_text),
        "dates": [span_in_words(wish) for wish in wishes],
        "when": span_in_words(proposal) if proposal else "",
        "lecturer": proposal.lecturer if proposal else "",
        "message": proposal.message if proposal else "",
        "reason": request.end_reason,
        "course_url": course_url(course, request.language) if course else "",
        "manage_url": absolute(reverse("events_outreach:request", args=[request.token])),
    }


def span_in_words(dated: Any) -> str:
    """Return ``2026. 11. 24.(화) 14:00–15:40`` in the active language, Seoul's clock."""
    start, end = timezone.localtime(dated.starts_at), timezone.localtime(dated.ends_at)
    return f"{formats.date_format(start, 'DATE_FORMAT')} {start:%H:%M}–{end:%H:%M}"
