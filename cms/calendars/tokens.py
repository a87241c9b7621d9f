"""The secret in a personal calendar's address: whoever holds it may read, until it is renewed."""

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from cms.audit import log


def is_plausible(token: str) -> bool:
    """Return whether the token may ever have been handed out; also keeps NUL away."""
    return 20 <= len(token) <= 64 and token.isascii() and token.isprintable()  # noqa: PLR2004 - the field's bounds


def holder(token: str) -> Any | None:
    """Return the active person whose calendar the token opens, or None; one query."""
    if not is_plausible(token):
        return None
    return get_user_model().objects.filter(calendar_token=token, is_active=True).first()


@transaction.atomic
def renew(user: Any, *, by: Any) -> str:
    """Give the person a new secret and return it; the old address stops working at once."""
    user.calendar_token = secrets.token_urlsafe(32)
    user.save(update_fields=["calendar_token"])
    log.record("calendars.address.renewed", subject=user, by=by)
    return user.calendar_token
