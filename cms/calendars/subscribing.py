"""One feed's ways into the calendar programs people use, and the page that explains them.

The links are those the programs' own makers document or have kept working for many years;
each program is also explained by hand, since a link says nothing when it fails.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from plugins.api import CalendarAddress

_OUTLOOK = "https://outlook.{home}.com/calendar/0/addfromweb?"


def ways(request: HttpRequest, address: CalendarAddress) -> dict[str, Any]:
    """Return what ``calendars/address.html`` shows of a feed."""
    url = request.build_absolute_uri(address.path)
    webcal = f"webcal://{url.partition('://')[2]}"
    outlook = urlencode({"url": url, "name": str(address.label)}, quote_via=quote)
    return {
        "label": address.label,
        "url": url,
        "path": address.path,
        "webcal": webcal,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        "outlook": _OUTLOOK.format(home="live") + outlook,
        "office": _OUTLOOK.format(home="office") + outlook,
        "colour": address.colour,
        "group": address.group,
        "page": address.page,
    }


def grouped(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the feeds under their headings, ``[{label, feeds}]``, in the order they come."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        groups.setdefault(str(one["group"]), []).append(one)
    return [{"label": label, "feeds": feeds} for label, feeds in groups.items()]


def subscribing_page(
    request: HttpRequest, address: CalendarAddress, *, above: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Answer with the page of one feed; ``above`` is what the trail leads back to."""
    trail = [
        {"label": _("Home"), "url": reverse("wagtail_serve", args=[""])},
        *([above] if above else []),
        {"label": _("Subscribe to the calendar"), "url": reverse("calendar_subscribe")},
        {"label": str(address.label)},
    ]
    context = {"address": ways(request, address), "trail": trail}
    return render(request, "calendars/subscribe_one.html", context)
