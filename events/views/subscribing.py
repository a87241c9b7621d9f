"""How to have one feed in one's own calendar program."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.calendars.subscribing import subscribing_page
from events.addresses import address_for


@require_safe
def subscribe(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Explain subscribing to one category, series, venue or course."""
    address = address_for(kind, key)
    above = {"label": _("Classes"), "url": reverse("events:list")}
    response = subscribing_page(request, address, above=above)
    if kind == "course":
        response["X-Robots-Tag"] = "noindex"
    return response
