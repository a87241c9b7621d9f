"""The part "After the class" of a registration's page, and the handouts of a course's page."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cms.pagecache.freshness import until
from events import queries
from events.domain.certificates import latest_of
from events.entitlements import (
    audiences_of,
    earned_certificate,
    gives_certificates,
    is_over,
    shown_to,
)
from events.models import Course, Material, Registration, Survey, SurveyTicket
from events.models.session import Session


def after_section(registration: Registration, now: datetime) -> dict[str, Any] | None:
    """Return certificate, survey and materials of a seat, or None where there is nothing to say."""
    course = registration.course
    if not registration.is_confirmed or course.status != Course.Status.PUBLISHED:
        return None
    share = queries.attended_share(registration, now)
    section = {
        "registration": registration,
        "is_over": is_over(course, now),
        "over_at": course.ends_at,
        "share": share,
        "certificate": _certificate(registration, share, now),
        "survey": _survey(registration, share, now),
        "materials": material_rows(
            shown_to(audiences_of(registration, now), course.materials.select_related("session")),
            now,
        ),
        "has_more_for_attendees": share == 0
        and course.materials.filter(audience=Material.Audience.ATTENDEES).exists(),
    }
    parts = ("certificate", "survey", "materials", "has_more_for_attendees")
    return section if any(section[name] for name in parts) else None


def materials_of_page(course: Course, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the handouts that everyone may have; the page is kept until the next one is due."""
    now = timezone.now()
    found = list(
        course.materials.filter(audience=Material.Audience.EVERYONE).select_related("session")
    )
    until(request, *(one.available_from for one in found))
    return [row for row in material_rows(found, now) if row["is_available"]]


def material_rows(materials: list[Material], now: datetime) -> list[dict[str, Any]]:
    """Return what a list says of each: title, address, format and size, since when."""
    return [
        {
            "title": str(one.title_text),
            "href": one.url or reverse("events:material", args=[one.pk]),
            "is_link": bool(one.url),
            "format": one.format,
            "size": one.file_size,
            "session": _session_day(one.session),
            "is_available": one.is_available(now),
            "available_from": one.available_from,
        }
        for one in materials
    ]


def _session_day(session: Session | None) -> datetime | None:
    return session.starts_at if session is not None else None


def _certificate(registration: Registration, share: int, now: datetime) -> dict[str, Any] | None:
    if not gives_certificates(registration.course):
        return None
    issued = latest_of(registration)
    return {
        "issued": issued,
        "is_earned": earned_certificate(registration, share, now),
        "needed": registration.course.certificate_percent,
    }


def _survey(registration: Registration, share: int, now: datetime) -> dict[str, Any] | None:
    survey = Survey.objects.filter(course=registration.course).first()
    if survey is None or not survey.form.questions:
        return None
    survey.course = registration.course
    is_done = SurveyTicket.objects.filter(registration=registration).exists()
    if share == 0 and is_over(registration.course, now):
        return None
    is_open = survey.is_open(now)
    if not is_open and not is_done and is_over(registration.course, now):
        return None
    return {"is_open": is_open, "is_done": is_done, "closes_at": survey.closes_at}
