"""What every kind of question can do with an answer.

An answer goes three ways: *raw* is what the form's widget gives (text, a list of texts,
a mapping of texts); *stored* is typed JSON; *shown* is what a reader sees. Empty is
stored as None. ``parse`` reads raw to stored and refuses what is not of the type;
``judge`` says what a stored answer lacks before it can be handed in.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.questions.definitions import Question
from cms.questions.text import tidy

TYPED = "typed"


def typed(raw: Any) -> dict[str, Any]:
    """Return the stored form of what could not be read as its type."""
    return {TYPED: raw}


def is_typed(stored: Any) -> bool:
    """Return whether a stored answer is kept just as it was typed."""
    return isinstance(stored, dict) and set(stored) == {TYPED}


class Kind:
    """One kind of question; instances have no state."""

    template = "cms/questions/answers/text.html"
    field_template = "cms/questions/fields/plain.html"

    def widget(self, question: Question) -> forms.Widget:
        """Return the form widget."""
        raise NotImplementedError

    def clean_raw(self, raw: Any) -> Any:
        """Return raw made fit to store; raises ValidationError when it cannot be kept at all."""
        return tidy(raw) if isinstance(raw, str) else raw

    def parse(self, question: Question, raw: Any) -> Any:
        """Return the stored answer, None when empty; raises ValidationError."""
        return raw or None

    def judge(self, question: Question, stored: Any) -> Iterator[str]:
        """Yield, in the reader's language, what is wrong with a typed, non-empty answer."""
        yield from ()

    def missing(self, question: Question) -> str:
        """Return the sentence for a required answer that is not there."""
        return _("Answer this question.")

    def problems(self, question: Question, stored: Any) -> list[str]:
        """Return all that stands against handing in this stored answer."""
        if is_typed(stored):
            try:
                stored = self.parse(question, stored[TYPED])
            except ValidationError as error:
                return list(error.messages)
        if stored is None:
            return [self.missing(question)] if question.required else []
        return list(self.judge(question, stored))

    def raw(self, question: Question, stored: Any) -> Any:
        """Return what the widget shows for a stored answer."""
        return stored[TYPED] if is_typed(stored) else stored

    def text(self, question: Question, stored: Any) -> str:
        """Return the answer as plain text, in the reader's language."""
        if stored is None:
            return ""
        return str(stored[TYPED] if is_typed(stored) else stored)

    def headers(self, question: Question) -> list[str]:
        """Return the headings of this question's columns in an export."""
        return [question.text]

    def cells(self, question: Question, stored: Any) -> list[str | int]:
        """Return the answer as cells, as many as ``headers``."""
        return [self.text(question, stored)]
