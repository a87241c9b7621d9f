"""Courses in the site search, as long as they can be attended.

A course with a page of its own is found by the page; the course itself stays out of that
language then, so that nobody finds the same thing twice.
"""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from events.models import Course, CourseState
from plugins.api import SearchDocument


def documents(course: Course) -> Iterable[SearchDocument]:
    """Return the course in each language it has no page in; none for drafts and the past.

    Nor for a course that is not listed: it is reached by its link alone.
    """
    if not course.is_listed or course.state_at(timezone.now()) in {
        CourseState.DRAFT,
        CourseState.CANCELLED,
        CourseState.OVER,
    }:
        return []
    told = set(course.pages.filter(live=True).values_list("locale__language_code", flat=True))
    return [
        _document(course, language)
        for language, _name in settings.LANGUAGES
        if language not in told
    ]


def _document(course: Course, language: str) -> SearchDocument:
    with override(language):
        parts = [
            course.summary_text,
            course.lecturer_text,
            course.audience_text,
            str(course.category.name_text),
            course.place_text,
        ]
        return SearchDocument(
            object_id=str(course.pk),
            locale=language,
            title=str(course.title_text),
            body="\n".join(part for part in parts if part),
            url=reverse("events:course", args=[course.slug]),
            kind=_("Class"),
            date=course.starts_at,
            facets={"category": course.category.slug},
        )
