"""What stands around every page, gathered once per request.

The frame must never be the reason a page fails: with no site, no user and no request (an
error page, a preview) it is still a frame. For someone not signed in it holds nothing of
the visitor's, so that whole pages can be kept and served again.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from cms.design.theme import theme_address
from cms.models import centre
from cms.navigation import navigation


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what ``base.html`` shows around a page, texts in the language being spoken."""
    facts, ways = centre(request), navigation(request)
    user = getattr(request, "user", None)
    phone = facts.text("hotline") or facts.phone
    return {
        "name": facts.text("name") or _("Working parents' centre"),
        "masthead": facts.text("masthead"),
        "notice": facts.notice_now(),
        "phone": phone,
        "phone_digits": facts.hotline_number or digits(phone),
        "hours": facts.text("opening_hours"),
        "address": facts.text("address"),
        "email": facts.email,
        "elsewhere": facts.elsewhere(),
        "theme_url": theme_address(facts.brand_colour),
        "items": ways.menu,
        "languages": ways.languages,
        "legal": ways.legal,
        "home_url": ways.home_url or "/",
        "search_url": address("search"),
        "user": user,
        "my_url": address("members:home"),
        "admin_url": reverse("wagtailadmin_home") if may_enter_admin(user) else "",
        "sign_in_url": with_next(reverse("account_login"), request.get_full_path()),
        "sign_up_url": reverse("account_signup"),
    }


def may_enter_admin(user: Any) -> bool:
    """Say whether a person sees the way into the staff area."""
    return bool(user and user.is_authenticated and user.has_perm("wagtailadmin.access_admin"))


def digits(phone: str) -> str:
    """Return what to dial, digits only."""
    return "".join(sign for sign in phone if sign.isdigit())


def with_next(url: str, path: str) -> str:
    """Return an address that leads back to ``path``, which belongs to this site."""
    return url if "/accounts/" in path else f"{url}?{urlencode({'next': path})}"


def address(name: str) -> str:
    """Return the address of a view that may not be installed, else an empty text."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
