"""Changing a form people have begun to answer: no answer may lose its question.

For every screen on which an editor builds a form, whatever it is for.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from cms.questions.definitions import Question, Questionnaire, Section
from cms.questions.forms import answer_form


def answered_and_lost(
    old: Questionnaire, new: Questionnaire, given: Iterable[Mapping[str, Any]]
) -> list[Question]:
    """Return the questions of ``old`` that ``new`` drops or asks as another kind, and that were
    answered in ``given``; by key."""
    kinds = {one.key: one.kind for one in new.questions}
    lost = {one.key: one for one in old.questions if kinds.get(one.key) != one.kind}
    answered: set[str] = set()
    if lost:
        for answers in given:
            answered |= lost.keys() & {key for key, value in answers.items() if value is not None}
    return [lost[key] for key in sorted(answered)]


def refuse_lost(lost: list[Question], message: Any) -> None:
    """Raise ValidationError with ``message`` naming the ``%(questions)s``, if there are any."""
    if lost:
        raise ValidationError(
            message, params={"questions": ", ".join(one.label for one in lost)}, code="answered"
        )


def previewed(form: Questionnaire) -> list[dict[str, Any]]:
    """Return each section with an empty form, as those who answer will see it."""

    def empty(index: int, section: Section) -> dict[str, Any]:
        return {"section": section, "form": answer_form(section, draft=True, prefix=f"p{index}")}

    return [empty(index, section) for index, section in enumerate(form.sections)]
