"""Whole numbers with a unit, and won."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cms.design.fields import WonInput
from cms.questions.definitions import Question, in_language
from cms.questions.kinds.base import Kind, is_typed
from cms.questions.text import whole_number, whole_won
from cms.templatetags.design import won


def unit_of(question: Question) -> str:
    """Return the unit in the reader's language."""
    return in_language(question.options.get("unit") or "", question.options.get("unit_en") or "")


class Number(Kind):
    """A whole number."""

    def widget(self, question: Question) -> forms.Widget:
        return forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})

    def parse(self, question: Question, raw: Any) -> Any:
        text = str("" if raw is None else raw).strip()
        return self.read(question, text) if text else None

    def read(self, question: Question, text: str) -> int:
        """Return the number in non-empty text; raises ValidationError."""
        for unit in (question.options.get("unit"), question.options.get("unit_en")):
            text = text.removesuffix(unit or "")
        return whole_number(text)

    def judge(self, question: Question, stored: Any) -> Iterator[str]:
        least, most = question.options.get("minimum"), question.options.get("maximum")
        if least is not None and stored < least:
            yield _("Enter %(least)s or more.") % {"least": self.amount(question, least)}
        if most is not None and stored > most:
            yield _("Enter %(most)s or less.") % {"most": self.amount(question, most)}

    def missing(self, question: Question) -> str:
        return _("Enter a number.")

    def amount(self, question: Question, value: int) -> str:
        """Return the number with its unit."""
        unit = unit_of(question)
        gap = " " if unit and unit.isascii() else ""
        return f"{value:,}{gap}{unit}"

    def text(self, question: Question, stored: Any) -> str:
        if stored is None or is_typed(stored):
            return super().text(question, stored)
        return self.amount(question, stored)

    def cells(self, question: Question, stored: Any) -> list[str | int]:
        if isinstance(stored, int):
            return [stored]
        return super().cells(question, stored)


class Won(Number):
    """An amount of whole won."""

    def widget(self, question: Question) -> forms.Widget:
        return WonInput()

    def read(self, question: Question, text: str) -> int:
        return whole_won(text)

    def amount(self, question: Question, value: int) -> str:
        return str(won(value))

    def missing(self, question: Question) -> str:
        return _("Enter an amount in won.")
