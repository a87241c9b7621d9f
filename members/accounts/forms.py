"""Signing in by a code that comes by mail."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm as AllauthRequestLoginCodeForm

from members.domain import people


class RequestLoginCodeForm(AllauthRequestLoginCodeForm):
    """As allauth's, but a sign-up nobody proved gets no code.

    A stranger may have typed the address together with a password of theirs; proving it
    by a code would hand them the account. Its owner is told how to join instead.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = None
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        get_adapter().clean_email(self.cleaned_data["email"])
        email: str = super().clean_email()
        if self._user and people.unproven().filter(pk=self._user.pk).exists():
            self._user = None
        return email
