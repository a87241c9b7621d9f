"""Changing one's registration: who comes along, and the answers."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.ratelimits import limited
from events.domain.changes import change_registration
from events.domain.claims import ages_in_words
from events.domain.refusals import ConsentNeeded, Refusal
from events.my_standing import can_change
from events.registering import claim as do_claim
from events.registering import claim_of, consent_text
from events.views.mine import own_registration


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("events.change", limit=40)
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the children and answers as they are (GET), and keep what is changed (POST)."""
    found = own_registration(request, reference)
    now = timezone.now()
    if request.method != "POST" and not can_change(found, now):
        return redirect("events_my:registration", found.reference)
    claim = claim_of(found, request.user, now=now, data=request.POST or None)
    status = 200
    refusal: Refusal | None = None
    if request.method == "POST":
        status = 422
        if claim.is_valid():
            try:
                do_claim(
                    partial(change_registration, found, answers=claim.answers),
                    person=request.user,
                    now=now,
                    children=claim.children,
                    has_agreed=claim.has_agreed,
                )
            except ConsentNeeded as refused:
                # The forms made anew ask for what the first ones had no need to ask.
                refusal, status = refused, 409
                claim = claim_of(found, request.user, now=now, data=request.POST)
                claim.is_valid()
            except Refusal as refused:
                refusal, status = refused, 409
            else:
                messages.success(request, _("Your registration is changed."))
                return redirect("events_my:registration", found.reference)
    form = claim.children_form
    asks = form is not None and "agrees" in form.fields
    return render(
        request,
        "events/change.html",
        {
            "registration": found,
            "course": found.course,
            "claim": claim,
            "refusal": refusal,
            "ages": ages_in_words(found.course, now=now),
            "consent_text": consent_text(request.user, now) if asks else None,
        },
        status=status,
    )
