"""Blocks that show or hand out something: pictures, documents, things on other sites."""

from collections.abc import Iterable
from copy import copy
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, StructBlock, StructValue, URLBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from cms.pages.pictures import pictures

THINGS = _("Pictures and files")


class FetchedImageChooserBlock(ImageChooserBlock):
    """Reads all pictures of a stream, and the sizes they are shown in, in two queries."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        keys = list(values)
        found = pictures(key for key in keys if key is not None)
        # Once more copied: in one stream, too, a picture has a text for each place.
        return [copy(found[key]) if key in found else None for key in keys]


class DescribedImageBlock(ImageBlock):
    """A picture with its alternative text, read in bulk."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:  # noqa: FBT001, FBT002 - Wagtail's signature
        super().__init__(required=required, **kwargs)
        chooser = FetchedImageChooserBlock(required=required, label=_("Picture"))
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


class PictureBlock(StructBlock):
    """A picture with its alternative text and perhaps a caption."""

    picture = DescribedImageBlock(label=_("Picture"))
    caption = CharBlock(required=False, max_length=200, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        group = THINGS
        template = "cms/blocks/picture.html"


class DocumentsBlock(StructBlock):
    """Files to take along, with their kind and size."""

    title = CharBlock(required=False, max_length=80, label=_("Title"))
    documents = ListBlock(DocumentChooserBlock(label=_("Document")), label=_("Documents"))

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        group = THINGS
        template = "cms/blocks/documents.html"


class ElsewhereValue(StructValue):
    """A link off the site that names the place it leads to."""

    @property
    def place(self) -> str:
        """The host name, without ``www.``."""
        return (urlsplit(self.get("url") or "").hostname or "").removeprefix("www.")


class ElsewhereBlock(StructBlock):
    """A video, map or article on another site: a card that leads there.

    Nothing of the other site is loaded with the page, so nobody is followed by reading it.
    """

    url = URLBlock(label=_("Address"))
    title = CharBlock(max_length=120, label=_("Title"))
    text = CharBlock(required=False, max_length=200, label=_("What one finds there"))

    class Meta:
        icon = "link-external"
        label = _("Video or page elsewhere")
        group = THINGS
        template = "cms/blocks/elsewhere.html"
        value_class = ElsewhereValue
        label_format = "{title}"
