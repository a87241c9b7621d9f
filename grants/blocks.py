"""What grants offers in the body of pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from grants.queries import current_calls, with_pages


class OpenCallsBlock(blocks.StructBlock):
    """The calls one can apply to now, with the time left; nothing else to keep up to date."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=80)
    help_heading = blocks.CharBlock(
        label=_("Heading of the help box"), required=False, max_length=80
    )
    help_text = blocks.RichTextBlock(
        label=_("Help box"), required=False, features=["bold", "link", "document-link", "ul"]
    )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["calls"] = with_pages(current_calls()[:3])
        return context

    class Meta:
        label = _("Open calls")
        icon = "group"
        template = "grants/blocks/open_calls.html"
