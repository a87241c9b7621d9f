"""The blocks an editor builds a form from; each says the ``Question`` it means.

A question's *key* names its answers for ever. The editor may give one; otherwise it is
made when the form is first saved and then stays. The same goes for the keys of options
and budget categories.
"""

import re
import secrets
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from cms.questions.definitions import Question
from cms.questions.kinds.files import MOST_MEGABYTES
from cms.questions.kinds.scales import LEAST_STEPS, MOST_STEPS, USUAL_STEPS

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


def new_key(mark: str) -> str:
    """Return a key nobody has: a letter for what it is, and eight random digits."""
    return f"{mark}{secrets.token_hex(4)}"


class KeyBlock(blocks.CharBlock):
    """A key; empty means "make one"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Key"))
        kwargs.setdefault(
            "help_text",
            _(
                "Names the answers in exports. Leave it empty to have one made; never change it "
                "once people have answered."
            ),
        )
        super().__init__(required=False, max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned and not KEY.fullmatch(cleaned):
            raise ValidationError(
                _("Begin with a small letter; small letters, digits and _ may follow.")
            )
        return cleaned


class Keyed(blocks.StructBlock):
    """A block with a ``key`` that is filled in when it is first cleaned."""

    key_mark: ClassVar[str] = "q"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["key"]:
            cleaned["key"] = new_key(self.key_mark)
        return cleaned


class OptionBlock(Keyed):
    """One option of a choice, or one category of a budget."""

    key_mark = "o"
    label = blocks.CharBlock(label=_("Label"), max_length=120)
    label_en = blocks.CharBlock(label=_("Label in English"), max_length=120, required=False)
    key = KeyBlock()

    class Meta:
        label = _("Option")
        icon = "list-ul"
        form_layout = BlockGroup(children=["label", "label_en"], settings=["key"])


class DistinctList(blocks.ListBlock):
    """A list whose items' keys differ."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        keys = [item["key"] for item in cleaned]
        if len(keys) != len(set(keys)):
            raise blocks.list_block.ListBlockValidationError(
                non_block_errors=[ValidationError(_("Two of these have the same key."))]
            )
        return cleaned


def layout(*own: str) -> BlockGroup:
    """Return the layout of a question: what is asked, its limits, English, and the key apart."""
    return BlockGroup(
        children=[
            "label",
            "hint",
            *own,
            "required",
            BlockGroup(
                children=["label_en", "hint_en"], heading=_("English"), classname="collapsed"
            ),
        ],
        settings=["key"],
    )


class QuestionBlock(Keyed):
    """What all questions have."""

    kind: ClassVar[str]

    label = blocks.CharBlock(label=_("Question"), max_length=200)
    hint = blocks.TextBlock(
        label=_("Hint"),
        required=False,
        max_length=500,
        rows=2,
        help_text=_("Shown between the question and the box. Say what helps to answer."),
    )
    required = blocks.BooleanBlock(label=_("Must be answered"), required=False, default=True)
    label_en = blocks.CharBlock(label=_("Question in English"), max_length=200, required=False)
    hint_en = blocks.TextBlock(label=_("Hint in English"), required=False, max_length=500, rows=2)
    key = KeyBlock()

    def options(self, value: Any) -> dict[str, Any]:
        """Return the kind's own settings as plain JSON."""
        own = set(self.child_blocks) - set(QuestionBlock.base_blocks)
        return {name: plain(value.get(name)) for name in sorted(own)}

    def question(self, value: Any, fallback_key: str) -> Question:
        """Return the question the editor described."""
        return Question(
            key=value.get("key") or fallback_key,
            kind=self.kind,
            label=value.get("label") or "",
            label_en=value.get("label_en") or "",
            hint=value.get("hint") or "",
            hint_en=value.get("hint_en") or "",
            required=bool(value.get("required")),
            options=self.options(value),
        )

    def refuse_if_crossed(self, cleaned: Any, least: str, most: str) -> None:
        """Raise the block's validation error when the least is above the most."""
        low, high = cleaned.get(least), cleaned.get(most)
        if low is not None and high is not None and low > high:
            raise StructBlockValidationError(
                {most: ValidationError(_("This must not be below the least."))}
            )


def plain(value: Any) -> Any:
    """Return a block's value as JSON."""
    if isinstance(value, blocks.list_block.ListValue | list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else value


class _TextBlock(QuestionBlock):
    min_chars = blocks.IntegerBlock(label=_("At least (characters)"), required=False, min_value=1)
    max_chars = blocks.IntegerBlock(
        label=_("At most (characters)"), required=False, min_value=1, max_value=20_000
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        self.refuse_if_crossed(cleaned, "min_chars", "max_chars")
        return cleaned


class ShortTextBlock(_TextBlock):
    """One line of text."""

    kind = "short_text"

    class Meta:
        label, icon, group = _("Short text"), "pilcrow", _("Text")
        form_layout = layout("min_chars", "max_chars")
        label_format = "{label}"


class LongTextBlock(_TextBlock):
    """Paragraphs."""

    kind = "long_text"

    class Meta:
        label, icon, group = _("Long text"), "doc-full", _("Text")
        form_layout = layout("min_chars", "max_chars")
        label_format = "{label}"


class NumberBlock(QuestionBlock):
    """A whole number."""

    kind = "number"
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=20)
    unit_en = blocks.CharBlock(label=_("Unit in English"), required=False, max_length=20)
    minimum = blocks.IntegerBlock(label=_("At least"), required=False, default=0)
    maximum = blocks.IntegerBlock(label=_("At most"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        self.refuse_if_crossed(cleaned, "minimum", "maximum")
        return cleaned

    class Meta:
        label, icon, group = _("Number"), "order", _("Numbers")
        form_layout = layout("unit", "unit_en", "minimum", "maximum")
        label_format = "{label}"


class WonBlock(QuestionBlock):
    """An amount of money."""

    kind = "won"
    minimum = blocks.IntegerBlock(label=_("At least (won)"), required=False, min_value=0)
    maximum = blocks.IntegerBlock(label=_("At most (won)"), required=False, min_value=0)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        self.refuse_if_crossed(cleaned, "minimum", "maximum")
        return cleaned

    class Meta:
        label, icon, group = _("Amount in won"), "pick", _("Numbers")
        form_layout = layout("minimum", "maximum")
        label_format = "{label}"


class ChoiceQuestionBlock(QuestionBlock):
    """One of several."""

    kind = "choice"
    choices = DistinctList(OptionBlock(), label=_("Options"), min_num=2)

    class Meta:
        label, icon, group = _("One of several"), "radio-full", _("Choices")
        form_layout = layout("choices")
        label_format = "{label}"


class ChoicesQuestionBlock(QuestionBlock):
    """Several of several."""

    kind = "choices"
    choices = DistinctList(OptionBlock(), label=_("Options"), min_num=2)
    min_choices = blocks.IntegerBlock(label=_("At least"), required=False, min_value=1)
    max_choices = blocks.IntegerBlock(label=_("At most"), required=False, min_value=1)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        self.refuse_if_crossed(cleaned, "min_choices", "max_choices")
        return cleaned

    class Meta:
        label, icon, group = _("Several of several"), "tick-inverse", _("Choices")
        form_layout = layout("choices", "min_choices", "max_choices")
        label_format = "{label}"


class YesNoBlock(QuestionBlock):
    """Yes or no."""

    kind = "yes_no"

    class Meta:
        label, icon, group = _("Yes or no"), "check", _("Choices")
        form_layout = layout()
        label_format = "{label}"


class ScaleBlock(QuestionBlock):
    """A step on a scale."""

    kind = "scale"
    steps = blocks.IntegerBlock(
        label=_("Steps"), default=USUAL_STEPS, min_value=LEAST_STEPS, max_value=MOST_STEPS
    )
    low = blocks.CharBlock(label=_("Words at the lowest step"), required=False, max_length=30)
    high = blocks.CharBlock(label=_("Words at the highest step"), required=False, max_length=30)
    low_en = blocks.CharBlock(
        label=_("Words at the lowest step, in English"), required=False, max_length=30
    )
    high_en = blocks.CharBlock(
        label=_("Words at the highest step, in English"), required=False, max_length=30
    )

    class Meta:
        label, icon, group = _("Scale"), "bars", _("Choices")
        form_layout = layout("steps", "low", "high", "low_en", "high_en")
        label_format = "{label}"


class DistrictBlock(QuestionBlock):
    """A district of Seoul."""

    kind = "district"
    outside = blocks.BooleanBlock(label=_("“Outside Seoul” may be chosen"), required=False)

    class Meta:
        label, icon, group = _("District of Seoul"), "site", _("Choices")
        form_layout = layout("outside")
        label_format = "{label}"


class DateQuestionBlock(QuestionBlock):
    """A day."""

    kind = "date"
    earliest = blocks.DateBlock(label=_("Not before"), required=False)
    latest = blocks.DateBlock(label=_("Not after"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        self.refuse_if_crossed(cleaned, "earliest", "latest")
        return cleaned

    class Meta:
        label, icon, group = _("Date"), "date", _("Numbers")
        form_layout = layout("earliest", "latest")
        label_format = "{label}"


class FilesBlock(QuestionBlock):
    """Private uploads."""

    kind = "files"
    types = blocks.MultipleChoiceBlock(
        label=_("What may be attached"),
        choices=[
            ("document", _("Documents (PDF, HWP, HWPX, DOCX, ODT)")),
            ("sheet", _("Spreadsheets (XLSX)")),
            ("picture", _("Pictures (JPG, PNG, HEIC, WEBP)")),
        ],
        default=["document", "picture"],
    )
    max_files = blocks.IntegerBlock(
        label=_("How many at most"), default=1, min_value=1, max_value=10
    )
    max_megabytes = blocks.IntegerBlock(
        label=_("Megabytes each at most"), default=10, min_value=1, max_value=MOST_MEGABYTES
    )

    class Meta:
        label, icon, group = _("Files"), "upload", _("Attachments and budget")
        form_layout = layout("types", "max_files", "max_megabytes")
        label_format = "{label}"


class BudgetBlock(QuestionBlock):
    """A budget by category."""

    kind = "budget"
    categories = DistinctList(OptionBlock(label=_("Category")), label=_("Categories"), min_num=1)
    max_grant = blocks.IntegerBlock(
        label=_("Grant at most (won)"),
        required=False,
        min_value=0,
        help_text=_("Leave it empty to take the most the form's own programme sets."),
    )

    class Meta:
        label, icon, group = _("Budget table"), "table", _("Attachments and budget")
        form_layout = layout("categories", "max_grant")
        label_format = "{label}"


class HeadingBlock(blocks.StructBlock):
    """Words between questions: a heading, an explanation, or both."""

    label = blocks.CharBlock(label=_("Heading"), max_length=200, required=False)
    hint = blocks.TextBlock(label=_("Explanation"), required=False, max_length=2000, rows=3)
    label_en = blocks.CharBlock(label=_("Heading in English"), max_length=200, required=False)
    hint_en = blocks.TextBlock(
        label=_("Explanation in English"), required=False, max_length=2000, rows=3
    )

    def question(self, value: Any, fallback_key: str) -> Question:
        """Return the words as an item that asks nothing."""
        return Question(
            key=fallback_key,
            kind="heading",
            required=False,
            **{name: value.get(name) or "" for name in ("label", "label_en", "hint", "hint_en")},
        )

    class Meta:
        label, icon, group = _("Heading or explanation"), "title", _("Layout")
        label_format = "{label}"


class StepBlock(Keyed):
    """Begins a new page of the form; the questions after it belong to it."""

    key_mark = "s"
    label = blocks.CharBlock(label=_("Title of the step"), max_length=60)
    hint = blocks.TextBlock(label=_("Introduction"), required=False, max_length=1000, rows=2)
    label_en = blocks.CharBlock(
        label=_("Title of the step in English"), max_length=60, required=False
    )
    hint_en = blocks.TextBlock(
        label=_("Introduction in English"), required=False, max_length=1000, rows=2
    )
    key = KeyBlock()

    class Meta:
        label, icon, group = _("New step"), "arrow-right-full", _("Layout")
        form_layout = BlockGroup(
            children=["label", "hint", "label_en", "hint_en"], settings=["key"]
        )
        label_format = "{label}"


class QuestionsBlock(blocks.StreamBlock):
    """A whole form: steps and questions in one list, so that a question is moved by dragging."""

    step = StepBlock()
    heading = HeadingBlock()
    short_text = ShortTextBlock()
    long_text = LongTextBlock()
    number = NumberBlock()
    won = WonBlock()
    date = DateQuestionBlock()
    choice = ChoiceQuestionBlock()
    choices = ChoicesQuestionBlock()
    yes_no = YesNoBlock()
    scale = ScaleBlock()
    district = DistrictBlock()
    files = FilesBlock()
    budget = BudgetBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        # Steps and questions are named apart: answers belong to questions only.
        seen: dict[tuple[bool, str], int] = {}
        errors = {}
        for index, child in enumerate(cleaned):
            key = (child.block_type == "step", child.value.get("key"))
            if key[1] and key in seen:
                message = _("Question %(number)s has this key already.") % {"number": seen[key] + 1}
                errors[index] = StructBlockValidationError({"key": ValidationError(message)})
            elif key[1]:
                seen[key] = index
        if errors:
            raise blocks.stream_block.StreamBlockValidationError(block_errors=errors)
        return cleaned
