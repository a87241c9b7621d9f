"""One course: reading about it, registering for it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cms.ratelimits import limited
from events import queries
from events.domain import registrations
from events.domain.claims import ages_in_words
from events.domain.refusals import AlreadyRegistered, ConsentNeeded, Refusal
from events.domain.seats import WHAT_COUNTS
from events.forms.claiming import Claim
from events.links import course_links
from events.models import Course
from events.registering import claim as do_claim
from events.registering import consent_text, new_claim
from events.rules import can_see_course
from events.showing.courses import claim_context, course_context


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a course, or lead to the page that tells of it."""
    course = _visible_course(request, slug)
    address = course_links([course], request)[course.pk]
    if address != request.path and address != course.get_absolute_url():
        return redirect(address)
    return render(request, "events/course.html", course_context(course, request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("events.register", limit=20)
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask what there is to ask (GET, also where one comes back to from signing in), or do it.

    ``action=wait`` joins the queue instead of taking a seat, ``action=alone`` leaves the
    children out. What was typed stays on the page whatever the answer is.
    """
    course = _visible_course(request, slug)
    now = timezone.now()
    if request.method != "POST":
        context = claim_context(course, request)
        if (held := context["box"].registration) is not None:
            return redirect("events_my:registration", held.reference)
        return _form(request, context, new_claim(course, request.user, now=now))
    claim = new_claim(course, request.user, now=now, data=request.POST)
    if not claim.is_valid():
        return _form(request, claim_context(course, request), claim, status=422)
    action = request.POST.get("action")
    verb = registrations.join_waiting_list if action == "wait" else registrations.register
    try:
        if action != "wait":
            places = 0 if action == "alone" else len(claim.children)
            registrations.look(course, person=request.user, places=places, now=now)
        registration = do_claim(
            partial(verb, course, person=request.user, answers=claim.answers),
            person=request.user,
            now=now,
            children=[] if action == "alone" else claim.children,
            has_agreed=claim.has_agreed,
        )
    except AlreadyRegistered as refusal:
        return _to_own_registration(request, course, refusal)
    except Refusal as refusal:
        course.refresh_from_db(fields=WHAT_COUNTS)
        if isinstance(refusal, ConsentNeeded):
            # The forms made anew ask for what the first ones had no need to ask.
            claim = new_claim(course, request.user, now=now, data=request.POST)
            claim.is_valid()
        return _form(request, claim_context(course, request), claim, refusal=refusal, status=409)
    return redirect("events_my:registration", registration.reference)


def _form(
    request: HttpRequest,
    context: dict[str, Any],
    claim: Claim,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    now, course = context["box"].now, context["course"]
    # Whoever comes too late and has typed nothing is told so, not asked.
    is_asked = claim.forms and (request.method == "POST" or context["box"].is_open)
    asks = claim.children_form is not None and "agrees" in claim.children_form.fields
    return render(
        request,
        "events/register.html",
        {
            **context,
            "claim": claim if is_asked else None,
            "refusal": refusal,
            "can_go_alone": refusal is not None and refusal.code == "childcare_full",
            "ages": ages_in_words(course, now=now),
            "consent_text": consent_text(request.user, now) if asks else None,
        },
        status=status,
    )


def _to_own_registration(request: HttpRequest, course: Course, refusal: Refusal) -> HttpResponse:
    messages.info(request, str(refusal))
    held = queries.live_registration(course, request.user)
    if held is None:
        return redirect(course)
    return redirect("events_my:registration", held.reference)


def _visible_course(request: HttpRequest, slug: str) -> Course:
    found: Any = Course.objects.select_related("category", "venue")
    course: Course = get_object_or_404(found, slug=slug)
    if not can_see_course(request.user, course):
        raise Http404
    return course
