"""The host's own blocks, in the order of the inserter.

The names are stored in pages and must never change. Every field gets new instances,
because a block knows the stream it stands in.
"""

from wagtail.blocks import Block

from cms.streams import bands, links, media, text


def host_blocks() -> list[tuple[str, Block]]:
    """Return (name, block) of the blocks every page body offers."""
    return [
        ("heading", text.HeadingBlock()),
        ("text", text.ProseBlock()),
        ("quote", text.QuoteBlock()),
        ("callout", text.CalloutBlock()),
        ("facts", text.FactsBlock()),
        ("questions", text.QuestionsBlock()),
        ("steps", text.StepsBlock()),
        ("picture", media.PictureBlock()),
        ("documents", media.DocumentsBlock()),
        ("elsewhere", media.ElsewhereBlock()),
        ("button", links.ButtonBlock(group=text.WORDS)),
        ("quick_links", bands.QuickLinksBlock()),
        ("figures", bands.FiguresBlock()),
        ("latest_news", bands.LatestNewsBlock()),
        ("call_us", bands.CallUsBlock()),
    ]
