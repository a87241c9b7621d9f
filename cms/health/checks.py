"""What must hold for the site to serve: each check returns None, or one sentence."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache as shared_cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cms.backup import recency
from cms.jobs.heartbeat import is_any_fresh
from plugins.api import HealthCheck
from plugins.registry import contributions, log_failure, registry

type Check = Callable[[], str | None]

LEAST_FREE = 512 * 1024 * 1024
"""Bytes: room for uploads, and for the database to write its log."""


def database() -> str | None:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return None if cursor.fetchone() == (1,) else "The database gives a wrong answer."


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    # Without a connection: what is on disk, squashed ones in place of those they replace.
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def migrations() -> str | None:
    """Every migration of this release is applied."""
    missing = _known_migrations() - set(MigrationRecorder(connection).applied_migrations())
    return f"{len(missing)} migrations are not applied." if missing else None


def worker() -> str | None:
    """Some worker lives."""
    return None if is_any_fresh() else "No worker has given a sign of life for a minute."


def disk() -> str | None:
    """There is room for what people send."""
    folder = Path(settings.PRIVATE_ROOT)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return None if free >= LEAST_FREE else f"Only {free // (1024 * 1024)} MB of disk are left."


def cache_store() -> str | None:
    """What is written to the shared cache can be read back."""
    key, value = "health", uuid4().hex
    shared_cache.set(key, value, 30)
    # Another process may write between; that it holds some value is what matters.
    return None if shared_cache.get(key) else "The cache forgets what is written to it."


NEED_DATABASE: dict[str, Check] = {"migrations": migrations, "worker": worker}
NEED_NOTHING: dict[str, Check] = {"disk": disk, "cache": cache_store}


def notices() -> dict[str, str]:
    """Return what wants a person soon, though the site can serve; empty when nothing does."""
    said = _ask("backup", recency.trouble)
    return {} if said == "ok" else {"backup": said}


def results() -> dict[str, str]:
    """Return ``{check: "ok" or a sentence}``; a check that raises tells its error's class only."""
    found = {"database": _ask("database", database)}
    checks = dict(NEED_NOTHING)
    if found["database"] == "ok":
        checks |= NEED_DATABASE
        checks |= {item.key: item.check for item in contributions(HealthCheck)}
    return found | {name: _ask(name, check) for name, check in checks.items()}


def _ask(name: str, check: Check) -> str:
    try:
        return check() or "ok"
    except Exception as error:  # noqa: BLE001 - any failure is the answer
        if name in registry().by_key:
            log_failure(name, error)
        return f"Failed: {type(error).__name__}."
