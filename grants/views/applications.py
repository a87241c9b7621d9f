"""A member's applications: the list, beginning one, its overview, its print."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.questions.rendering import answered
from cms.ratelimits import limited
from grants import rules
from grants.cards import described
from grants.domain import eligibility
from grants.domain.applications import open_draft
from grants.domain.refusals import Refusal
from grants.models import Application, Call, SectionSave
from grants.queries import with_pages
from grants.views.access import apply_context, own_application, section_url
from members.models import Community


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the applications of all the member's communities."""
    applications = (
        Application.objects.of(request.user)
        .select_related("call", "community")
        .order_by("-call__closes_at", "-pk")
    )
    return render(
        request,
        "grants/applications.html",
        {
            "applications": [described(application) for application in applications],
            "open_calls": with_pages(Call.objects.open().order_by("closes_at", "pk")),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("grants.start", limit=20)
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Check who may apply, community by community, and begin."""
    call = get_object_or_404(Call, slug=slug)
    if not rules.may_see_call(request.user, call):
        raise Http404
    communities = list(Community.objects.of(request.user).order_by("name", "pk"))
    refusal = None
    if request.method == "POST":
        chosen = request.POST.get("community", "")
        community = next((one for one in communities if str(one.pk) == chosen), None)
        if community is not None:
            try:
                application = open_draft(call, community, by=request.user)
            except Refusal as error:
                refusal = error
            else:
                first = application.form.sections[:1]
                return redirect(section_url(application, first[0].key) if first else application)
    begun = {
        application.community_id: application
        for application in Application.objects.live().filter(call=call, community__in=communities)
    }
    offers: list[dict[str, Any]] = [
        {
            "community": community,
            "application": begun.get(community.pk),
            "checks": eligibility.check(call, community),
            "may_submit": rules.may_apply_for(request.user, community),
        }
        for community in communities
    ]
    for offer in offers:
        offer["is_eligible"] = not any(check.is_missed for check in offer["checks"])
    return render(
        request,
        "grants/start.html",
        {
            "call": with_pages([call])[0],
            "offers": offers,
            "refusal": refusal,
            "rules": eligibility.words(call),
        },
        status=409 if refusal else 200,
    )


@never_cache
@require_safe
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where an application stands and what can be done with it."""
    found = own_application(request, pk)
    context = apply_context(found)
    saves = {
        save.section: save
        for save in SectionSave.objects.filter(application=found).select_related("saved_by")
    }
    sections = [
        {
            "section": section,
            "url": section_url(found, section.key),
            "save": saves.get(section.key),
            "missing": sum(1 for one in section.questions if one.key in context["problems"]),
        }
        for section in found.form.sections
    ]
    submission = found.submission
    context.update(
        sections=sections,
        next_section=next((part for part in sections if part["missing"]), None),
        described=described(found),
        submission=submission,
        answered=answered(submission.form, submission.answers) if submission else [],
        may_submit=rules.may_submit(request.user, found),
    )
    return render(request, "grants/application.html", context)


@never_cache
@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an application for printing: what was submitted, else what is written so far."""
    found = own_application(request, pk)
    submission = found.submission
    is_submitted = submission is not None and request.GET.get("draft") is None
    form, answers = (
        (submission.form, submission.answers)
        if submission is not None and is_submitted
        else (found.form, found.answers)
    )
    return render(
        request,
        "grants/print.html",
        {
            "application": found,
            "call": found.call,
            "community": found.community,
            "submission": submission if is_submitted else None,
            "answered": answered(form, answers),
        },
    )
