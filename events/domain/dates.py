"""Whether the numbers and dates of a course fit together: asked by its form, and at publishing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from events.domain.refusals import Refusal
from events.models import Course


class DoesNotFit(Refusal):
    """A course whose dates contradict each other is not published."""

    code = "does_not_fit"


_NAMES = (
    "takes_registrations", "capacity", "minimum", "decide_by", "admission",
    "registration_opens_at", "registration_closes_at", "childcare_capacity",
    "childcare_from_age", "childcare_to_age", "promotion", "offer_hours",
)  # fmt: skip


def misfits(values: Mapping[str, Any], *, starts_at: datetime | None) -> dict[str, str]:
    """Return ``{field: sentence}`` of what contradicts something else; empty when all fits.

    ``values`` are a course's fields by name (missing ones are not asked about); ``starts_at``
    is the beginning of its first session, None as long as there is none.
    """
    get = values.get
    found: dict[str, str] = {}
    if get("takes_registrations"):
        for rule in (_window, _seats, _decision, _lottery, _offer):
            found = {**rule(get, starts_at), **found}
    low, high = get("childcare_from_age"), get("childcare_to_age")
    if low is not None and high is not None and high < low:
        found["childcare_to_age"] = _("The youngest age comes before the oldest.")
    return found


def misfits_of(course: Course) -> dict[str, str]:
    """Return what does not fit in a course as it is stored."""
    values = {name: getattr(course, name) for name in _NAMES}
    return misfits(values, starts_at=course.starts_at)


def require_fit(course: Course) -> None:
    """Raise DoesNotFit with the first contradiction of a course about to be published."""
    for sentence in misfits_of(course).values():
        raise DoesNotFit(sentence)


type _Get = Callable[[str], Any]


def _window(get: _Get, _starts: datetime | None) -> dict[str, str]:
    opens, closes = get("registration_opens_at"), get("registration_closes_at")
    found = {}
    if not opens:
        found["registration_opens_at"] = _("From when can one register?")
    if not closes:
        found["registration_closes_at"] = _("Until when can one register?")
    if opens and closes and closes <= opens:
        found["registration_closes_at"] = _("Registration closes after it opens.")
    return found


def _seats(get: _Get, _starts: datetime | None) -> dict[str, str]:
    capacity, minimum = get("capacity"), get("minimum")
    if not capacity:
        return {"capacity": _("How many seats are there?")}
    if minimum and minimum > capacity:
        return {"minimum": _("There are fewer seats than that.")}
    return {}


def _decision(get: _Get, starts: datetime | None) -> dict[str, str]:
    decide_by, opens = get("decide_by"), get("registration_opens_at")
    if not decide_by:
        return {}
    if not get("minimum"):
        return {"minimum": _("Say how many are needed, or leave the day of decision empty.")}
    if opens and decide_by <= opens:
        return {"decide_by": _("It is decided after registration has opened.")}
    if starts and decide_by >= starts:
        return {"decide_by": _("It is decided before the first session begins.")}
    return {}


def _lottery(get: _Get, starts: datetime | None) -> dict[str, str]:
    closes = get("registration_closes_at")
    if get("admission") != Course.Admission.LOTTERY or not (closes and starts):
        return {}
    if closes < starts:
        return {}
    return {
        "registration_closes_at": _(
            "With a lottery registration closes before the first session, so that there is "
            "time to draw."
        )
    }


def _offer(get: _Get, _starts: datetime | None) -> dict[str, str]:
    if get("promotion") == Course.Promotion.OFFER and not get("offer_hours"):
        return {"offer_hours": _("An offered seat needs at least one hour to accept it.")}
    return {}
