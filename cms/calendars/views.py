"""The public calendar, a member's own, and the page that tells how to subscribe."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.calendars import sources
from cms.calendars.feeds import feed_response
from cms.calendars.subscribing import grouped, ways
from cms.calendars.tokens import holder, renew
from cms.ratelimits import allowed, limited
from plugins.api import CalendarAddress

GUESSES = 30
"""Unknown secrets one client may try in a minute before it is asked to wait."""


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """Answer with everything public."""
    return feed_response(
        request, sources.public_feed(), name=sources.public_name(), colour=sources.COLOUR
    )


@require_safe
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the dates of whoever the secret belongs to; without one, always the same 404."""
    user = holder(token)
    if user is not None:
        feed = sources.personal_feed(user)
        return feed_response(
            request, feed, name=sources.personal_name(), colour=sources.COLOUR, noindex=True
        )
    return no_such_calendar(request)


def no_such_calendar(request: HttpRequest) -> HttpResponse:
    """Answer a secret nobody holds: always the same 404, and 429 to whoever tries many."""
    if allowed(request, "calendar-token", limit=GUESSES, seconds=60):
        status, text = 404, "There is no such calendar.\n"
    else:
        status, text = 429, "Too many attempts. Please wait a minute.\n"
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    if status == 429:  # noqa: PLR2004 - Too Many Requests
        response["Retry-After"] = "60"
    return response


@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    """Explain how to have the calendar in Google, Apple, Outlook and Naver."""
    whole = ways(
        request,
        CalendarAddress(label=sources.public_name(), path=reverse("calendar_feed")),
    )
    groups = grouped([ways(request, item) for item in sources.public_addresses()])
    mine = None
    if request.user.is_authenticated:
        path = reverse("personal_calendar_feed", args=[request.user.calendar_token])
        mine = ways(request, CalendarAddress(label=sources.personal_name(), path=path))
    trail = [
        {"label": _("Home"), "url": reverse("wagtail_serve", args=[""])},
        {"label": _("Subscribe to the calendar")},
    ]
    context = {"whole": whole, "groups": groups, "mine": mine, "trail": trail}
    response = render(request, "calendars/subscribe.html", context)
    if mine:
        response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
@limited("calendar.renew", limit=10)
def new_address(request: HttpRequest) -> HttpResponse:
    """Give the signed-in member a new secret address."""
    renew(request.user, by=request.user)
    messages.success(
        request,
        _("Your calendar has a new address. The old one no longer works; subscribe again."),
    )
    return redirect("calendar_subscribe")
