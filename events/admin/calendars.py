"""The screen "Calendars": one's own staff calendar, and the classes on other people's sites."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from cms.admin.menu import PermittedMenuItem
from cms.calendars.subscribing import ways
from cms.mail.links import absolute
from cms.ratelimits import limited
from events.domain.staff_calendar import renew_staff_calendar, revoke_staff_calendar
from events.models import Category, Series, StaffCalendar
from events.rules import MANAGE_COURSES, can_read_staff_calendar
from plugins.api import CalendarAddress

INDEX = "class-calendars:index"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the secret address, if there is one, and what to paste into another site."""
    _demand(request)
    calendar = StaffCalendar.objects.filter(person=request.user).first()
    shown = None
    if calendar is not None:
        address = CalendarAddress(
            label=_("Classes with numbers"),
            path=reverse("events_feeds:staff", args=[calendar.token]),
        )
        shown = ways(request, address)
    return render(
        request,
        "events/admin/calendars.html",
        {
            "calendar": calendar,
            "address": shown,
            "embed": _embeds(),
            "script": absolute(f"{settings.STATIC_URL}events/embed-host.js"),
            "json": absolute(reverse("events_feeds:json")),
            "categories": Category.objects.all(),
            "series": Series.objects.all(),
            "header_title": _("Calendars"),
            "header_icon": "calendar-alt",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": "", "label": _("Calendars")},
            ],
        },
    )


@require_POST
@limited("events.staff_calendar", limit=10)
def renew(request: HttpRequest) -> HttpResponse:
    """Make an address, the first or another."""
    _demand(request)
    renew_staff_calendar(request.user, by=request.user, now=timezone.now())
    messages.success(request, _("Here is your address. One made before no longer works."))
    return redirect(INDEX)


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Take the address away."""
    _demand(request)
    if revoke_staff_calendar(request.user, by=request.user):
        messages.success(request, _("The address is gone; it opens nothing any more."))
    return redirect(INDEX)


def _demand(request: HttpRequest) -> None:
    if not can_read_staff_calendar(request.user):
        raise PermissionDenied


def _embeds() -> list[dict[str, str]]:
    found = []
    for language, label in (("ko", "한국어"), ("en", "English")):
        with override(language):
            address, title = absolute(reverse("events_embed:classes")), _("Coming classes")
        found.append({"language": language, "label": label, "url": address, "title": title})
    return found


class CalendarsViewSet(ViewSet):
    """One screen and its two buttons."""

    name = "class-calendars"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Calendars")

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return PermittedMenuItem(
            self.menu_label,
            self.menu_url,
            name=self.menu_name,
            icon_name=self.menu_icon,
            order=order or self.menu_order,
            permission=MANAGE_COURSES,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        screens: list[tuple[str, Any, str]] = [
            ("", index, "index"),
            ("address/", renew, "renew"),
            ("address/revoke/", revoke, "revoke"),
        ]
        return [path(route, view, name=name) for route, view, name in screens]
