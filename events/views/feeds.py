"""One category, series, venue or course as a calendar, and the calendar of the staff."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cms.calendars.feeds import feed_response
from cms.calendars.views import no_such_calendar
from events.domain.staff_calendar import reader_of
from events.feeds import CourseFeed, category_feed, series_feed, venue_feed
from events.models import Category, Series, Venue
from events.queries import seen_courses
from events.rules import can_read_staff_calendar
from events.staff_feed import StaffFeed


def category(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with all public sessions of a category."""
    found = get_object_or_404(Category, slug=slug)
    with override("ko"):
        return feed_response(request, category_feed(found), name=str(found), colour=found.colour)


def series(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with all public sessions of a series."""
    found = get_object_or_404(Series, slug=slug)
    with override("ko"):
        return feed_response(request, series_feed(found), name=str(found))


def venue(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with all public sessions at a venue."""
    found = get_object_or_404(Venue, pk=pk)
    with override("ko"):
        return feed_response(request, venue_feed(found), name=str(found))


def course(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the sessions of one course, listed or not: whoever has its link may."""
    found = get_object_or_404(seen_courses(), slug=slug)
    with override("ko"):
        return feed_response(
            request,
            CourseFeed(found),
            name=str(found),
            colour=found.category.colour,
            noindex=not found.is_listed,
        )


@require_safe
def staff(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with every session and its numbers, while the secret's person may plan courses."""
    reader = reader_of(token)
    if reader is None or not can_read_staff_calendar(reader):
        return no_such_calendar(request)
    with override("ko"):
        name = _("%(site)s: classes with numbers") % {"site": settings.WAGTAIL_SITE_NAME}
        return feed_response(request, StaffFeed(), name=name, noindex=True)
