"""The staff dashboard's card of outreach requests: what waits for the centre."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.templatetags.design import day
from events.models import OutreachRequest

LISTED = 6
WAITING = (OutreachRequest.State.RECEIVED, OutreachRequest.State.IN_TRIAGE)


def outreach_requests(_request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the requests that wait for a date, the oldest first; no card without any."""
    waiting = OutreachRequest.objects.filter(state__in=WAITING)
    found = list(waiting.order_by("created_at")[: LISTED + 1])
    if not found:
        return None
    return {
        "title": _("Classes asked for"),
        "icon": "mail",
        "tone": "warning",
        "number": len(found) if len(found) <= LISTED else waiting.count(),
        "rows": [
            {
                "label": one.organisation,
                "url": reverse("outreach:request", args=[one.pk]),
                "note": f"{one.get_state_display()} · {day(one.created_at)}",
            }
            for one in found[:LISTED]
        ],
        "action_label": _("All requests"),
        "action_url": reverse("outreach:index"),
    }
