"""Blocks that read like bands of a home page: quick links, news, figures, "call us".

On a home page each block stands in a band of its own; ``Meta.band`` says how it looks:
"" (white), "paper", or "overlap" (drawn up into the greeting above). Blocks of plug-ins
say it the same way.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    StaticBlock,
    StructBlock,
)

from cms.streams.links import LinkBlock

BANDS = _("Lists and figures")

ICONS = [
    ("calendar", _("calendar")),
    ("community", _("community")),
    ("document", _("document")),
    ("chat", _("conversation")),
    ("phone", _("telephone")),
    ("book", _("book")),
    ("child", _("child")),
    ("building", _("building")),
    ("handshake", _("handshake")),
    ("map-pin", _("place")),
    ("search", _("search")),
    ("download", _("download")),
    ("info", _("information")),
]


class QuickLinksBlock(StructBlock):
    """What most people come for, one tap away."""

    title = CharBlock(
        required=False,
        max_length=80,
        label=_("Title"),
        help_text=_("Right below the greeting of a home page it is better left empty."),
    )
    links = ListBlock(
        StructBlock(
            [
                ("icon", ChoiceBlock(choices=ICONS, default="calendar", label=_("Icon"))),
                ("title", CharBlock(max_length=40, label=_("Title"))),
                ("text", CharBlock(required=False, max_length=80, label=_("In one line"))),
                ("link", LinkBlock()),
            ],
            icon="link",
            label_format="{title}",
        ),
        min_num=1,
        max_num=8,
        label=_("Links"),
    )

    class Meta:
        icon = "link"
        label = _("Quick links")
        group = BANDS
        band = "overlap"
        template = "cms/blocks/quick_links.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        links = [{**link, "url": link["link"].url} for link in value["links"]]
        context["links"] = [link for link in links if link["url"]]
        context["columns"] = 3 if len(context["links"]) in {3, 6} else 4
        return context


class FiguresBlock(StructBlock):
    """Numbers that say what has been done."""

    title = CharBlock(required=False, max_length=80, label=_("Title"))
    figures = ListBlock(
        StructBlock(
            [
                (
                    "number",
                    CharBlock(
                        max_length=30,
                        label=_("Figure"),
                        help_text=_("As it is to be read, for example 2,647명."),
                    ),
                ),
                ("label", CharBlock(max_length=60, label=_("Of what"))),
                ("note", CharBlock(required=False, max_length=80, label=_("Small print"))),
            ],
            icon="order",
            label_format="{number} {label}",
        ),
        min_num=1,
        max_num=8,
        label=_("Figures"),
    )

    class Meta:
        icon = "order"
        label = _("Figures")
        group = BANDS
        template = "cms/blocks/figures.html"


class LatestNewsBlock(StructBlock):
    """The newest news of this language."""

    title = CharBlock(max_length=80, label=_("Title"))
    count = IntegerBlock(min_value=1, max_value=10, default=3, label=_("How many"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("Latest news")
        group = BANDS
        template = "cms/blocks/latest_news.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from cms.models.centre import current_language
        from cms.pages.news import latest_news

        context = super().get_context(value, parent_context)
        news = list(latest_news(current_language())[: value["count"]])
        for one in news:
            one.address = one.get_url(context.get("request"))
        context["news"] = news
        # The index is the news' parent, and addresses follow the tree.
        context["index_url"] = f"{news[0].address.rsplit('/', 2)[0]}/" if news else ""
        return context


class CallUsBlock(StaticBlock):
    """Hotline and opening hours, from the centre's settings."""

    class Meta:
        icon = "mobile-alt"
        label = _("“Call us” box")
        group = BANDS
        band = "paper"
        admin_text = _(
            "Shows the hotline, the opening hours and who answers, as set for the centre."
        )
        template = "cms/blocks/call_us.html"
