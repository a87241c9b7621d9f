"""A course, and the next courses, with everything their templates show to one reader."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from events import queries
from events.freshness import bound_to_clock
from events.links import course_links, with_pages
from events.models import Course, Session
from events.recurrence import rule_in_words
from events.rows import SeatBox, course_row, course_tags, session_lines
from events.showing.after import materials_of_page
from events.structured import course_as_json_ld

SIMILAR = 3


def claim_context(course: Course, request: HttpRequest) -> dict[str, Any]:
    """Return what a page shows on which this reader registers now: when, where and the box."""
    return _claim_context(course, request, list(course.sessions.select_related("venue")))


def course_context(course: Course, request: HttpRequest) -> dict[str, Any]:
    """Return everything the course templates show to this reader now."""
    sessions = list(course.sessions.select_related("venue"))
    claimed = _claim_context(course, request, sessions)
    now, state = claimed["box"].now, claimed["box"].state
    similar = list(
        with_pages(queries.upcoming_courses(now))
        .filter(category_id=course.category_id)
        .exclude(pk=course.pk)[:SIMILAR]
    )
    links = course_links(similar, request)
    bound_to_clock(request, [course, *similar])
    return claimed | {
        "tags": course_tags(course, state),
        "recurrence": rule_in_words(course.recurrence),
        "structured": course_as_json_ld(course, sessions, state, get_language() or "ko"),
        "materials": materials_of_page(course, request),
        "similar": [course_row(item, now=now, href=links[item.pk]) for item in similar],
    }


def _claim_context(course: Course, request: HttpRequest, sessions: list[Session]) -> dict[str, Any]:
    now = timezone.now()
    held = queries.live_registration(course, request.user)
    return {
        "course": course,
        "sessions": session_lines(sessions, course),
        "box": SeatBox(
            course=course,
            state=course.state_at(now),
            registration=held,
            position=queries.queue_position(held) if held and held.is_waiting else 0,
            is_signed_in=request.user.is_authenticated,
            now=now,
        ),
    }


def upcoming_rows(
    request: HttpRequest | None, count: int, category_id: int | None = None
) -> list[dict[str, Any]]:
    """Return rows of the next courses, for pages and blocks."""
    now = timezone.now()
    courses = with_pages(queries.upcoming_courses(now))
    if category_id:
        courses = courses.filter(category_id=category_id)
    shown = list(courses[:count])
    links = course_links(shown, request)
    bound_to_clock(request, shown)
    return [course_row(course, now=now, href=links[course.pk]) for course in shown]
