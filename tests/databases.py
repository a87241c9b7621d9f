"""Migrated test databases, made once for each state of the code and copied ever after.

Migrating takes longer than most rooms of tests: every worker of every pass would do it anew.
A database is kept under the digest of all that its tables and first rows could come from, so
one that is out of date is never found: on SQLite a file in ``var/tests``, on PostgreSQL a
database of the server that only serves to be copied. What was not used for days is dropped.

``python -m tests.databases`` makes the one this environment needs, if it is missing, and
names it.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

FOLDER = Path(settings.BASE_DIR) / "var" / "tests"
PREFIX = "pumasi_tests_"
PROGRAMMES = {"events", "grants"}
KEPT_DAYS = 3
SECONDS_A_DAY = 24 * 60 * 60
# Of an app's folder, what no migration and no row can come from.
ASIDE = {"__pycache__", "static", "templates", "tests"}


def copy_instead_of_migrating(connection: BaseDatabaseWrapper) -> None:
    """Have Django make this connection's test database as a copy."""
    creation = connection.creation
    migrate = creation.create_test_db

    def create_test_db(verbosity: int = 1, *, autoclobber: bool = False, keepdb: bool = False):
        if keepdb:
            return migrate(verbosity, autoclobber=autoclobber, keepdb=keepdb)
        name = creation._get_test_db_name()
        _store(connection).copy(name, partial(migrate, 0, autoclobber=True))
        connection.close()
        settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
        connection.ensure_connection()
        return name

    creation.create_test_db = create_test_db
    # The first rows are put back by tests.rows, which needs no JSON of them.
    creation.serialize_db_to_string = lambda: ""


def smaller(plugins: Sequence[str]) -> list[str]:
    """Return the choice of plug-ins this one is grown from, as a site grows; else nothing.

    A site with all programmes is migrated from nothing, as most are, and so are members alone.
    """
    programmes = [name for name in plugins if name in PROGRAMMES]
    if len(programmes) > 1 or len(plugins) == 1:
        return []
    last = programmes[0] if programmes else plugins[-1]
    return [name for name in plugins if name != last]


def migrated(*plugins: str) -> Path:
    """Return a migrated SQLite file of a site with these plug-ins; not to be written to.

    Where it is missing a process with that choice of ``PLUGINS`` makes it.
    """
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.databases"],
        cwd=settings.BASE_DIR,
        env={
            **environment,
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "PLUGINS": ",".join(plugins),
        },
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Path(done.stdout.strip())


def digest() -> str:
    """Return a mark of all that tables and first rows could come from."""
    site_packages = Path(sysconfig.get_path("purelib"))
    found = hashlib.sha256()
    found.update(
        repr(
            (
                sys.version,
                sqlite3.sqlite_version,
                settings.INSTALLED_APPS,
                settings.LANGUAGES,
                settings.LANGUAGE_CODE,
                # name and version of all that is installed
                sorted(path.name for path in site_packages.glob("*.dist-info")),
            )
        ).encode()
    )
    found.update(Path(__file__).read_bytes())
    for folder in sorted({Path(app.path) for app in apps.get_app_configs()}):
        if site_packages in folder.parents:
            continue
        for path in sorted(folder.rglob("*")):
            within = path.relative_to(folder)
            if path.is_file() and path.suffix != ".mo" and not ASIDE.intersection(within.parts):
                found.update(f"{folder.name}/{within} {path.stat().st_size}\n".encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:20]


class _Files:
    """Migrated SQLite databases, as files."""

    def __init__(self, connection: BaseDatabaseWrapper):
        self.connection = connection

    def make(self, migrate: Any) -> Path:
        """Return the file; ``migrate`` makes a test database if there is none yet."""
        mark = digest()
        kept = FOLDER / f"{mark}.sqlite3"
        with _one_at_a_time(mark):
            if not kept.exists():
                begun = FOLDER / f"{mark}.begun"
                grown = smaller(settings.PLUGINS)
                if grown:
                    shutil.copy(migrated(*grown), begun)
                with _test_name(self.connection, str(begun)):
                    migrate(keepdb=bool(grown))
                    self.connection.close()
                begun.replace(kept)
                for path in FOLDER.iterdir():
                    if path.stat().st_mtime < time.time() - KEPT_DAYS * SECONDS_A_DAY:
                        path.unlink()
            os.utime(kept)
        return kept

    def copy(self, name: str, migrate: Any) -> None:
        for ending in ("-wal", "-shm"):
            Path(f"{name}{ending}").unlink(missing_ok=True)
        shutil.copy(self.make(migrate), name)


class _Templates:
    """Migrated PostgreSQL databases to which nothing may connect, so that they can be copied."""

    def __init__(self, connection: BaseDatabaseWrapper):
        self.connection = connection
        self.quote = connection.ops.quote_name

    def make(self, migrate: Any) -> str:
        """Return the database's name; ``migrate`` makes a test database if there is none yet."""
        mark = digest()
        kept = f"{PREFIX}{mark}"
        with _one_at_a_time(mark):
            if not self._run(f"SELECT 1 FROM pg_database WHERE datname = '{kept}'"):
                begun = f"{PREFIX}begun_{zlib.crc32(f'{FOLDER}{mark}'.encode())}"
                with _test_name(self.connection, begun):
                    migrate()
                    self.connection.close()
                    self.connection.close_pool()
                self._run(f"ALTER DATABASE {self.quote(begun)} RENAME TO {self.quote(kept)}")
                self._run(f"ALTER DATABASE {self.quote(kept)} ALLOW_CONNECTIONS false")
                self._drop_old()
            self._run(f"COMMENT ON DATABASE {self.quote(kept)} IS '{time.time():.0f}'")
        return kept

    def copy(self, name: str, migrate: Any) -> None:
        kept = self.make(migrate)
        self._run(f"DROP DATABASE IF EXISTS {self.quote(name)}")
        self._run(f"CREATE DATABASE {self.quote(name)} TEMPLATE {self.quote(kept)}")

    def _run(self, sql: str) -> list[Any]:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def _drop_old(self) -> None:
        for name, used in self._run(
            "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database "
            f"WHERE datname LIKE '{PREFIX}%'"
        ):
            if used and float(used) < time.time() - KEPT_DAYS * SECONDS_A_DAY:
                self._run(f"DROP DATABASE IF EXISTS {self.quote(name)}")


def _store(connection: BaseDatabaseWrapper) -> _Files | _Templates:
    return (_Templates if connection.vendor == "postgresql" else _Files)(connection)


@contextmanager
def _test_name(connection: BaseDatabaseWrapper, name: str) -> Iterator[None]:
    """Let a test database be made under another name."""
    before = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name
    try:
        yield
    finally:
        connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"] = before
        settings.DATABASES[connection.alias]["NAME"] = before[0]


@contextmanager
def _one_at_a_time(mark: str) -> Iterator[None]:
    """Wait for another process that makes the same database."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{mark}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> None:
    """Make this environment's database, and say where it is."""
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    migrate = partial(connection.creation.create_test_db, 0, autoclobber=True)
    sys.stdout.write(f"{_store(connection).make(migrate)}\n")


if __name__ == "__main__":
    main()
