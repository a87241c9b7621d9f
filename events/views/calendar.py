"""A month of sessions as a real table, which a phone shows as a list of days."""

import calendar as months
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.freshness import bound_to_clock
from events.links import course_links
from events.models import Category, CourseState, Session
from events.queries import sessions_between
from events.rows import seats_in_words

YEARS = range(2012, 2100)


@require_safe
def this_month(request: HttpRequest) -> HttpResponse:
    """Show the month of today."""
    today = timezone.localdate()
    return month(request, today.year, today.month)


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show one month; ``?category=<slug>`` narrows it. 404 beyond the years kept."""
    if year not in YEARS or not 1 <= month <= 12:  # noqa: PLR2004 - December
        raise Http404
    first = date(year, month, 1)
    weeks = months.Calendar(firstweekday=months.SUNDAY).monthdatescalendar(year, month)
    categories = list(Category.objects.all())
    chosen = next((item for item in categories if item.slug == request.GET.get("category")), None)
    sessions = sessions_between(weeks[0][0], weeks[-1][-1])
    if chosen:
        sessions = sessions.filter(course__category=chosen)
    by_day = _by_day(request, list(sessions))
    today = timezone.localdate()
    return render(
        request,
        "events/calendar.html",
        {
            "first": first,
            "weeks": [
                [
                    {
                        "day": day,
                        "is_other": day.month != month,
                        "is_today": day == today,
                        "is_sunday": day.weekday() == months.SUNDAY,
                        "entries": by_day.get(day, []),
                    }
                    for day in week
                ]
                for week in weeks
            ],
            "weekdays": weeks[0],
            "previous": _neighbour(year, month, -1),
            "next": _neighbour(year, month, 1),
            "is_empty": not any(day in by_day for week in weeks for day in week),
            "categories": categories,
            "chosen": chosen,
        },
    )


def _by_day(request: HttpRequest, sessions: list[Session]) -> dict[date, list[dict[str, object]]]:
    now = timezone.now()
    links = course_links(
        {session.course_id: session.course for session in sessions}.values(), request
    )
    bound_to_clock(request, [session.course for session in sessions])
    found: dict[date, list[dict[str, object]]] = {}
    for session in sessions:
        state = session.course.state_at(now)
        off = session.is_cancelled or state is CourseState.CANCELLED
        found.setdefault(timezone.localdate(session.starts_at), []).append(
            {
                "title": str(session.course.title_text),
                "href": links[session.course_id],
                "starts_at": session.starts_at,
                "colour": session.course.category.colour,
                "is_off": off,
                "is_full": state is CourseState.FULL and not off,
                "seats": ""
                if off or session.ends_at <= now or not session.course.takes_registrations
                else seats_in_words(session.course, state),
            }
        )
    return found


def _neighbour(year: int, month: int, step: int) -> date | None:
    index = year * 12 + month - 1 + step
    found = date(index // 12, index % 12 + 1, 1)
    return found if found.year in YEARS else None
