"""A step on a scale, one to five mostly, with words at its two ends."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.questions.definitions import Question, in_language
from cms.questions.kinds.base import Kind, is_typed

USUAL_STEPS = 5
LEAST_STEPS, MOST_STEPS = 2, 10


class Scale(Kind):
    """One of the whole numbers from 1 to ``steps``; stored is the number."""

    field_template = "cms/questions/fields/scale.html"

    def steps(self, question: Question) -> int:
        """Return how many steps the scale has."""
        given = question.options.get("steps") or USUAL_STEPS
        return max(LEAST_STEPS, min(int(given), MOST_STEPS))

    def ends(self, question: Question) -> tuple[str, str]:
        """Return the words at the lowest and at the highest step, in the reader's language."""
        low, high = (
            in_language(question.options.get(name), question.options.get(f"{name}_en"))
            for name in ("low", "high")
        )
        return low, high

    def options(self, question: Question) -> list[tuple[str, str]]:
        """Return ``(number, label)`` of each step; the ends carry their words."""
        steps = self.steps(question)
        ends = dict(zip((1, steps), self.ends(question), strict=True))
        return [
            (str(step), f"{step} {ends[step]}" if ends.get(step) else str(step))
            for step in range(1, steps + 1)
        ]

    def widget(self, question: Question) -> forms.Widget:
        return forms.RadioSelect(choices=self.options(question))

    def parse(self, question: Question, raw: Any) -> Any:
        if not raw:
            return None
        if str(raw) not in dict(self.options(question)):
            raise ValidationError(_("Choose one of the steps."), code="choice")
        return int(raw)

    def judge(self, question: Question, stored: Any) -> Iterator[str]:
        # The editor may have shortened the scale since.
        if not isinstance(stored, int) or not 1 <= stored <= self.steps(question):
            yield _("Choose one of the steps.")

    def missing(self, question: Question) -> str:
        return _("Choose one.")

    def raw(self, question: Question, stored: Any) -> Any:
        raw = super().raw(question, stored)
        return None if raw is None else str(raw)

    def text(self, question: Question, stored: Any) -> str:
        if stored is None or is_typed(stored):
            return super().text(question, stored)
        return dict(self.options(question)).get(str(stored), str(stored))

    def cells(self, question: Question, stored: Any) -> list[str | int]:
        return [stored] if isinstance(stored, int) else super().cells(question, stored)
