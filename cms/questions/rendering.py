"""Answers to read (before handing in, by staff, in print) and as cells of an export.

The one place that knows how an answer looks; ``{% include "cms/questions/answers.html"
with sections=… only %}`` draws what ``answered`` returns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cms.questions.definitions import Question, Questionnaire, Section
from cms.questions.kinds import KINDS, is_typed
from cms.questions.kinds.budget import AMOUNTS, Budget
from cms.questions.kinds.choices import Choices


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answer."""

    question: Question
    stored: Any
    problems: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """The template that draws it."""
        return KINDS[self.question.kind].template

    @property
    def is_empty(self) -> bool:
        return self.stored is None or self.stored == []

    @property
    def is_typed(self) -> bool:
        """Whether it is kept as typed because it could not be read."""
        return is_typed(self.stored)

    @property
    def text(self) -> str:
        return KINDS[self.question.kind].text(self.question, self.stored)

    @property
    def lines(self) -> list[Any]:
        """The parts of an answer that has several: labels, or lines of a budget."""
        kind = KINDS[self.question.kind]
        if isinstance(kind, Choices | Budget):
            return kind.lines(self.question, self.stored)
        return []

    @property
    def totals(self) -> dict[str, int] | None:
        """The sums of a budget that could be read."""
        if self.question.kind != "budget" or self.is_empty or self.is_typed:
            return None
        return {column: self.stored[column] for column in AMOUNTS}


@dataclass(frozen=True, slots=True)
class AnsweredSection:
    """One section with its answers."""

    section: Section
    items: tuple[Answered, ...]
    change_url: str = ""

    @property
    def problem_count(self) -> int:
        return sum(1 for item in self.items if item.problems)


def plain_answers(form: Questionnaire, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``{question: answer}`` in words; what has parts as it is stored."""
    return {
        item.question.text: item.stored if isinstance(item.stored, dict | list) else item.text
        for section in answered(form, answers)
        for item in section.items
        if not item.is_empty
    }


def answered(
    form: Questionnaire,
    answers: Mapping[str, Any],
    *,
    problems: Mapping[str, list[str]] | None = None,
    change_urls: Mapping[str, str] | None = None,
    kinds: frozenset[str] | None = None,
) -> list[AnsweredSection]:
    """Return the whole form with its answers, to be drawn; ``kinds`` narrows it to some."""
    sections = []
    for section in form.sections:
        items = tuple(
            Answered(item, answers.get(item.key), tuple((problems or {}).get(item.key, ())))
            for item in section.questions
            if kinds is None or item.kind in kinds
        )
        if items:
            sections.append(
                AnsweredSection(section, items, (change_urls or {}).get(section.key, ""))
            )
    return sections


def export_headers(form: Questionnaire) -> list[str]:
    """Return the headings of all the questions' columns."""
    return [head for question in form.questions for head in KINDS[question.kind].headers(question)]


def export_cells(form: Questionnaire, answers: Mapping[str, Any]) -> list[str | int]:
    """Return one row: as many cells as ``export_headers``; texts and whole numbers."""
    return [
        cell
        for question in form.questions
        for cell in KINDS[question.kind].cells(question, answers.get(question.key))
    ]
