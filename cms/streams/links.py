"""Blocks that lead somewhere: to a page of the site, or to an address."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    PageChooserBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
)

from cms.pages.chosen import chosen_pages, shown_to_reader
from cms.pages.links import in_language, is_open, validate_address
from cms.pages.visibility import is_visible


class LinkValue(StructValue):
    """Where a link leads; nowhere while its page or plug-in is off."""

    @property
    def url(self) -> str:
        """The address, or an empty string when there is nothing to be met there."""
        page = self.get("page")
        if page is not None:
            return self._url_of(page)
        address = self.get("address") or ""
        return in_language(address) if is_open(address) else ""

    @staticmethod
    def _url_of(page: Any) -> str:
        """Return the address of the page's translation in the reader's language, else its own."""
        for shown in (shown_to_reader(page), page):
            if shown.live and is_visible(shown):
                return shown.url or ""
        return ""

    @property
    def is_outside(self) -> bool:
        """Whether it leads off the site."""
        return self.get("page") is None and str(self.get("address")).startswith("http")


class RememberedPageChooserBlock(PageChooserBlock):
    """Finds the pages that were read for the whole page being served."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        keys = list(values)
        found = chosen_pages(key for key in keys if key is not None)
        return [found.get(key) for key in keys]


class LinkBlock(StructBlock):
    """A page of the site, or an address; exactly one of them."""

    page = RememberedPageChooserBlock(required=False, label=_("Page"))
    address = CharBlock(
        required=False,
        max_length=300,
        label=_("or address"),
        help_text=_("https://… or an address of this site such as /classes/"),
        validators=[validate_address],
    )

    class Meta:
        icon = "link"
        label = _("Leads to")
        value_class = LinkValue

    def clean(self, value: StructValue) -> Any:
        cleaned = super().clean(value)
        chosen = bool(cleaned.get("page")) + bool(cleaned.get("address"))
        if chosen != 1 and not self.is_deferred_validation:
            message = _("Choose a page or write an address, one of the two.")
            raise StructBlockValidationError(block_errors={"address": ValidationError(message)})
        return cleaned


class ButtonBlock(StructBlock):
    """A link one should not miss."""

    label = CharBlock(max_length=40, label=_("Words on the button"))
    link = LinkBlock()
    kind = ChoiceBlock(
        choices=[("primary", _("main action")), ("secondary", _("second action"))],
        default="primary",
        label=_("Weight"),
    )

    class Meta:
        icon = "link"
        label = _("Button")
        template = "cms/blocks/button.html"
        label_format = "{label}"
