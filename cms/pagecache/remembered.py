"""What stands around every page, remembered by each process until anything public changes.

Pages for people who are signed in are never kept, but the centre's settings and the menu
around them are the same as for anybody. They are remembered by the rules of a kept page: with
the version read before they were, not while a change is under way, and for a minute at most.
"""

import time
from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings

from cms.pagecache.version import version

_remembered: dict[Hashable, tuple[Any, float, Any]] = {}


def remembered[Value](key: Hashable, read: Callable[[], Value]) -> Value:
    """Return what ``read`` returned last for ``key``, or read it now. Nobody may change it.

    Keys are few and known: nothing a visitor sends may be part of one.
    """
    if not settings.PAGE_CACHE:
        return read()
    today, now = version(), time.monotonic()
    read_at = today.read()
    found = _remembered.get(key)
    if found is not None and found[0] == read_at and now < found[1]:
        return found[2]
    settled = today.is_settled()
    value = read()
    if settled:
        _remembered[key] = (read_at, now + settings.PAGE_CACHE.get("SECONDS", 60), value)
    return value


def forget() -> None:
    """Remember nothing any more; for tests, whose changes are rolled back."""
    _remembered.clear()
