"""What a survey found, with small numbers left out.

Fewer than ``LEAST_RESPONSES`` answers, to the survey or to one question, and nothing but
their count is told. Where somebody stands in a group of fewer than ``LEAST_CELL``, groups are
joined until each is large enough, on a scale with those beside it, elsewhere with the next
smallest; so no number below it is told, nor can be worked out from the others.
Free texts come in an order drawn by chance for each question: those of one person stand
nowhere together. Pages, charts and exports all read these results, never the rows.
"""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.questions.definitions import Question
from cms.questions.kinds import KINDS, is_typed
from cms.questions.kinds.choices import Choice, Choices
from cms.questions.kinds.numbers import Number
from cms.questions.kinds.scales import Scale
from cms.questions.kinds.texts import LongText, ShortText
from events.models import Survey

LEAST_RESPONSES = 5
LEAST_CELL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A group of answers: its words and how many gave them."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was answered to one question; empty where too few answered."""

    question: Question
    answered: int
    cells: Sequence[Cell] = ()
    mean: float | None = None
    texts: Sequence[str] = ()

    @property
    def is_suppressed(self) -> bool:
        """Whether too few answered to tell more than how many."""
        return self.answered < LEAST_RESPONSES


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What the whole survey found."""

    responses: int
    findings: Sequence[Finding] = ()

    @property
    def is_suppressed(self) -> bool:
        return self.responses < LEAST_RESPONSES

    def finding(self, key: str) -> Finding:
        """Return what was answered to the question of that key; raises LookupError."""
        for one in self.findings:
            if one.question.key == key:
                return one
        raise LookupError(key)


def results_of(survey: Survey) -> Results:
    """Return the results, in one query; nothing but the count while the survey is open."""
    rows = list(survey.responses.values_list("answers", flat=True))
    if survey.closed_at is None or len(rows) < LEAST_RESPONSES:
        return Results(responses=len(rows))
    return Results(
        responses=len(rows),
        findings=[
            _finding(question, [row[question.key] for row in rows if _is_given(row, question)])
            for question in survey.form.questions
        ],
    )


def _is_given(row: dict[str, Any], question: Question) -> bool:
    value = row.get(question.key)
    return value is not None and not is_typed(value)


def _finding(question: Question, values: list[Any]) -> Finding:
    kind = KINDS[question.kind]
    if isinstance(kind, ShortText | LongText):
        texts = [str(value) for value in values]
        secrets.SystemRandom().shuffle(texts)
        return Finding(question=question, answered=len(values), texts=texts)
    if len(values) < LEAST_RESPONSES:
        return Finding(question=question, answered=len(values))
    mean = None
    if isinstance(kind, Scale | Number):
        mean = round(sum(values) / len(values), 2)
    return Finding(
        question=question, answered=len(values), mean=mean, cells=_cells(question, kind, values)
    )


def _cells(question: Question, kind: Any, values: list[Any]) -> list[Cell]:
    if isinstance(kind, Choices):
        given = Counter(one for value in values for one in value)
    elif isinstance(kind, Choice | Scale):
        given = Counter(str(value) for value in values)
    else:
        return []
    counts = [(label, given[key]) for key, label in kind.options(question)]
    joined = counts
    if any(0 < count < LEAST_CELL for _label, count in counts):
        joined = _join_beside(counts) if isinstance(kind, Scale) else _join_smallest(counts)
    return [
        Cell(label=label, count=count, percent=round(100 * count / len(values)))
        for label, count in joined
    ]


def _join_beside(counts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Join the steps of a scale from below; what is left over goes to the last group."""
    groups: list[list[tuple[str, int]]] = [[]]
    for step in counts:
        if _size(groups[-1]) >= LEAST_CELL:
            groups.append([])
        groups[-1].append(step)
    if len(groups) > 1 and _size(groups[-1]) < LEAST_CELL:
        groups[-2].extend(groups.pop())
    return [(_span([label for label, _count in group]), _size(group)) for group in groups]


def _join_smallest(counts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Join the rarest options into one group; the others stand as they are."""
    rarest = sorted(counts, key=lambda one: one[1])
    joined = [one for one in rarest if one[1] < LEAST_CELL]
    others = rarest[len(joined) :]
    while others and _size(joined) < LEAST_CELL:
        joined.append(others.pop(0))
    kept = [one for one in counts if one in others]
    label = _("%(options)s together") % {"options": ", ".join(label for label, _count in joined)}
    return [*kept, (label, _size(joined))]


def _size(group: Sequence[tuple[str, int]]) -> int:
    return sum(count for _label, count in group)


def _span(labels: list[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{labels[0]} – {labels[-1]}"
