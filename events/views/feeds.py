"""One category or one course as a calendar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import override

from cms.calendars.feeds import feed_response
from events.feeds import CourseFeed, category_feed
from events.models import Category
from events.queries import seen_courses


def category(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with all public sessions of a category."""
    found = get_object_or_404(Category, slug=slug)
    with override("ko"):
        return feed_response(request, category_feed(found), name=str(found), colour=found.colour)


def course(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the sessions of one course."""
    found = get_object_or_404(seen_courses(), slug=slug)
    with override("ko"):
        return feed_response(request, CourseFeed(found), name=str(found))
