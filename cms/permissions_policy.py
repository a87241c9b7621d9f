"""What the browser may do for pages of this site: sign in with a passkey, and nothing else.

No page asks for the microphone or the place, and for the camera only one that sets the header
itself (the door of a class, to read tickets); said so in a header, no script that ever got in
could.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

HEADER = "Permissions-Policy"


def header_of(policy: dict[str, str]) -> str:
    """Return the header's value: ``camera=(), publickey-credentials-get=(self)``."""
    return ", ".join(f"{feature}=({who})" for feature, who in policy.items())


class PermissionsPolicyMiddleware:
    """Give every answer the policy of ``PERMISSIONS_POLICY``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.value = header_of(settings.PERMISSIONS_POLICY)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.value)
        return response
