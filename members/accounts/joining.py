"""What one is asked when joining, by whichever door: a name, perhaps a phone, consents.

allauth puts this form beneath its own sign-up forms. Each consent is a box of its own,
never ticked beforehand, named by the key of the text shown: what is stored is the
version that was read. Required and optional ones are asked apart.
"""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members import phones
from members.domain import consents
from members.models import ConsentText, Purpose, User
from members.queries import current_texts

_ASKED_LATER = frozenset({Purpose.CHILDREN})


class JoiningFields(forms.Form):
    """Fields both sign-up forms share; ``required_consents`` and ``optional_consents``
    give the boxes to the template, each field with its ``text``.
    """

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        help_text=_("Only if a class is cancelled at short notice."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    is_of_age = forms.BooleanField(
        label=_("I am 14 years old or older"),
        error_messages={"required": _("Only people aged 14 or older can join.")},
    )

    field_order = ["email", "password1", "name", "phone", "is_of_age"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts: dict[str, ConsentText] = {}
        for text in current_texts(timezone.now()):
            if text.purpose in _ASKED_LATER:
                continue
            name = f"consent_{text.pk}"
            self.texts[name] = text
            self.fields[name] = forms.BooleanField(
                label=text.local_title,
                required=text.is_required,
                error_messages={"required": _("Please agree to “%s” to join.") % text.local_title},
            )

    @property
    def required_consents(self) -> list[Any]:
        """The boxes without which one cannot join, as ``(bound field, text)``."""
        return [(self[name], text) for name, text in self.texts.items() if text.is_required]

    @property
    def optional_consents(self) -> list[Any]:
        """The boxes one may leave empty, as ``(bound field, text)``."""
        return [(self[name], text) for name, text in self.texts.items() if not text.is_required]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_phone(self) -> str:
        return phones.normalized(self.cleaned_data["phone"])

    def signup(self, request: HttpRequest, user: User) -> None:
        """Record the consents given; called by allauth once the person is saved."""
        given = [text for name, text in self.texts.items() if self.cleaned_data.get(name)]
        consents.give(user, given, by=user, now=timezone.now())
