"""The calendar of classes: a month or a week as a real table, a day or a month as a list."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.agenda import (
    YEARS,
    CalendarFilter,
    Day,
    days_between,
    is_empty,
    is_far,
    kept,
    neighbour,
    weeks_of,
)
from events.models import Category

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
WEEK_MOST = 12
"""Sessions a day of a week shows before it is folded as in a month."""


@require_safe
def this_month(request: HttpRequest) -> HttpResponse:
    """Show the month of today."""
    today = timezone.localdate()
    return month(request, today.year, today.month)


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show one month; the query narrows it (``CalendarFilter``). 404 beyond the years kept."""
    first = _day(year, month, 1)
    weeks = weeks_of(year, month)
    chosen = CalendarFilter(request.GET or None)
    days = days_between(request, weeks[0][0], weeks[-1][-1], chosen)
    for day in days.values():
        day.is_other = day.day.month != month
    return _page(
        request,
        "month",
        first,
        chosen,
        {
            "first": first,
            "weeks": [[days[day] for day in week] for week in weeks],
            "weekdays": weeks[0],
            "previous": neighbour(first, -1),
            "next": neighbour(first, 1),
            "is_empty": is_empty(days.values()),
        },
    )


@require_safe
def month_list(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show one month as a list of the days on which something takes place."""
    first = _day(year, month, 1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    chosen = CalendarFilter(request.GET or None)
    days = days_between(request, first, last, chosen)
    return _page(
        request,
        "list",
        first,
        chosen,
        {
            "first": first,
            "days": [day for day in days.values() if day.all or day.closed],
            "previous": neighbour(first, -1),
            "next": neighbour(first, 1),
            "is_empty": is_empty(days.values()),
        },
    )


@require_safe
def week(request: HttpRequest, year: int, week: int) -> HttpResponse:
    """Show the ISO week ``week`` of ``year``, Monday to Sunday."""
    try:
        first = date.fromisocalendar(year if year in YEARS else 0, week, 1)
    except (ValueError, OverflowError):
        raise Http404 from None
    chosen = CalendarFilter(request.GET or None)
    days = list(days_between(request, first, first + 6 * DAY, chosen).values())
    for day in days:
        day.is_folded = len(day.all) > WEEK_MOST
    return _page(
        request,
        "week",
        first,
        chosen,
        {
            "first": first,
            "last": first + 6 * DAY,
            "number": week,
            "weeks": [days],
            "weekdays": [day.day for day in days],
            "previous": kept(first - WEEK),
            "next": kept(first + WEEK),
            "is_empty": is_empty(days),
        },
    )


@require_safe
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """Show everything of one day."""
    first = _day(year, month, day)
    chosen = CalendarFilter(request.GET or None)
    days = days_between(request, first, first, chosen)
    return _page(
        request,
        "day",
        first,
        chosen,
        {
            "first": first,
            "days": list(days.values()),
            "previous": kept(first - DAY),
            "next": kept(first + DAY),
            "is_empty": is_empty(days.values()),
        },
    )


def _page(
    request: HttpRequest,
    view: str,
    first: date,
    chosen: CalendarFilter,
    context: dict[str, Any],
) -> HttpResponse:
    """Render one of the views with what stands around all of them."""
    shown = chosen.chosen
    query = chosen.query
    response = render(
        request,
        "events/calendar.html",
        {
            **context,
            "view": view,
            "views": _views(view, _about(first, context), query),
            "previous_href": _href(view, context["previous"], query),
            "next_href": _href(view, context["next"], query),
            "today_href": _href(view, timezone.localdate(), query),
            "query": query,
            "form": chosen,
            "categories": list(Category.objects.all()),
            "chosen": shown.get("category"),
            "is_narrowed": bool(shown.keys() - {"category"}),
            "here_href": _href(view, first, ""),
        },
    )
    # The same days in other clothes, or days nobody asks for: search engines have the month.
    if query or view != "month" or is_far(first):
        response["X-Robots-Tag"] = "noindex"
    return response


def _about(first: date, context: dict[str, Any]) -> date:
    """Return the day the other views should open at: today where it is among those shown."""
    today = timezone.localdate()
    shown: list[Day] = (
        context["days"]
        if "days" in context
        else [day for week in context["weeks"] for day in week if not day.is_other]
    )
    return today if any(day.day == today for day in shown) else first


def _views(view: str, day: date, query: str) -> list[dict[str, Any]]:
    labels = {"month": _("Month"), "week": _("Week"), "list": _("List of the month")}
    return [
        {"label": label, "url": _href(name, day, query), "current": name == view}
        for name, label in labels.items()
    ]


def _href(view: str, day: date | None, query: str) -> str:
    if day is None:
        return ""
    year, week, _weekday = day.isocalendar()
    arguments = {
        "month": ("events:month", day.year, day.month),
        "list": ("events:month_list", day.year, day.month),
        "week": ("events:week", year, week),
        "day": ("events:day", day.year, day.month, day.day),
    }
    name, *values = arguments[view]
    return reverse(str(name), args=values) + query


def _day(year: int, month: int, day: int) -> date:
    """Return the day; raises Http404 for what is none or beyond the years kept."""
    if year not in YEARS:
        raise Http404
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise Http404 from None
