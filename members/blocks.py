"""Blocks for the body of any page: the communities that chose to be seen."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, StructValue

from members.queries import listed_communities


class CommunitiesBlock(StructBlock):
    """Name, district and words of every community whose leader allowed it; never a person."""

    title = CharBlock(label=_("Title"), max_length=60, required=False)

    class Meta:
        icon = "group"
        label = _("Parent communities")
        template = "members/blocks/communities.html"

    def get_context(
        self, value: StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "communities": listed_communities()}
