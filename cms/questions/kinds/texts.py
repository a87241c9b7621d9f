"""Short and long text with limits, counted in characters, Hangul syllables as one."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cms.questions.definitions import Question
from cms.questions.kinds.base import Kind
from cms.questions.text import length


class _Text(Kind):
    default_maximum: int

    def limits(self, question: Question) -> tuple[int, int]:
        """Return the least and most characters."""
        options = question.options
        return options.get("min_chars") or 0, options.get("max_chars") or self.default_maximum

    def parse(self, question: Question, raw: Any) -> Any:
        return str(raw or "").strip() or None

    def judge(self, question: Question, stored: Any) -> Iterator[str]:
        least, most = self.limits(question)
        count = length(stored)
        if count > most:
            yield _("At most %(most)s characters, now %(count)s. Shorten it by %(over)s.") % {
                "most": f"{most:,}",
                "count": f"{count:,}",
                "over": f"{count - most:,}",
            }
        if count < least:
            yield _("At least %(least)s characters, now %(count)s.") % {
                "least": f"{least:,}",
                "count": f"{count:,}",
            }

    def missing(self, question: Question) -> str:
        return _("Write your answer.")


class ShortText(_Text):
    """One line."""

    default_maximum = 100

    def widget(self, question: Question) -> forms.Widget:
        _least, most = self.limits(question)
        return forms.TextInput({"data-limit": most})

    def parse(self, question: Question, raw: Any) -> Any:
        return " ".join(str(raw or "").split()) or None


class LongText(_Text):
    """Paragraphs."""

    default_maximum = 1000
    template = "cms/questions/answers/long_text.html"

    def widget(self, question: Question) -> forms.Widget:
        _least, most = self.limits(question)
        return forms.Textarea({"rows": min(14, max(5, most // 90)), "data-limit": most})
