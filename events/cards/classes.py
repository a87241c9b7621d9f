"""What other screens show of classes: the member's page, the staff dashboard."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.templatetags.design import clock
from events import queries
from events.decisions import decisions
from events.models import Course, Session
from events.rows import my_row, seats_in_words
from events.rules import can_manage_courses

SHOWN = 3
LISTED = 6
NEARLY = 0.9


def to_decide(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return how many decisions wait, the most pressing first, and the way to the board."""
    if not can_manage_courses(request.user):
        return None
    found = decisions(timezone.now())
    if not found:
        return None
    return {
        "title": _("To decide about classes"),
        "icon": "list-ul",
        "tone": "danger" if found[0].tone == "danger" else "",
        "number": len(found),
        "rows": [{"label": one.course, "url": one.url, "note": one.what} for one in found[:SHOWN]],
        "action_label": _("Open the board"),
        "action_url": reverse("classes-board:index"),
    }


def my_classes(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the member's next registrations."""
    now = timezone.now()
    found = list(queries.my_coming(request.user, now)[: SHOWN + 1])
    positions = queries.queue_positions(found)
    return {
        "rows": [
            my_row(item, now=now, position=positions.get(item.pk, 0)) for item in found[:SHOWN]
        ],
        "has_more": len(found) > SHOWN,
    }


def todays_sessions(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return what takes place today."""
    if not can_manage_courses(request.user):
        return None
    today = timezone.localdate()
    found = list(
        queries.sessions_between(today, today, private=True).filter(
            status=Session.Status.SCHEDULED, course__status=Course.Status.PUBLISHED
        )[:LISTED]
    )
    return {
        "title": _("Classes today"),
        "icon": "date",
        "number": len(found),
        "text": "" if found else _("No class takes place today."),
        "rows": [
            {
                "label": f"{clock(session.starts_at)} {session.course.title_text}",
                "url": _overview(session.course),
                "note": session.place_text,
                "value": session.course.taken,
                "maximum": session.course.capacity,
            }
            for session in found
        ],
        "action_label": _("All courses"),
        "action_url": reverse("courses:index"),
    }


def nearly_full(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the courses whose last seats are going, or that people wait for."""
    if not can_manage_courses(request.user):
        return None
    now = timezone.now()
    found = list(
        _before_start(now)
        .filter(
            Q(waiting__gt=0) | Q(taken__gte=F("capacity") * NEARLY), registration_closes_at__gt=now
        )
        .order_by("starts_at")[:LISTED]
    )
    return _seats_card(_("Full or nearly full"), "warning", "group", found, now)


def _before_start(now: datetime) -> QuerySet[Course]:
    return Course.objects.filter(
        status=Course.Status.PUBLISHED, takes_registrations=True, starts_at__gt=now
    )


def _seats_card(
    title: str, tone: str, icon: str, courses: list[Course], now: datetime
) -> Mapping[str, Any] | None:
    if not courses:
        return None
    return {
        "title": title,
        "tone": tone,
        "icon": icon,
        "number": len(courses),
        "rows": [
            {
                "label": str(course.title_text),
                "url": _overview(course),
                "note": seats_in_words(course, course.state_at(now)),
                "value": course.taken,
                "maximum": course.capacity,
            }
            for course in courses
        ],
    }


def _overview(course: Course) -> str:
    return reverse("courses:overview", args=[course.pk])
