"""A page of words and pictures, perhaps with a menu of its neighbours beside it."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.navigation import HOME_DEPTH, Link
from cms.pages.base import SitePage
from cms.pages.visibility import listed
from cms.streams.field import ContentStreamField


class StandardPage(SitePage, Page):
    """Most pages: a body, and optionally the side menu of its section."""

    side_menu = models.BooleanField(
        _("menu of the section at the side"),
        default=False,
        help_text=_("Shows the pages below this one, or else those beside it."),
    )
    body = ContentStreamField(_("body"))

    content_panels = [*SitePage.content_panels, FieldPanel("side_menu"), FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.StandardPage"]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["neighbours"] = self.neighbours(request) if self.side_menu else ()
        return context

    def neighbours(self, request: HttpRequest) -> tuple[Link, ...]:
        """Return the pages of this section, its first page on top; nothing if it is alone."""
        parent = self.get_parent() if self.depth else None
        section = parent if parent is not None and parent.depth > HOME_DEPTH else self
        if not section.pk:
            return ()
        pages = listed(section.get_children()).order_by("path")
        links = [
            Link(page.title, page.get_url(request) or "", page.pk == self.pk)
            for page in (section, *pages)
        ]
        return tuple(links) if links[1:] else ()
