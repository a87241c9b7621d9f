"""Every kind of question, by the name stored in forms and snapshots; names never change."""

from cms.questions.kinds.base import Kind, is_typed, typed
from cms.questions.kinds.budget import Budget
from cms.questions.kinds.choices import Choice, Choices, DistrictChoice, YesNo
from cms.questions.kinds.dates import Date
from cms.questions.kinds.files import Files
from cms.questions.kinds.numbers import Number, Won
from cms.questions.kinds.scales import Scale
from cms.questions.kinds.texts import LongText, ShortText

KINDS: dict[str, Kind] = {
    "short_text": ShortText(),
    "long_text": LongText(),
    "number": Number(),
    "won": Won(),
    "choice": Choice(),
    "choices": Choices(),
    "yes_no": YesNo(),
    "scale": Scale(),
    "district": DistrictChoice(),
    "date": Date(),
    "files": Files(),
    "budget": Budget(),
}

__all__ = ["KINDS", "Kind", "is_typed", "typed"]
