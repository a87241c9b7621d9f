"""The organisation's own pages behind its secret link: seeing the request and answering."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.ratelimits import limited
from events.domain import outreach, outreach_dates
from events.domain.outreach_letters import span_in_words
from events.domain.refusals import ProposalGone, Refusal
from events.forms.outreach import AnotherDateForm, WithdrawForm
from events.models import Course, OutreachProposal, OutreachRequest

type View = Callable[..., HttpResponse]
FRESH_SECONDS = 15 * 60


def _secret(view: View) -> View:
    """Nobody keeps the answer, and no other site learns the address."""

    def answer(request: HttpRequest, token: str) -> HttpResponse:
        found = get_object_or_404(
            OutreachRequest.objects.select_related("category", "course"), token=token
        )
        response = view(request, found)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return never_cache(answer)


def _may_act(view: View) -> View:
    reads_and_acts: View = require_http_methods(["GET", "HEAD", "POST"])(view)
    return limited("events.outreach_answer", limit=20)(reads_and_acts)


@_secret
@require_safe
def request_page(request: HttpRequest, found: OutreachRequest) -> HttpResponse:
    """Show the request: where it stands, what happens next, what one can do."""
    now = timezone.now()
    proposals = list(found.proposals.all())
    course = found.course
    return render(
        request,
        "events/outreach_request.html",
        {
            "found": found,
            "facts": _facts(found),
            "open": _of(proposals, OutreachProposal.State.OPEN),
            "agreed": _of(proposals, OutreachProposal.State.ACCEPTED),
            "course": course if course and course.status == Course.Status.PUBLISHED else None,
            "is_fresh": found.state == "received"
            and (now - found.created_at).total_seconds() < FRESH_SECONDS,
        },
    )


def _of(proposals: list[OutreachProposal], state: str) -> dict[str, Any] | None:
    found = next((one for one in proposals if one.state == state), None)
    return {"proposal": found, "when": span_in_words(found)} if found else None


def _facts(found: OutreachRequest) -> list[tuple[Any, Any]]:
    facts = [
        (_("Organisation"), found.organisation),
        (_("District"), found.get_district_display()),
        (_("Address"), found.address),
        (_("Subject area"), found.category),
        (_("Who will come?"), found.get_audience_group_display()),
        (_("About how many people?"), found.expected),
        (_("What would you like to hear about?"), found.wishes),
        *(
            (_("Preferred date %(number)s") % {"number": wish.number}, span_in_words(wish))
            for wish in found.preferred_dates.all()
        ),
        (_("Contact's name"), found.contact_name),
        (_("E-mail address"), found.contact_email),
        (_("Telephone"), found.contact_phone),
    ]
    return [(label, value) for label, value in facts if value]


@_secret
@_may_act
def accept(request: HttpRequest, found: OutreachRequest) -> HttpResponse:
    """Ask once more (GET), and agree on the date (POST)."""
    proposal = _proposal(request, found)
    if request.method == "POST":
        if proposal is None:
            messages.warning(request, str(ProposalGone()))
        else:
            _tried(
                request,
                lambda: outreach_dates.accept(proposal, by=None, now=timezone.now()),
                done=_("Thank you. The date is agreed."),
            )
        return _back(found)
    if proposal is None:
        return _back(found)
    context = {"found": found, "proposal": proposal, "when": span_in_words(proposal)}
    return render(request, "events/outreach_accept.html", context)


@_secret
@_may_act
def another(request: HttpRequest, found: OutreachRequest) -> HttpResponse:
    """Say that a date does not suit, and what would."""
    proposal = _proposal(request, found)
    form = AnotherDateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if proposal is None:
            messages.warning(request, str(ProposalGone()))
        else:
            wish = form.cleaned_data["wish"]
            _tried(
                request,
                lambda: outreach_dates.ask_another(
                    proposal, wish=wish, by=None, now=timezone.now()
                ),
                done=_("Thank you. We will propose another date."),
            )
        return _back(found)
    if proposal is None:
        return _back(found)
    context = {"found": found, "form": form, "when": span_in_words(proposal)}
    return render(request, "events/outreach_another.html", context)


@_secret
@_may_act
def withdraw(request: HttpRequest, found: OutreachRequest) -> HttpResponse:
    """Ask whether the class is no longer wanted (GET), and withdraw the request (POST)."""
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and (form.is_valid() or not request.POST):
        reason = form.cleaned_data.get("reason", "") if form.is_bound else ""
        _tried(
            request,
            lambda: outreach.withdraw(found, by=None, now=timezone.now(), reason=reason),
            done=_("The request is withdrawn."),
        )
        return _back(found)
    if found.has_ended:
        return _back(found)
    return render(request, "events/outreach_withdraw.html", {"found": found, "form": form})


def _proposal(request: HttpRequest, found: OutreachRequest) -> OutreachProposal | None:
    """Return the proposal the page spoke of, else the open one."""
    named = request.POST.get("proposal", "")
    if named.isascii() and named.isdigit() and len(named) < 19:  # noqa: PLR2004 - a key
        return found.proposals.filter(pk=int(named)).first()
    return found.proposals.filter(state=OutreachProposal.State.OPEN).first()


def _tried(request: HttpRequest, verb: Callable[[], Any], *, done: str) -> None:
    try:
        verb()
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)


def _back(found: OutreachRequest) -> HttpResponse:
    return redirect("events_outreach:request", found.token)
