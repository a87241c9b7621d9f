"""What a ticket's QR code opens, and the code itself.

The address says nothing of anybody: staff at the door are led to the list, the person to
their registration once signed in, and whoever else reads the same few words, whether there
is such a ticket or not.
"""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.domain.attendance import DOOR_OPENS
from events.models import Registration, Session
from events.qr import svg_of, ticket_address
from events.rules import can_check_in, can_see_registration


@never_cache
@require_safe
def ticket(request: HttpRequest, ticket: str) -> HttpResponse:
    """Lead whom it concerns on; tell anybody else to show the code at the door."""
    found = None
    if request.user.is_authenticated:
        found = Registration.objects.filter(ticket=ticket).first()
    if found is not None and can_see_registration(request.user, found):
        return redirect("events_my:registration", found.reference)
    if found is not None and can_check_in(request.user):
        if session := session_now(found, timezone.now()):
            address = reverse("events_door:door", args=[session.pk])
            return redirect(f"{address}?{urlencode({'r': found.pk})}")
        return redirect("events_door:sessions")
    response = render(request, "events/ticket.html")
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@require_safe
def code(request: HttpRequest, reference: str) -> HttpResponse:
    """Return the QR code of one's own ticket as a picture."""
    found = get_object_or_404(Registration, reference=reference)
    if not can_see_registration(request.user, found) or not found.is_confirmed:
        raise Http404
    response = HttpResponse(svg_of(ticket_address(found)), content_type="image/svg+xml")
    response["Cache-Control"] = "private, no-store"
    return response


def session_now(registration: Registration, now: datetime) -> Session | None:
    """Return the session whose door is open at ``now``, else None."""
    return (
        Session.objects.filter(
            course_id=registration.course_id,
            status=Session.Status.SCHEDULED,
            starts_at__lte=now + DOOR_OPENS,
            ends_at__gt=now - DOOR_OPENS,
        )
        .order_by("starts_at")
        .first()
    )
