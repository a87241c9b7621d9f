"""Where a course is told of: its page in the reader's language, else its own address."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest

from cms.pages.telling import address_at, page_path
from events.models import Course, CoursePage


def with_pages(courses: "QuerySet[Course]") -> "QuerySet[Course]":
    """Return the courses knowing their page, so that ``course_links`` need not ask."""
    return courses.annotate(page_path=page_path(CoursePage, "course"))


def course_links(courses: Iterable[Course], request: HttpRequest | None) -> dict[int, str]:
    """Return ``{course pk: path}``; one query, none for courses that know their page."""
    courses = list(courses)
    unknown = [course.pk for course in courses if not hasattr(course, "page_path")]
    asked = with_pages(Course.objects.filter(pk__in=unknown))
    paths = dict(asked.values_list("pk", "page_path")) if unknown else {}
    return {
        course.pk: address_at(getattr(course, "page_path", paths.get(course.pk)), request)
        or course.get_absolute_url()
        for course in courses
    }
