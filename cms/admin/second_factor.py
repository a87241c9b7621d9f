"""Staff hold a second factor: an authenticator app (TOTP) or a passkey.

Whoever may enter the admin must *hold* one, and the session at the door must have
*shown* one. Recovery codes alone are not holding one; they stand in for a lost device
only where one was enrolled. The rule guards every address of the admin and every
plug-in mount for staff; elsewhere the person is a member like others until it was shown.
``STAFF_SECOND_FACTOR = False`` lifts it.
"""

from collections.abc import Callable
from enum import Enum
from functools import cache, partial
from typing import Any

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from plugins.api import Access
from plugins.middleware import mounts_by_namespace

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
NEXT_SESSION_KEY = "staff_next"

# Addresses of the admin that serve no one's data: where one signs in and out.
OPEN = frozenset(
    {
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
    }
)


class Standing(Enum):
    """How a signed-in person stands before the rule."""

    PASSED = "passed"
    NOT_ENROLLED = "not enrolled"
    NOT_SHOWN = "not shown"


def standing(request: HttpRequest) -> Standing:
    """Return how the person of this request stands; one query."""
    if not getattr(settings, "STAFF_SECOND_FACTOR", True):
        return Standing.PASSED
    user = request.user
    if not Authenticator.objects.filter(user_id=user.pk, type__in=STRONG).exists():
        return Standing.NOT_ENROLLED
    shown = any(
        record.get("method") == "mfa"
        for record in get_authentication_records(request, user)  # type: ignore[arg-type]  # a signed-in person
    )
    return Standing.PASSED if shown else Standing.NOT_SHOWN


class StaffSecondFactorMiddleware:
    """Lead staff to enrol, or to show their second factor, before the admin opens.

    On every other address the rights of their role sleep until then.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        person = request.user
        request.user = SimpleLazyObject(partial(_asked_for_proof, request, person))  # type: ignore[assignment]  # lazy, as Django's own
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not _is_guarded(request) or not request.user.is_authenticated:
            return None  # the door itself leads visitors to sign in
        if not request.user.has_perm("wagtailadmin.access_admin"):
            # Wagtail would send members to sign in, who are: round and round.
            raise PermissionDenied
        return led_to_second_factor(request)


def _asked_for_proof(request: HttpRequest, person: Any) -> Any:
    """Return the person of this request, whose rights ask how they stand, once."""
    if person.is_authenticated:
        person.proof = cache(lambda: standing(request) is Standing.PASSED)
    return person


def led_to_second_factor(request: HttpRequest) -> HttpResponseBase | None:
    """Return the way to enrol or show a second factor, or None for who has shown one.

    For whoever may enter the admin; raises PermissionDenied where a script is asking.
    """
    stands = standing(request)
    if stands is Standing.PASSED:
        request.session.pop(NEXT_SESSION_KEY, None)
        return None
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    target = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
    if stands is Standing.NOT_SHOWN:
        return HttpResponseRedirect(f"{_where_to_show(request)}?{urlencode({'next': target})}")
    request.session[NEXT_SESSION_KEY] = target
    messages.info(
        request,
        _(
            "Staff sign in with a second factor. Set up an authenticator app on your phone, "
            "or a passkey; then the staff area opens."
        ),
    )
    return HttpResponseRedirect(reverse("mfa_index"))


def _where_to_show(request: HttpRequest) -> str:
    """Return the page that asks for what the person holds: a code, else a passkey."""
    has_app = Authenticator.objects.filter(
        user_id=request.user.pk, type=Authenticator.Type.TOTP
    ).exists()
    return reverse("mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn")


def _is_guarded(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    if request.path_info.startswith(reverse("wagtailadmin_home")):
        return match.view_name not in OPEN
    mounts = (mounts_by_namespace().get(namespace) for namespace in match.namespaces)
    return any(owned is not None and owned[1].access is Access.STAFF for owned in mounts)


@receiver(authenticator_added, dispatch_uid="cms.admin.second_factor")
def _enrolling_is_showing(**kwargs: Any) -> None:
    """Whoever enrols has just proved to hold the device: the session counts as shown."""
    request, authenticator = kwargs["request"], kwargs["authenticator"]
    if request is not None and authenticator.type in STRONG:
        record_authentication(
            request, kwargs["user"], "mfa", id=authenticator.pk, type=authenticator.type
        )
