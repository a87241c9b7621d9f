"""A seat that is offered: one page, two buttons."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.domain import offers
from events.domain.refusals import Refusal
from events.rows import session_lines, short_moment
from events.views.mine import own_registration


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask whether the seat is wanted (GET), and hear it (POST ``answer=take`` or ``leave``)."""
    found = own_registration(request, reference)
    now = timezone.now()
    if request.method == "POST":
        try:
            if request.POST.get("answer") == "leave":
                offers.decline(found, by=request.user, now=now)
                messages.success(request, _("The seat goes to the next person. Thank you."))
            else:
                offers.accept(found, by=request.user, now=now)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return redirect("events_my:registration", found.reference)
    if not offers.is_open(found, now):
        return redirect("events_my:registration", found.reference)
    sessions = list(found.course.sessions.select_related("venue"))
    return render(
        request,
        "events/offer.html",
        {
            "registration": found,
            "course": found.course,
            "sessions": session_lines(sessions, found.course),
            "ends": short_moment(found.offer_expires_at),
        },
    )
