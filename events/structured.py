"""A course as search engines read it: schema.org's EducationEvent, in JSON-LD.

It stands in the page as a data block (``application/ld+json``), which browsers do not run, so
that the content security policy has nothing to refuse. What could end the element is escaped.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from events.domain.calendar import course_url
from events.models import Course, CourseState, Session

_ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})
_AVAILABLE = {
    CourseState.OPEN: "InStock",
    CourseState.NOT_YET: "PreOrder",
    CourseState.FULL: "SoldOut",
    CourseState.CLOSED: "SoldOut",
}
_MODES = {
    Course.Kind.ONLINE: "OnlineEventAttendanceMode",
    Course.Kind.HYBRID: "MixedEventAttendanceMode",
}


def course_as_json_ld(
    course: Course, sessions: Sequence[Session], state: CourseState, language: str
) -> SafeString:
    """Return the course's data block in the language, or nothing where none is due.

    Drafts, courses that are not listed and those without a session have none.
    """
    if state is CourseState.DRAFT or not course.is_listed or not sessions:
        return mark_safe("")
    text = json.dumps(_course(course, sessions, state, language), ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 - escaped just here


def _course(
    course: Course, sessions: Sequence[Session], state: CourseState, language: str
) -> dict[str, Any]:
    url = course_url(course, language)
    off = state is CourseState.CANCELLED
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "name": str(course.title_text),
        "url": url,
        **_when(sessions[0], sessions[-1], off=off or all(one.is_cancelled for one in sessions)),
        "eventAttendanceMode": f"https://schema.org/{_mode(course)}",
        "location": _place(course, url),
        "isAccessibleForFree": True,
    }
    if course.summary:
        data["description"] = str(course.summary_text)
    if state in _AVAILABLE:
        data["offers"] = {
            "@type": "Offer",
            "price": 0,
            "priceCurrency": "KRW",
            "availability": f"https://schema.org/{_AVAILABLE[state]}",
            "url": url,
        }
    if len(sessions) > 1:
        data["subEvent"] = [
            {
                "@type": "EducationEvent",
                "name": str(one.topic_text or course.title_text),
                **_when(one, one, off=off or one.is_cancelled),
                "location": _place(course, url),
            }
            for one in sessions
        ]
    return data


def _when(first: Session, last: Session, *, off: bool) -> dict[str, str]:
    return {
        "startDate": timezone.localtime(first.starts_at).isoformat(timespec="seconds"),
        "endDate": timezone.localtime(last.ends_at).isoformat(timespec="seconds"),
        "eventStatus": f"https://schema.org/{'EventCancelled' if off else 'EventScheduled'}",
    }


def _mode(course: Course) -> str:
    return _MODES.get(Course.Kind(course.kind), "OfflineEventAttendanceMode")


def _place(course: Course, url: str) -> dict[str, Any]:
    if course.kind == Course.Kind.ONLINE:
        return {"@type": "VirtualLocation", "url": url}
    place: dict[str, Any] = {"@type": "Place", "name": course.place_text}
    if course.venue is not None and course.venue.address:
        place["address"] = str(course.venue.address_text)
    return place
