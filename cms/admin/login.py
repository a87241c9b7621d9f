"""Staff sign in and out where everybody does; Wagtail's own forms are closed."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache


@never_cache
def to_account_login(request: HttpRequest, otherwise: str = "wagtailadmin_home") -> HttpResponse:
    """Lead to the one sign-in page, keeping ``next``; whoever is in goes straight on.

    ``otherwise`` names where to, when no safe ``next`` is given.
    """
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = resolve_url(otherwise)
    if request.user.is_authenticated:
        return redirect(target)
    return redirect_to_login(target)
