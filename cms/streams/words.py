"""The words of a stream that a reader sees, for the search index.

Wagtail's own way also gives what only an editor sees: the label of a chosen icon or
weight, the address under a button, "None" for a title left empty. A reader who searches
is shown an excerpt, so nothing but prose may stand in it.
"""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import (
    Block,
    CharBlock,
    FieldBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)

from cms.streams.links import LinkBlock

PROSE = (CharBlock, TextBlock, RichTextBlock)


def words_of(block: Block, value: Any) -> Iterator[str]:
    """Yield the texts of a block and of those inside it, in the order they are read."""
    if value is None or not getattr(block, "search_index", True) or isinstance(block, LinkBlock):
        return
    if isinstance(block, StreamBlock):
        for child in value:
            yield from words_of(child.block, child.value)
    elif isinstance(block, StructBlock) and isinstance(value, dict):  # a picture's is no dict
        for name, inner in block.child_blocks.items():
            yield from words_of(inner, value.get(name))
    elif isinstance(block, ListBlock):
        for one in value:
            yield from words_of(block.child_block, one)
    elif isinstance(block, PROSE) or not isinstance(block, FieldBlock):
        yield from (text for text in block.get_searchable_content(value) if text.strip())
