"""A line in the menu that leads elsewhere: to a plug-in's own address, or off the site."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.pages.links import validate_address


class LinkPage(Page):
    """Only a title and where it leads; visitors of its own address are sent on."""

    target = models.CharField(
        _("leads to"),
        max_length=300,
        validators=[validate_address],
        help_text=_("For example /classes/ on the Korean site, /en/classes/ on the English one."),
    )

    content_panels = [*Page.content_panels, FieldPanel("target")]
    subpage_types: ClassVar[list[str]] = []
    # It has no look of its own that a preview could show.
    preview_modes: ClassVar[list[tuple[str, str]]] = []
    show_in_menus_default = True

    class Meta:
        verbose_name = _("menu link")
        verbose_name_plural = _("menu links")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.target)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[Any]:
        return []
