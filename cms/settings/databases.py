"""Which database and cache an installation uses.

SQLite is the default and a first-class choice for one machine. Its settings are
those that kept every committed row and sold no seat twice under load: immediate
transactions (a reader never turns writer half-way), write-ahead log, full
synchronisation, twenty seconds of patience for the one writer.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=FULL;"
        "PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-16000;"
        "PRAGMA temp_store=MEMORY;"
    ),
}
CONNECTION_SECONDS = 600
POSTGRES_OPTIONS: dict[str, Any] = {
    "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
    "options": "-c statement_timeout=20000 -c lock_timeout=10000",
}


def sqlite(path: Path) -> dict[str, Any]:
    """Return the settings of a SQLite database kept at ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": dict(SQLITE_OPTIONS),
        # Opening the file with all these settings, and closing it, takes longer than most answers.
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "TEST": {"NAME": str(path.with_name(f"test-{path.name}"))},
    }


def database_from_environment(var: Path) -> dict[str, Any]:
    """Return the database of ``$DATABASE_URL``, or SQLite under ``var``."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return sqlite(var / "pumasi.sqlite3")
    config: dict[str, Any] = dict(dj_database_url.parse(url))
    if config["ENGINE"].endswith("sqlite3"):
        return sqlite(Path(config["NAME"]))
    config["OPTIONS"] = {**POSTGRES_OPTIONS, **config.get("OPTIONS", {})}
    return config


def cache_from_environment(var: Path) -> dict[str, Any]:
    """Return the cache of ``$CACHE_URL`` (Redis), or files under ``var``.

    Rate limits count in this cache, so every process of an installation must share it.
    """
    url = os.environ.get("CACHE_URL", "")
    if url:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    return {
        "BACKEND": "cms.filecache.SparingFileCache",
        "LOCATION": str(var / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
