"""The secret address at which a person's own calendar program reads their dates."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cms.ratelimits import limited
from members.domain import people
from members.views.answers import private, tried


@dataclass(frozen=True, slots=True)
class CalendarAddresses:
    """One calendar, as each program wants to be told of it."""

    https: str
    webcal: str
    google: str
    outlook: str


def addresses(request: HttpRequest) -> CalendarAddresses:
    """Return the addresses of the signed-in person's calendar."""
    https = request.build_absolute_uri(f"/calendar/{request.user.calendar_token}.ics")
    webcal = "webcal:" + https.partition(":")[2]
    name = _("My classes and dates")
    return CalendarAddresses(
        https=https,
        webcal=webcal,
        google=f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        outlook="https://outlook.live.com/calendar/0/addfromweb?"
        + urlencode({"url": https, "name": name}),
    )


@private
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the address and how to subscribe."""
    return render(
        request, "members/calendar.html", {"calendar": addresses(request), "tab": "calendar"}
    )


@private
@limited("calendar.renew", limit=10)
def renew(request: HttpRequest) -> HttpResponse:
    """Ask, then make a new address; every program that knew the old one loses it."""
    if request.method != "POST":
        return render(request, "members/calendar_renew.html", {"tab": "calendar"})
    tried(
        request,
        lambda: people.renew_calendar_address(request.user, by=request.user),
        done=_("You have a new calendar address. Subscribe to it again in your programs."),
    )
    return redirect("members:calendar")
