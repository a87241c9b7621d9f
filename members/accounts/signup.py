"""Joining: by the sign-up form, or through another account.

One transaction makes the person, the address and the consents. Whether an address is
taken is never shown: its owner gets a mail instead. An address that somebody typed
but never proved is free for whoever proves it.
"""

from typing import Any

from allauth.account.forms import SignupForm as AccountSignupForm
from allauth.socialaccount.forms import SignupForm as ThirdPartySignupForm
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.audit import log
from members.domain import people
from members.models import User


class _Joining:
    """What both sign-up forms do when they are saved."""

    account_already_exists: bool
    cleaned_data: dict[str, Any]

    def validate_unique_email(self, value: str) -> str:
        email: str = super().validate_unique_email(value)  # type: ignore[misc]  # a mixin of allauth's forms
        if self.account_already_exists and people.unproven().filter(email__iexact=email).exists():
            self.account_already_exists = False
        return email

    def try_save(self, request: HttpRequest) -> Any:
        try:
            return super().try_save(request)  # type: ignore[misc]  # a mixin of allauth's forms
        except IntegrityError:
            # Two joined with one address at once: the second is answered like any
            # other whose address is taken.
            self.account_already_exists = True
            return super().try_save(request)  # type: ignore[misc]  # a mixin of allauth's forms

    def save(self, request: HttpRequest) -> User:
        with transaction.atomic():
            people.free_address(self.cleaned_data["email"])
            user: User = super().save(request)  # type: ignore[misc]  # a mixin of allauth's forms
            log.record("members.person.joined", subject=user, by=user)
        return user


class SignupForm(_Joining, AccountSignupForm):
    """Joining with an e-mail address; a password is optional, a code by mail does too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].help_text = _("We send a code of six digits to this address.")
        password = self.fields["password1"]
        password.label = _("Password")
        password.help_text = _(
            "At least 10 characters. Leave it empty to sign in with a code by mail each time."
        )
        # A mistake elsewhere in the form must not cost what was typed here.
        password.widget = forms.PasswordInput(
            render_value=True, attrs={"autocomplete": "new-password"}
        )
        self.fields["homepage"].widget = forms.TextInput(
            attrs={"tabindex": "-1", "autocomplete": "off"}
        )
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SocialSignupForm(_Joining, ThirdPartySignupForm):
    """Joining through Kakao, Naver or Google: the same questions, no password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)
