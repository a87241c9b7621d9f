"""Who works at the centre, and what its rooms offer.

The staff page counts roles and names nobody: people change, and their names are theirs.
"""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, IntegerBlock, ListBlock, StructBlock, TextBlock
from wagtail.models import Page

from cms.pages.base import SitePage
from cms.streams.field import ContentStreamField, UnfrozenStreamField
from cms.streams.media import DescribedImageBlock


class RoleBlock(StructBlock):
    """One role, how many hold it, what they do."""

    role = CharBlock(max_length=60, label=_("Role"))
    count = IntegerBlock(min_value=0, label=_("Head count"))
    duties = TextBlock(required=False, rows=2, label=_("What they do"))

    class Meta:
        icon = "group"
        label = _("Role")
        label_format = "{role} {count}"


class StaffPage(SitePage, Page):
    """Roles with their head counts and duties."""

    roles = UnfrozenStreamField([("role", RoleBlock())], _("roles"), blank=True)
    body = ContentStreamField(_("body"))

    content_panels = [*SitePage.content_panels, FieldPanel("roles"), FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.StandardPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("staff page")
        verbose_name_plural = _("staff pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["total"] = sum(child.value["count"] or 0 for child in self.roles)
        return context


class SpaceBlock(StructBlock):
    """One room, with what one needs to know before coming."""

    name = CharBlock(max_length=60, label=_("Room"))
    text = CharBlock(required=False, max_length=240, label=_("In a sentence"))
    facts = ListBlock(
        StructBlock(
            [
                ("label", CharBlock(max_length=40, label=_("Label"))),
                ("value", CharBlock(max_length=200, label=_("Fact"))),
            ],
            icon="list-ul",
            label_format="{label} {value}",
        ),
        default=[],
        label=_("Facts"),
        help_text=_("For example floor, seats, step-free access, nursing room."),
    )
    picture = DescribedImageBlock(required=False, label=_("Picture"))

    class Meta:
        icon = "home"
        label = _("Room")
        label_format = "{name}"


class FacilityPage(SitePage, Page):
    """The way there, opening hours and rooms; address and hours come from the settings."""

    directions = models.TextField(
        _("the way there"), blank=True, help_text=_("Subway line, exit, minutes on foot, parking.")
    )
    spaces = UnfrozenStreamField([("space", SpaceBlock())], _("rooms"), blank=True)
    body = ContentStreamField(_("body"))

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel([FieldPanel("directions")], _("Getting there")),
        FieldPanel("spaces"),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.StandardPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("facility page")
        verbose_name_plural = _("facility pages")
