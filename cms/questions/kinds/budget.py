"""A budget table: one line for each category (비목), its basis, the grant and the own share.

Raw is ``{category: {"basis", "grant", "own"}}`` in text; stored is ``{"lines":
[{"category", "basis", "grant", "own"}], "grant", "own"}`` in whole won, with the sums
computed here and nowhere else. Lines left wholly empty are not stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.questions.definitions import Question, in_language
from cms.questions.kinds.base import TYPED, Kind, is_typed
from cms.questions.text import tidy, whole_won
from cms.templatetags.design import won

COLUMNS = ("basis", "grant", "own")
AMOUNTS = ("grant", "own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row as shown: texts in the form, won where they could be read."""

    category: str
    label: str
    hint: str
    basis: str
    grant: Any
    own: Any


class BudgetInput(forms.Widget):
    """Three boxes for each category; drawn by the question's own template."""

    def __init__(self, categories: list[str]) -> None:
        super().__init__()
        self.categories = categories

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, dict[str, str]]:
        return {
            category: {column: data.get(f"{name}-{category}-{column}") or "" for column in COLUMNS}
            for category in self.categories
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-{self.categories[0]}-basis" if self.categories else id_


class Budget(Kind):
    """A budget table."""

    template = "cms/questions/answers/budget.html"
    field_template = "cms/questions/fields/budget.html"

    def categories(self, question: Question) -> dict[str, str]:
        """Return ``{key: label}`` of the editor's categories."""
        return {
            item["key"]: in_language(item["label"], item.get("label_en", ""))
            for item in question.options.get("categories", ())
        }

    def widget(self, question: Question) -> forms.Widget:
        return BudgetInput(list(self.categories(question)))

    def clean_raw(self, raw: Any) -> Any:
        return {
            category: {column: tidy(cells[column]).strip() for column in COLUMNS}
            for category, cells in raw.items()
        }

    def parse(self, question: Question, raw: Any) -> Any:
        lines, errors = [], []
        for category, label in self.categories(question).items():
            cells = (raw or {}).get(category) or {}
            if not any(cells.get(column) for column in COLUMNS):
                continue
            line: dict[str, Any] = {"category": category, "basis": cells.get("basis", "").strip()}
            for column in AMOUNTS:
                try:
                    line[column] = whole_won(cells[column]) if cells.get(column) else 0
                except ValidationError as error:
                    errors.append(f"{label}, {self.column_label(column)}: {error.messages[0]}")
            if line["basis"] or any(line.get(column) for column in AMOUNTS):
                lines.append(line)
        if errors:
            raise ValidationError(errors, code="won")
        return self.summed(lines) if lines else None

    @staticmethod
    def summed(lines: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the stored budget of these lines, sums included."""
        return {"lines": lines, **{c: sum(line[c] for line in lines) for c in AMOUNTS}}

    @staticmethod
    def column_label(column: str) -> str:
        """Return the heading of a column."""
        return {
            "basis": _("Basis of calculation"),
            "grant": _("Grant"),
            "own": _("Own share"),
        }[column]

    def judge(self, question: Question, stored: Any) -> Iterator[str]:
        labels = self.categories(question)
        for line in stored["lines"]:
            label = labels.get(line["category"])
            if label is None:
                yield _("A category that is no longer in this form has an amount. Save once more.")
            elif line["grant"] + line["own"] and not line["basis"]:
                yield _("%(category)s: write how you arrived at the amount.") % {"category": label}
            elif not line["grant"] + line["own"]:
                yield _("%(category)s: enter an amount.") % {"category": label}
        most = question.options.get("max_grant")
        if most is not None and stored["grant"] > most:
            yield _("The grant is %(grant)s; at most %(most)s are possible. %(over)s too much.") % {
                "grant": won(stored["grant"]),
                "most": won(most),
                "over": won(stored["grant"] - most),
            }
        if question.required and not stored["grant"]:
            yield _("Enter the grant you ask for.")

    def missing(self, question: Question) -> str:
        return _("Fill in the budget.")

    def raw(self, question: Question, stored: Any) -> Any:
        if stored is None or is_typed(stored):
            return super().raw(question, stored)
        return {
            line["category"]: {
                "basis": line["basis"],
                **{c: f"{line[c]:,}" if line[c] else "" for c in AMOUNTS},
            }
            for line in stored["lines"]
        }

    def lines(self, question: Question, stored: Any) -> list[Line]:
        """Return the rows of a stored answer for readers, without the empty ones."""
        labels = self.categories(question)
        if stored is None:
            return []
        if is_typed(stored):
            rows = [{"category": key, **cells} for key, cells in stored[TYPED].items()]
        else:
            rows = stored["lines"]
        return [
            Line(label=labels.get(row["category"], row["category"]), hint="", **row)
            for row in rows
            if any(row.get(column) for column in COLUMNS)
        ]

    def text(self, question: Question, stored: Any) -> str:
        return "; ".join(
            f"{line.label}: {line.basis} = {line.grant} + {line.own}"
            for line in self.lines(question, stored)
        )

    def headers(self, question: Question) -> list[str]:
        heads = []
        for label in self.categories(question).values():
            heads += [f"{question.text} – {label}, {self.column_label(c)}" for c in COLUMNS]
        return heads + [f"{question.text} – {_('Total')}, {self.column_label(c)}" for c in AMOUNTS]

    def cells(self, question: Question, stored: Any) -> list[str | int]:
        budget = stored if isinstance(stored, dict) and not is_typed(stored) else None
        lines = {line["category"]: line for line in (budget or {"lines": []})["lines"]}
        cells: list[str | int] = []
        for category in self.categories(question):
            line = lines.get(category, {})
            cells += [line.get("basis", ""), line.get("grant", ""), line.get("own", "")]
        return cells + [(budget or {}).get(column, "") for column in AMOUNTS]
