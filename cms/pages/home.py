"""The home page: a greeting with two things to do, and bands of the editor's choosing.

What follows the greeting is its body: quick links, news, figures and the "call us" box
are blocks of the host, "upcoming classes" and "open calls" blocks of plug-ins. An editor
puts them in any order, and what belongs to a plug-in that is off shows nothing.
"""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, StructBlock
from wagtail.models import Page

from cms.pages.base import SitePage
from cms.pages.chosen import foresee
from cms.streams.field import ContentStreamField, UnfrozenStreamField
from cms.streams.links import LinkBlock


class ActionBlock(StructBlock):
    """One thing to do right away."""

    label = CharBlock(max_length=30, label=_("Words on the button"))
    link = LinkBlock()

    class Meta:
        icon = "link"
        label = _("Action")
        label_format = "{label}"


class HomePage(SitePage, Page):
    """The first page of a language."""

    hero_title = models.TextField(
        _("greeting"),
        max_length=80,
        blank=True,
        help_text=_("Large, at most two short lines. Left empty, the title of the page."),
    )
    hero_text = models.CharField(_("below the greeting"), max_length=240, blank=True)
    hero_actions = UnfrozenStreamField(
        [("action", ActionBlock())],
        _("what to do"),
        max_num=2,
        blank=True,
        help_text=_("The first is the one main action of the page."),
    )
    body = ContentStreamField(
        _("bands"),
        help_text=_("Each block becomes a band across the page, in this order."),
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_title"),
                FieldPanel("hero_text"),
                FieldPanel("picture"),
                FieldPanel("hero_actions"),
            ],
            _("Greeting"),
        ),
        FieldPanel("body"),
    ]
    promote_panels = [*SitePage.promote_panels, FieldPanel("summary")]

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def greeting(self) -> str:
        return self.hero_title or self.title

    @property
    def description(self) -> str:
        return super().description or self.hero_text

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        foresee(self.hero_actions.raw_data, self.body.raw_data)
        links = [(action.value["label"], action.value["link"].url) for action in self.hero_actions]
        kinds = ("accent", "on-brand")
        shown = [(label, url) for label, url in links if url]
        context["actions"] = [
            {"label": label, "url": url, "kind": kind}
            for (label, url), kind in zip(shown, kinds, strict=False)
        ]
        return context
