"""Links editors set: to a page or to an address, shut while their plug-in is off."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
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


def is_open(address: str) -> bool:
    """Return whether ``address`` leads somewhere: false inside a plug-in that is off."""
    if not address.startswith("/"):
        return True
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        # Media, static files, addresses without their last slash: not ours to judge.
        return True
    return all(
        is_enabled(mounts_by_namespace()[name][0])
        for name in match.namespaces
        if name in mounts_by_namespace()
    )
