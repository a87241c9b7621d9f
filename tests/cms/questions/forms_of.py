"""Small forms for tests."""

from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from cms.questions.definitions import Question, Questionnaire, Section
from cms.questions.forms import AnswerForm, answer_form

CHOICES = [
    {"key": "a", "label": "부모교육", "label_en": "Parents"},
    {"key": "b", "label": "자녀교육", "label_en": "Children"},
    {"key": "c", "label": "건강", "label_en": ""},
]
CATEGORIES = [
    {"key": "lecturer", "label": "강사비", "label_en": "Lecturer"},
    {"key": "food", "label": "다과비", "label_en": "Food"},
]
OPTIONS: dict[str, dict[str, Any]] = {
    "short_text": {"max_chars": 20},
    "long_text": {"min_chars": 5, "max_chars": 40},
    "number": {"unit": "명", "unit_en": "people", "minimum": 1, "maximum": 99},
    "won": {"minimum": None, "maximum": 2_000_000},
    "choice": {"choices": CHOICES},
    "choices": {"choices": CHOICES, "max_choices": 2},
    "yes_no": {},
    "scale": {
        "steps": 5,
        "low": "전혀 아니다",
        "high": "매우 그렇다",
        "low_en": "no",
        "high_en": "yes",
    },
    "district": {"outside": False},
    "date": {"earliest": "2027-01-01", "latest": "2027-12-31"},
    "files": {"types": ["document"], "max_files": 2, "max_megabytes": 1},
    "budget": {"categories": CATEGORIES, "max_grant": 1_000_000},
}


def question(kind: str, *, key: str = "q", required: bool = True, **options: Any) -> Question:
    return Question(
        key=key,
        kind=kind,
        label=f"질문 {kind}",
        label_en=f"Question {kind}",
        required=required,
        options={**OPTIONS[kind], **options},
    )


def everything() -> Questionnaire:
    """Return a form with one question of each kind, keyed by its kind."""
    return Questionnaire(
        (Section(key="all", title="모두", items=tuple(question(k, key=k) for k in OPTIONS)),)
    )


def form_of(form: Any, data: dict[str, Any], *, draft: bool, files: Any = None) -> AnswerForm:
    """Return the bound form; lists in ``data`` are several values of one name."""
    posted = QueryDict(mutable=True)
    for name, value in data.items():
        posted.setlist(f"q-{name}", value if isinstance(value, list) else [value])
    return answer_form(form, data=posted, files=files or MultiValueDict(), draft=draft)
