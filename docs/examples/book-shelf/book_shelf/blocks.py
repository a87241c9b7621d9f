"""A block for any page: what stands on the shelf."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock


class ShelfBlock(StructBlock):
    title = CharBlock(max_length=60, required=False)

    class Meta:
        icon = "list-ul"
        label = _("Book shelf")
        template = "book_shelf/block.html"

    def get_context(self, value, parent_context=None):
        from book_shelf.models import Book

        books = Book.objects.filter(lent_to=None)
        return super().get_context(value, parent_context) | {"books": books}
