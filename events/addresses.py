"""The public feeds one may subscribe to, each with the page that explains how."""

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models import Category, Course, Series, Venue
from events.queries import seen_courses
from plugins.api import CalendarAddress

_SHOWN = Q(courses__status=Course.Status.PUBLISHED, courses__is_listed=True)
_HELD = Q(sessions__course__status=Course.Status.PUBLISHED, sessions__course__is_listed=True)


def address_of(kind: str, key: Any, label: Any, colour: str = "") -> CalendarAddress:
    """Return the address of one feed; ``key`` is what stands in its address."""
    groups = {"category": _("By subject"), "series": _("By series"), "venue": _("By place")}
    return CalendarAddress(
        label=str(label),
        path=reverse(f"events_feeds:{kind}", args=[key]),
        colour=colour,
        group=groups.get(kind, ""),
        page=reverse("events:subscribe", args=[kind, key]),
    )


def all_addresses() -> list[CalendarAddress]:
    """Return the feeds of categories, series and venues that have something public."""
    return [
        *(
            address_of("category", one.slug, one, one.colour)
            for one in Category.objects.filter(_SHOWN).distinct()
        ),
        *(address_of("series", one.slug, one) for one in Series.objects.filter(_SHOWN).distinct()),
        *(
            address_of("venue", one.pk, one)
            for one in Venue.objects.filter(_SHOWN | _HELD).distinct()
        ),
    ]


def address_for(kind: str, key: str) -> CalendarAddress:
    """Return the feed a page of its own explains; raises Http404 for what there is not."""
    if kind == "course":
        course = seen_courses().filter(slug=key).first()
        found: Any = course and address_of(kind, course.slug, course, course.category.colour)
    elif kind == "category":
        category = Category.objects.filter(slug=key).first()
        found = category and address_of(kind, category.slug, category, category.colour)
    elif kind == "series":
        series = Series.objects.filter(slug=key).first()
        found = series and address_of(kind, series.slug, series)
    else:
        venue = Venue.objects.filter(pk=int(key)).first() if key.isdecimal() else None
        found = venue and address_of(kind, venue.pk, venue)
    if not found:
        raise Http404
    return found
