"""Blocks of words: headings, text, quotations, questions and answers, steps."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
    TextBlock,
)

WORDS = _("Words")
FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "document-link"]
PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(StructBlock):
    """A heading with an address of its own, so that one can link to it."""

    text = CharBlock(max_length=120, label=_("Heading"))
    level = ChoiceBlock(
        choices=[("2", _("section")), ("3", _("part of a section"))],
        default="2",
        label=_("Level"),
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        group = WORDS
        template = "cms/blocks/heading.html"
        label_format = "{text}"


class ProseBlock(RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = WORDS
        template = "cms/blocks/text.html"


class QuoteBlock(StructBlock):
    """What somebody said."""

    text = TextBlock(label=_("Quotation"), rows=3)
    who = CharBlock(
        required=False,
        max_length=80,
        label=_("Who said it"),
        help_text=_("A role rather than a name, for example “a mother of two”."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        group = WORDS
        template = "cms/blocks/quote.html"


class CalloutBlock(StructBlock):
    """Something one should know before reading on."""

    tone = ChoiceBlock(
        choices=[
            ("info", _("good to know")),
            ("success", _("good news")),
            ("warning", _("take care")),
            ("neutral", _("aside")),
        ],
        default="info",
        label=_("Kind"),
    )
    title = CharBlock(required=False, max_length=80, label=_("Title"))
    text = RichTextBlock(features=PLAIN_FEATURES, label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        group = WORDS
        template = "cms/blocks/callout.html"


class FactsBlock(StructBlock):
    """Short labelled facts: for whom, when, how much."""

    title = CharBlock(required=False, max_length=80, label=_("Title"))
    facts = ListBlock(
        StructBlock(
            [
                ("label", CharBlock(max_length=40, label=_("Label"))),
                ("value", CharBlock(max_length=300, label=_("Fact"))),
            ],
            icon="list-ul",
        ),
        min_num=1,
        label=_("Facts"),
    )

    class Meta:
        icon = "list-ul"
        label = _("Facts")
        group = WORDS
        template = "cms/blocks/facts.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["items"] = [(fact["label"], fact["value"]) for fact in value["facts"]]
        return context


class QuestionsBlock(StructBlock):
    """Questions people ask, each with its answer folded away."""

    title = CharBlock(required=False, max_length=80, label=_("Title"))
    questions = ListBlock(
        StructBlock(
            [
                ("question", CharBlock(max_length=160, label=_("Question"))),
                ("answer", RichTextBlock(features=PLAIN_FEATURES, label=_("Answer"))),
            ],
            icon="help",
        ),
        min_num=1,
        label=_("Questions"),
    )

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        group = WORDS
        template = "cms/blocks/questions.html"


class StepsBlock(StructBlock):
    """How something is done, in order."""

    title = CharBlock(required=False, max_length=80, label=_("Title"))
    steps = ListBlock(
        StructBlock(
            [
                ("title", CharBlock(max_length=80, label=_("Step"))),
                ("text", TextBlock(required=False, rows=2, label=_("What happens"))),
            ],
            icon="list-ol",
        ),
        min_num=2,
        label=_("Steps"),
    )

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        group = WORDS
        template = "cms/blocks/steps.html"
