"""What a signed-in person is shown stays between them and the site.

Every page made for somebody signed in is marked ``private, no-store`` unless its view said
something else: a shared computer's back button, or a proxy, shows it to nobody.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase

type View = Callable[[HttpRequest], HttpResponseBase]


class PrivateAnswersMiddleware:
    """Mark answers to signed-in people; ask about the session only where there is a cookie."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            and "Cache-Control" not in response
            and request.user.is_authenticated
        ):
            response["Cache-Control"] = "private, no-store"
        if getattr(request, "staff_signed_out", False):
            response["Clear-Site-Data"] = '"storage"'
        return response


@receiver(user_logged_out, dispatch_uid="members.middleware")
def _note_signing_out(request: HttpRequest | None, user: Any, **_kwargs: Any) -> None:
    if request is not None and user is not None and user.has_perm("wagtailadmin.access_admin"):
        request.staff_signed_out = True  # type: ignore[attr-defined]  # read by the middleware above
