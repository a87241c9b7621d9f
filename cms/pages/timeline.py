"""The centre's history by year (연혁)."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, IntegerBlock, ListBlock, StructBlock
from wagtail.models import Page

from cms.pages.base import SitePage
from cms.streams.field import UnfrozenStreamField


class YearBlock(StructBlock):
    """What happened in one year."""

    year = IntegerBlock(min_value=1900, max_value=2999, label=_("Year"))
    events = ListBlock(
        StructBlock(
            [
                (
                    "when",
                    CharBlock(
                        required=False,
                        max_length=20,
                        label=_("When"),
                        help_text=_("For example 3월, or 3. 8."),
                    ),
                ),
                ("what", CharBlock(max_length=200, label=_("What"))),
            ],
            icon="date",
            label_format="{when} {what}",
        ),
        min_num=1,
        label=_("Events"),
    )

    class Meta:
        icon = "calendar"
        label = _("Year")
        label_format = "{year}"


class TimelinePage(SitePage, Page):
    """Years, the newest first however they were entered."""

    years = UnfrozenStreamField([("year", YearBlock())], _("years"), blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("years")]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.StandardPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("timeline")
        verbose_name_plural = _("timelines")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        values = [child.value for child in self.years]
        context["years"] = sorted(values, key=lambda value: value["year"] or 0, reverse=True)
        return context
