"""The question on the member's profile: reminders, and on which channels."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.channels import channels
from events.domain import reminders
from events.models import ReminderChoice
from events.models.reminder import MAIL


def offered() -> list[tuple[str, Any]]:
    """Return the channels a member may choose from, with their words."""
    ways = [(key, channel.label) for key, channel in channels().items()]
    return [(MAIL, pgettext_lazy("reminders", "By e-mail")), *ways]


class ReminderForm(forms.Form):
    """Where the member wants to be reminded; none chosen: nowhere."""

    channels = forms.MultipleChoiceField(
        label=_("Remind me before my classes"),
        help_text=_("A day before and again shortly before the start. Choose none for none."),
        required=False,
        choices=offered,
        widget=forms.CheckboxSelectMultiple,
    )


def initial(person: Any) -> Mapping[str, Any]:
    """Return the channels that are not switched off."""
    off = set(
        ReminderChoice.objects.filter(person=person).values_list("channel", flat=True)
        if person.pk
        else ()
    )
    return {"channels": [key for key, _label in offered() if key not in off]}


def save(person: Any, values: Mapping[str, Any], _by: Any) -> None:
    """Keep what was chosen of what was offered."""
    reminders.choose(person, values["channels"], offered=[str(key) for key, _label in offered()])
