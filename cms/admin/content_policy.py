"""The admin's own Content-Security-Policy; ``docs/decisions/0003-csp.md`` tells why.

Wagtail's date pickers and choosers still start themselves by a ``<script>`` beside their
field, and its editor sets style attributes. So in the admin, and nowhere else, inline
script *elements* and styles are let in; event-handler attributes, eval and anything
from another host are not. Public pages keep the strict policy, in previews too.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.csp import CSP


@cache
def admin_policy() -> dict[str, Any]:
    """Return the site's policy with what the admin needs besides."""
    return {
        **settings.SECURE_CSP,
        "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
        "script-src-attr": [CSP.NONE],
        "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
        "img-src": [CSP.SELF, "data:", "blob:"],
    }


class AdminContentPolicyMiddleware:
    """Give answers under the admin's address its policy, unless they carry one already.

    A preview does: it is rendered as the public page it shows.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(reverse("wagtailadmin_home")) and not hasattr(
            response, "_csp_config"
        ):
            # Django's own name for it: what the middleware of policies looks for.
            response._csp_config = admin_policy()  # type: ignore[attr-defined] # noqa: SLF001
        return response
