"""What the templates of questions cannot say themselves."""

from typing import Any

from django import template
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _

from cms.questions.definitions import Question
from cms.questions.kinds import KINDS
from cms.questions.kinds.budget import AMOUNTS, COLUMNS, Budget
from cms.questions.kinds.choices import Choice, DistrictChoice
from cms.questions.kinds.files import Files
from cms.questions.kinds.numbers import unit_of
from cms.questions.kinds.scales import Scale
from cms.questions.kinds.texts import LongText, ShortText
from cms.questions.text import whole_won

register = template.Library()


@register.filter
def unit(field: BoundField) -> str:
    """Return what stands behind the box: the unit of a number."""
    question = field.field.question
    return unit_of(question) if question.kind == "number" else ""


@register.filter
def budget_rows(field: BoundField) -> list[dict[str, Any]]:
    """Return the rows of a budget's form: label and the three boxes with what was typed."""
    question = field.field.question
    kind = field.field.kind
    assert isinstance(kind, Budget)  # noqa: S101 - used by that kind's template only
    typed = field.value() or {}
    hints = {item["key"]: item.get("hint", "") for item in question.options.get("categories", ())}
    rows = []
    for category, label in kind.categories(question).items():
        cells = typed.get(category) or {}
        boxes = {
            column: {
                "name": f"{field.html_name}-{category}-{column}",
                "id": f"{field.auto_id}-{category}-{column}",
                "value": cells.get(column, ""),
                "label": kind.column_label(column),
                "is_wrong": column in AMOUNTS and field.errors and not _is_won(cells.get(column)),
            }
            for column in COLUMNS
        }
        rows.append({"label": label, "hint": hints.get(category, ""), **boxes})
    return rows


@register.filter
def budget_totals(field: BoundField) -> dict[str, Any]:
    """Return the sums of what can be read, and the most that may be asked for."""
    typed = field.value() or {}
    sums = {
        column: sum(
            whole_won(cells[column])
            for cells in typed.values()
            if cells.get(column) and _is_won(cells[column])
        )
        for column in AMOUNTS
    }
    most = field.field.question.options.get("max_grant")
    return {**sums, "most": most, "is_over": most is not None and sums["grant"] > most}


def _is_won(text: str | None) -> bool:
    if not text:
        return True
    try:
        whole_won(text)
    except ValidationError:
        return False
    return True


@register.filter
def files_limits(field: BoundField) -> str:
    """Return the sentence under a file box."""
    kind = field.field.kind
    assert isinstance(kind, Files)  # noqa: S101 - used by that kind's template only
    return kind.limits_text(field.field.question)


@register.filter
def files_full(field: BoundField) -> bool:
    """Return whether as many files are there as the question takes."""
    return len(field.field.present) >= field.field.kind.most(field.field.question)


@register.filter
def scale_ends(field: BoundField) -> tuple[str, str]:
    """Return the words at the two ends of a scale."""
    kind = field.field.kind
    assert isinstance(kind, Scale)  # noqa: S101 - used by that kind's template only
    return kind.ends(field.field.question)


@register.filter
def question_items(form: Any) -> list[dict[str, Any]]:
    """Return the items of an AnswerForm in order: a bound field, or a heading."""
    return [
        {"field": form[item.key]} if item.key in form.fields else {"heading": item}
        for item in form.items
    ]


@register.filter
def outline_parts(question: Question) -> dict[str, Any]:
    """Return a question's limits in words and its options, to be read without a form."""
    kind = KINDS[question.kind]
    if isinstance(kind, Budget):
        return {"limits": "", "options": list(kind.categories(question).values())}
    if isinstance(kind, DistrictChoice):
        return {"limits": "", "options": []}
    if isinstance(kind, Choice | Scale):
        return {"limits": "", "options": [label for _key, label in kind.options(question)]}
    if isinstance(kind, Files):
        return {"limits": kind.limits_text(question), "options": []}
    if isinstance(kind, ShortText | LongText):
        most = kind.limits(question)[1]
        words = _("Up to %(limit)s characters") % {"limit": f"{most:,}"}
        return {"limits": words, "options": []}
    return {"limits": unit_of(question), "options": []}
