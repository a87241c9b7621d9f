"""The run-time switch: which installed plug-ins are enabled.

A plug-in without a row is enabled. One that cannot be disabled is on whatever a row
says, and one whose requirement is off counts as off. Each process keeps what it read
for a moment (``PLUGIN_STATE_SECONDS``), and each request keeps one snapshot from start
to end, so that a page is never half one state and half another.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import OperationalError, ProgrammingError

from plugins.survey import required_by, survey

_pinned: ContextVar[frozenset[str] | None] = ContextVar("disabled_plugins", default=None)
_known: tuple[float, frozenset[str]] | None = None


def is_enabled(label: str) -> bool:
    """Return whether the plug-in of that app label is switched on."""
    return label not in disabled_labels()


def disabled_labels() -> frozenset[str]:
    """Return the labels of the plug-ins that are switched off, as this request sees it."""
    pinned = _pinned.get()
    return pinned if pinned is not None else _read()


def effective(switched_off: Iterable[str]) -> frozenset[str]:
    """Return what is off when those labels were switched off: they and what requires them."""
    plugins = survey().plugins
    off = {label for label in switched_off if label in plugins and plugins[label].can_disable}
    return frozenset(
        label for label in plugins if label in off or off & required_by(label, plugins)
    )


def _read() -> frozenset[str]:
    now = time.monotonic()
    if _known is not None and now - _known[0] < getattr(settings, "PLUGIN_STATE_SECONDS", 2):
        return _known[1]
    return read()


def read() -> frozenset[str]:
    """Return the labels of the plug-ins that are switched off, read now."""
    try:
        labels = effective(_stored())
    except (OperationalError, ProgrammingError):
        if _known is not None:
            return _known[1]  # a database that stumbles must not switch anything on
        if _table_exists():
            raise
        return frozenset()  # before the first migration nothing is off
    remember(labels)
    return labels


def _stored() -> list[str]:
    from plugins.models import PluginState

    # In a savepoint where there is a transaction: PostgreSQL gives up a transaction that
    # met a missing table.
    with transaction.atomic() if connection.in_atomic_block else _nothing():
        return list(PluginState.objects.filter(enabled=False).values_list("label", flat=True))


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _table_exists() -> bool:
    from plugins.models import PluginState

    return PluginState._meta.db_table in connection.introspection.table_names()


def remember(labels: frozenset[str]) -> None:
    """Take those labels as switched off in this process, until they are read again."""
    global _known
    _known = (time.monotonic(), labels)


def forget() -> None:
    """Read the switches anew at the next question in this process."""
    global _known
    _known = None


def snapshot() -> AbstractContextManager[None]:
    """Hold one state of the switches for the length of the block; one already held stays."""
    held = _pinned.get()
    return pinned(_read() if held is None else held)


@contextmanager
def pinned(labels: frozenset[str]) -> Iterator[None]:
    """Let ``labels`` be what is switched off, for the length of the block."""
    token = _pinned.set(labels)
    try:
        yield
    finally:
        _pinned.reset(token)
