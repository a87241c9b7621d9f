"""What one process keeps of feeds: the texts of their last version.

A calendar joins the feeds of several plug-ins, and a change touches one of them; the texts
of the others need not be read again. Nothing is kept or taken inside a transaction: a
version read there may be undone and given again to something else.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

LIMIT = 8 * 1024 * 1024
"""Characters kept in all; the feeds least lately asked for go first."""

_lock = threading.Lock()
_feeds: OrderedDict[str, tuple[str, list[Any], int]] = OrderedDict()


def kept(name: str, version: str, make: Callable[[], Iterable[Any]]) -> list[Any]:
    """Return the values of that version of ``name``, made anew if another is kept or none."""
    if connection.in_atomic_block:
        return list(make())
    with _lock:
        known = _feeds.get(name)
        if known is not None and known[0] == version:
            _feeds.move_to_end(name)
            return known[1]
    values = list(make())
    if not values:
        # Quickly read again, and perhaps only what a failure left.
        return values
    size = sum(map(len, values)) if isinstance(values[0], str) else len(values)
    with _lock:
        _feeds.pop(name, None)
        _feeds[name] = (version, values, size)
        while sum(entry[2] for entry in _feeds.values()) > LIMIT:
            _feeds.popitem(last=False)
    return values


def forget() -> None:
    """Keep nothing, e.g. between tests that begin with a new database."""
    with _lock:
        _feeds.clear()
