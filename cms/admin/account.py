"""One's own settings in the admin: language, theme, notices.

Name, address, password and second factor are the account's, and are changed where every
member changes them.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel


class StaffAccountView(AccountView):
    """Wagtail's page without the form for a first and a last name, which nobody here has."""

    def get_panels(self) -> list[Any]:
        return [
            panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)
        ]


staff_account = require_admin_access(StaffAccountView.as_view())


def account_items(_request: HttpRequest) -> dict[str, str] | None:
    """Return the way to one's sign-in settings, for "More actions"."""
    try:
        url = reverse("mfa_index")
    except NoReverseMatch:
        return None
    return {
        "url": url,
        "label": _("Sign-in and security"),
        "help_text": _("Your address, password, authenticator app and passkeys."),
    }
