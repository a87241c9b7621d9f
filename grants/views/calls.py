"""Public pages: the list of calls, one call, its questions, its deadline for a calendar."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from cms.calendars.feeds import feed_response
from cms.pagecache import until
from grants import rules
from grants.models import Application, Call, CallState
from grants.queries import DeadlineFeed, current_calls, selected_by_district, with_pages


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the calls: those one can apply to or soon can, then the past ones."""
    return render(
        request,
        "grants/calls.html",
        {
            "current": with_pages(current_calls()),
            "past": with_pages(Call.objects.past()),
        },
    )


@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one call, or lead to the page that tells of it."""
    found = _call(request, slug)
    url = with_pages([found])[0].url
    if url != request.path:
        return redirect(url)
    return render(request, "grants/call.html", call_context(found, request.user))


@require_safe
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every question on one page, to read beforehand or to print."""
    found = _call(request, slug)
    return render(
        request, "grants/questions.html", {"call": found, "sections": found.form.sections}
    )


@require_safe
def deadline(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the deadline as a calendar of one event."""
    found = _call(request, slug)
    feed = DeadlineFeed(Call.objects.filter(pk=found.pk))
    return feed_response(request, feed, name=slugify(found.slug) or "deadline")


def _call(request: HttpRequest, slug: str) -> Call:
    found = get_object_or_404(Call, slug=slug)
    if not rules.may_see_call(request.user, found):
        raise Http404
    return found


def call_context(found: Call, user: Any) -> dict[str, Any]:
    """Return what the page of a call shows, with or without a CallPage around it."""
    state = found.state
    until(None, found.opens_at, found.closes_at, found.decided_at)
    mine = (
        list(Application.objects.of(user).live().filter(call=found).select_related("community"))
        if user.is_authenticated
        else []
    )
    return {
        "call": found,
        "state": state,
        "criteria": list(found.criteria.all()),
        "steps": [section for section in found.form.sections if section.title],
        "mine": mine,
        "results": selected_by_district(found) if state == CallState.DECIDED else [],
    }
