"""A day of the calendar."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.questions.definitions import Question
from cms.questions.kinds.base import Kind, is_typed
from cms.templatetags.design import day

_DATE = re.compile(r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?")


class Date(Kind):
    """A date, stored as ``YYYY-MM-DD``; ``2026. 11. 22.`` and ``2026년 11월 22일`` are read too."""

    def widget(self, question: Question) -> forms.Widget:
        return forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def parse(self, question: Question, raw: Any) -> Any:
        text = unicodedata.normalize("NFKC", str(raw or "")).strip()
        if not text:
            return None
        found = _DATE.fullmatch(text)
        try:
            return date(*map(int, found.groups())).isoformat() if found else self._refuse()
        except ValueError:
            return self._refuse()

    def _refuse(self) -> None:
        raise ValidationError(_("Enter a date such as 2026-11-22."), code="date")

    def judge(self, question: Question, stored: Any) -> Iterator[str]:
        earliest, latest = question.options.get("earliest"), question.options.get("latest")
        if earliest and stored < earliest:
            yield _("Choose %(day)s or later.") % {"day": day(date.fromisoformat(earliest))}
        if latest and stored > latest:
            yield _("Choose %(day)s or earlier.") % {"day": day(date.fromisoformat(latest))}

    def missing(self, question: Question) -> str:
        return _("Enter a date.")

    def text(self, question: Question, stored: Any) -> str:
        if stored is None or is_typed(stored):
            return super().text(question, stored)
        return str(day(date.fromisoformat(stored)))

    def cells(self, question: Question, stored: Any) -> list[str | int]:
        return [stored if isinstance(stored, str) else super().text(question, stored)]
