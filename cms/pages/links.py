"""Links editors set: to a page or to an address, shut while their plug-in is off."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, ResolverMatch, resolve, translate_url
from django.utils.translation import get_language, get_language_from_path, override
from django.utils.translation import gettext_lazy as _

from plugins.middleware import mounts_by_namespace
from plugins.state import is_enabled

_OUTSIDE = re.compile(r"^(https?://[^\s/]+|mailto:[^\s@]+@[^\s@]+|tel:[+0-9*#-]+)", re.IGNORECASE)
_INSIDE = re.compile(r"^/(?![/\\])\S*$")


def validate_address(value: str) -> None:
    """Refuse what is no address of this site (``/…``), of the web, a mailbox or a telephone."""
    if not (_INSIDE.match(value) or _OUTSIDE.match(value)):
        raise ValidationError(
            _("Write a full address (https://…), or one of this site that begins with /.")
        )


def in_language(address: str) -> str:
    """Return an address of this site in the language being read; other addresses as they are.

    Pages of the tree have their own addresses in each language and are left alone.
    """
    match, written_in = _match(address)
    if match is None or match.view_name == "wagtail_serve":
        return address
    read_in = get_language() or settings.LANGUAGE_CODE
    with override(written_in):
        return translate_url(address, read_in)


def is_open(address: str) -> bool:
    """Return whether ``address`` leads somewhere: false inside a plug-in that is off."""
    match, _language = _match(address)
    if match is None:
        # Media, static files, addresses without their last slash: not ours to judge.
        return True
    return all(
        is_enabled(mounts_by_namespace()[name][0])
        for name in match.namespaces
        if name in mounts_by_namespace()
    )


def _match(address: str) -> tuple[ResolverMatch | None, str]:
    """Return what answers at an address of this site, if anything, and its language."""
    path = urlsplit(address).path
    language = get_language_from_path(path) or settings.LANGUAGE_CODE
    if not address.startswith("/"):
        return None, language
    with override(language):
        try:
            return resolve(path), language
        except Resolver404:
            return None, language
