"""One of several, several of several, yes or no, a district of Seoul."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.districts import WITH_OUTSIDE, District
from cms.questions.definitions import Question, in_language
from cms.questions.kinds.base import TYPED, Kind, is_typed

RADIOS_AT_MOST = 8


class Choice(Kind):
    """One of the editor's options; stored is the option's key."""

    def options(self, question: Question) -> list[tuple[str, str]]:
        """Return ``(key, label)`` in the reader's language."""
        return [
            (option["key"], in_language(option["label"], option.get("label_en", "")))
            for option in question.options.get("choices", ())
        ]

    def widget(self, question: Question) -> forms.Widget:
        options = self.options(question)
        if len(options) > RADIOS_AT_MOST:
            return forms.Select(choices=[("", _("Choose one")), *options])
        return forms.RadioSelect(choices=options)

    def parse(self, question: Question, raw: Any) -> Any:
        if not raw:
            return None
        if raw not in dict(self.options(question)):
            raise ValidationError(_("Choose one of the options."), code="choice")
        return raw

    def judge(self, question: Question, stored: Any) -> Iterator[str]:
        # The editor may have taken an option away since it was chosen.
        if stored not in dict(self.options(question)):
            yield _("Choose one of the options.")

    def missing(self, question: Question) -> str:
        return _("Choose one.")

    def text(self, question: Question, stored: Any) -> str:
        if stored is None:
            return ""
        value = stored[TYPED] if is_typed(stored) else stored
        return dict(self.options(question)).get(value, str(value))


class Choices(Choice):
    """Several of the editor's options; stored is a list of keys in the options' order."""

    template = "cms/questions/answers/list.html"

    def widget(self, question: Question) -> forms.Widget:
        return forms.CheckboxSelectMultiple(choices=self.options(question))

    def clean_raw(self, raw: Any) -> Any:
        return [super(Choices, self).clean_raw(item) for item in raw or []]

    def parse(self, question: Question, raw: Any) -> Any:
        known = [key for key, _label in self.options(question)]
        if any(item not in known for item in raw or []):
            raise ValidationError(_("Choose among the options."), code="choice")
        return [key for key in known if key in (raw or [])] or None

    def judge(self, question: Question, stored: Any) -> Iterator[str]:
        if any(item not in dict(self.options(question)) for item in stored):
            yield _("Choose among the options.")
        least = question.options.get("min_choices")
        most = question.options.get("max_choices")
        if least and len(stored) < least:
            yield _("Choose at least %(least)s.") % {"least": least}
        if most and len(stored) > most:
            yield _("Choose at most %(most)s, now %(count)s.") % {
                "most": most,
                "count": len(stored),
            }

    def missing(self, question: Question) -> str:
        return _("Choose at least one.")

    def lines(self, question: Question, stored: Any) -> list[str]:
        """Return the labels chosen."""
        labels = dict(self.options(question))
        items = stored[TYPED] if is_typed(stored) else stored
        return [labels.get(item, str(item)) for item in items or []]

    def text(self, question: Question, stored: Any) -> str:
        return ", ".join(self.lines(question, stored))


class YesNo(Choice):
    """Yes or no; stored is ``"yes"`` or ``"no"``."""

    def options(self, question: Question) -> list[tuple[str, str]]:
        return [("yes", _("Yes")), ("no", _("No"))]


class DistrictChoice(Choice):
    """A district of Seoul; stored is its value in ``cms.districts``."""

    def options(self, question: Question) -> list[tuple[str, str]]:
        source = WITH_OUTSIDE if question.options.get("outside") else District.choices
        return [(value, str(label)) for value, label in source]

    def missing(self, question: Question) -> str:
        return _("Choose a district.")
