"""Answers as a whole: what stands against handing in, and whether two are the same."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cms.questions.definitions import Questionnaire
from cms.questions.kinds import KINDS


def problems(form: Questionnaire, answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return ``{question key: sentences}`` of what must be mended before handing in."""
    found = {
        question.key: KINDS[question.kind].problems(question, answers.get(question.key))
        for question in form.questions
    }
    return {key: messages for key, messages in found.items() if messages}


def digest(stored: Any) -> str:
    """Return a short mark of one stored answer: the same mark, the same answer."""
    plain = json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def filled(form: Questionnaire, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return only the answers this form asks for, without the empty ones."""
    return {
        question.key: answers[question.key]
        for question in form.questions
        if answers.get(question.key) is not None
    }
