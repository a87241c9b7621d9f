"""Pages that tell of courses.

The page is the story, in any number of languages; the course it points to holds dates
and seats. Without a page a course is still shown, at its own address, by the same parts.
"""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.pages.base import SitePage
from cms.streams.field import ContentStreamField
from events.models.course import Course

LISTED = 30


class CoursePage(SitePage, Page):
    """The story of one course."""

    search_kind = _("Class")

    course = models.ForeignKey(
        Course,
        verbose_name=_("course"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="pages",
        help_text=_("Dates, place and seats are shown from this course, always as they are."),
    )
    body = ContentStreamField(_("text"))

    template = "events/course_page.html"
    content_panels = [*SitePage.content_panels, FieldPanel("course"), FieldPanel("body")]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        from events.showing.courses import course_context

        course = self.shown_course()
        return {**context, **course_context(course, request)} if course else context

    @property
    def search_hidden(self) -> bool:
        """Whether the site search leaves the page out: a private course is reached by link."""
        course = self.course
        return course is not None and not course.is_listed

    def shown_course(self) -> Course | None:
        """Return the course with what its template reads, or None if it has gone."""
        if self.course_id is None:
            return None
        return Course.objects.select_related("category", "venue").get(pk=self.course_id)


class CourseIndexPage(SitePage, Page):
    """An introduction to the classes, with the coming ones below it."""

    body = ContentStreamField(_("text"))

    template = "events/course_index_page.html"
    content_panels = [*SitePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("page of classes")
        verbose_name_plural = _("pages of classes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from events.showing.courses import upcoming_rows

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "rows": upcoming_rows(request, LISTED)}
