"""How long a page may be served again although nothing was changed.

Content that depends on the clock ("six days left", "opens at ten") changes without
anybody's doing. Its renderer says when: ``until(request, course.opens_at)``. Whatever
nobody spoke of is bounded by ``PAGE_CACHE["SECONDS"]`` and by midnight in Seoul.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone


class Bound:
    """The earliest instant named so far while one page is rendered, as a POSIX time."""

    __slots__ = ("at",)

    def __init__(self, at: float) -> None:
        self.at = at


_bound: ContextVar[Bound | None] = ContextVar("pagecache_bound", default=None)


def until(_request: HttpRequest | None, *instants: datetime | None) -> None:
    """Say that the page being rendered is no longer true from the first of ``instants`` on.

    Aware datetimes; None and what has passed do not count. Outside a rendering that
    may be kept this does nothing. The request may be None where none is at hand.
    """
    bound = _bound.get()
    if bound is None:
        return
    now = time.time()
    for instant in instants:
        if instant is not None and now < instant.timestamp() < bound.at:
            bound.at = instant.timestamp()


def never_keep() -> None:
    """Say that the page being rendered is this visitor's alone and must not be kept at all."""
    bound = _bound.get()
    if bound is not None:
        bound.at = 0.0


@contextmanager
def bounded(seconds: float) -> Iterator[Bound]:
    """Collect the bound of what is rendered in the block."""
    bound = Bound(min(time.time() + seconds, next_midnight()))
    token = _bound.set(bound)
    try:
        yield bound
    finally:
        _bound.reset(token)


def next_midnight() -> float:
    """Return the next midnight of the site's own time zone, as a POSIX time."""
    today = timezone.localtime(timezone=timezone.get_default_timezone())
    tomorrow = (today + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return tomorrow.timestamp()
