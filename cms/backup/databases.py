"""The database as one file, taken at one instant while the site runs, and put back whole.

SQLite is copied by its own backup call, never as a file: a copied file loses committed
rows. PostgreSQL is dumped by ``pg_dump`` in a snapshot that this process counts rows in
too. Putting back is one transaction in both: it happens, or the old rows are still there.
"""

import gzip
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from cms.backup.refusals import BackupFailed, RestoreRefused, run_program

type Column = tuple[str, str]
"""A table and a column of it."""
type Ask = Callable[[str], list[tuple[Any, ...]]]

CLIENT = "postgresql-client"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What stood in the database at the instant of the dump.

    ``counts`` are rows by table; ``names`` the values of each column asked for, blanks left out.
    """

    counts: dict[str, int]
    names: dict[Column, set[str]]


class Database(Protocol):
    """One kind of database; ``member`` is the dump's name in the archive."""

    vendor: str
    member: str

    def dump(self, path: Path, columns: Iterable[Column] = ()) -> Snapshot:
        """Write the database to ``path`` as of one instant; raises BackupFailed."""

    def prepare(self, path: Path) -> Path:
        """Turn a dump into the file ``load`` takes, beside it; raises RestoreRefused."""

    def load(self, prepared: Path) -> None:
        """Replace everything in the database, in one transaction; raises RestoreRefused."""

    def counts(self) -> dict[str, int]:
        """Return the rows by table as they are now."""


def database() -> Database:
    """Return the site's database."""
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _taken(ask: Ask, tables: list[str], columns: Iterable[Column]) -> Snapshot:
    counts = {name: ask(f"SELECT count(*) FROM {_quote(name)}")[0][0] for name in sorted(tables)}  # noqa: S608 - names of tables
    names: dict[Column, set[str]] = {}
    for table, column in columns:
        if table in counts:
            rows = ask(f"SELECT {_quote(column)} FROM {_quote(table)}")  # noqa: S608 - names of tables
            names[table, column] = {value for (value,) in rows if value}
    return Snapshot(counts, names)


class Sqlite:
    """One file, copied through SQLite itself and packed by gzip."""

    vendor = "sqlite"
    member = "database.sqlite3.gz"

    def __init__(self) -> None:
        self.path = str(connection.settings_dict["NAME"])

    def dump(self, path: Path, columns: Iterable[Column] = ()) -> Snapshot:
        if not Path(self.path).is_file():
            raise BackupFailed(f"There is no database at {self.path}.")
        plain = path.with_suffix(".plain")
        plain.unlink(missing_ok=True)
        with closing(sqlite3.connect(self.path)) as live, closing(sqlite3.connect(plain)) as copy:
            # All pages in one step: the writers of this moment are before it or after it.
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            taken = _taken(_asking(copy), _sqlite_tables(copy), columns)
        with plain.open("rb") as source, gzip.open(path, "wb", compresslevel=6) as packed:
            shutil.copyfileobj(source, packed, 1 << 20)
        plain.unlink()
        return taken

    def prepare(self, path: Path) -> Path:
        plain = path.with_name("database.sqlite3")
        with gzip.open(path, "rb") as packed, plain.open("wb") as target:
            shutil.copyfileobj(packed, target, 1 << 20)
        with closing(sqlite3.connect(plain)) as copy:
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            raise RestoreRefused(f"{self.member} is not a sound database: {said}")
        return plain

    def load(self, prepared: Path) -> None:
        connection.close()
        Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(prepared)) as source, closing(_open(self.path)) as live:
            # Into the file that is there: whoever has it open sees the new rows, not a ghost.
            source.backup(live)

    def counts(self) -> dict[str, int]:
        with closing(_open(self.path)) as live:
            return _taken(_asking(live), _sqlite_tables(live), ()).counts


def _open(path: str) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=20)


def _asking(link: sqlite3.Connection) -> Ask:
    return lambda question: link.execute(question).fetchall()


def _sqlite_tables(link: sqlite3.Connection) -> list[str]:
    listed = link.execute("PRAGMA table_list").fetchall()
    return [
        name
        for schema, name, kind, *_rest in listed
        # Those of the full-text index ("virtual", "shadow") are built from the others.
        if schema == "main" and kind == "table" and not name.startswith("sqlite_")
    ]


class Postgres:
    """``pg_dump``'s own format, put back by ``pg_restore`` and ``psql``."""

    vendor = "postgresql"
    member = "database.pgdump"

    def __init__(self) -> None:
        given = connection.settings_dict
        self.link = {"dbname": given["NAME"]} | {
            name: value
            for name, value in {
                "host": given["HOST"],
                "port": str(given["PORT"] or ""),
                "user": given["USER"],
                **{key: str(value) for key, value in given["OPTIONS"].items() if key[:3] == "ssl"},
            }.items()
            if value
        }
        self.password = given["PASSWORD"]

    @property
    def _dbname(self) -> str:
        from psycopg.conninfo import make_conninfo

        return f"--dbname={make_conninfo(**self.link)}"

    @property
    def _environment(self) -> dict[str, str]:
        secret = {"PGPASSWORD": self.password} if self.password else {}
        patience = "-c statement_timeout=0 -c lock_timeout=30000"
        return {**os.environ, **secret, "PGOPTIONS": patience, "LC_ALL": "C"}

    def dump(self, path: Path, columns: Iterable[Column] = ()) -> Snapshot:
        import psycopg

        with self._connect() as link:
            try:
                link.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                [snapshot] = link.execute("SELECT pg_export_snapshot()").fetchall()[0]
                run_program(
                    ["pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={path}",
                     "--no-owner", "--no-privileges", "--no-comments", self._dbname],
                    package=CLIENT,
                    environment=self._environment,
                )  # fmt: skip
                return _taken(_asking_postgres(link), _postgres_tables(link), columns)
            except psycopg.Error as error:
                raise BackupFailed(f"The database refused: {error}") from error
            finally:
                link.rollback()

    def prepare(self, path: Path) -> Path:
        # As SQL first: a dump that breaks off in the middle must not reach the database.
        script = path.with_suffix(".sql")
        script.write_text(_EMPTY, encoding="utf-8")
        with script.open("ab") as target:
            try:
                run_program(
                    ["pg_restore", "--no-owner", "--no-privileges", "--no-comments",
                     "--file=-", str(path)],
                    package=CLIENT,
                    environment=self._environment,
                    stdout=target,
                )  # fmt: skip
            except BackupFailed as error:
                raise RestoreRefused(str(error)) from error
        return script

    def load(self, prepared: Path) -> None:
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
        try:
            run_program(
                ["psql", "--no-psqlrc", "--quiet", "--single-transaction",
                 "--set=ON_ERROR_STOP=1", "--output=/dev/null", f"--file={prepared}", self._dbname],
                package=CLIENT,
                environment=self._environment,
            )  # fmt: skip
        except BackupFailed as error:
            raise RestoreRefused(str(error)) from error

    def counts(self) -> dict[str, int]:
        with self._connect() as link:
            return _taken(_asking_postgres(link), _postgres_tables(link), ()).counts

    def _connect(self) -> Any:
        import psycopg

        try:
            return psycopg.connect(
                **self.link,  # type: ignore[arg-type]  # words for the library's keywords
                password=self.password or None,
                options="-c statement_timeout=0",
            )
        except psycopg.Error as error:
            raise BackupFailed(f"The database does not answer: {error}") from error


def _asking_postgres(link: Any) -> Ask:
    return lambda question: list(link.execute(question).fetchall())


def _postgres_tables(link: Any) -> list[str]:
    rows = link.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return [name for (name,) in rows]


# Everything in the schema that belongs to no extension, also what a newer release left there;
# a column's sequence goes with its table.
_EMPTY = """
SET client_min_messages = warning;
DO $$ DECLARE statement text; BEGIN
FOR statement IN
    SELECT format('DROP %s IF EXISTS public.%I CASCADE',
                  CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                                 WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.relname)
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid
                      AND (d.deptype = 'e' OR c.relkind = 'S' AND d.deptype IN ('i', 'a')))
    UNION ALL
    SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure)
    FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL
    SELECT format('DROP TYPE IF EXISTS public.%I CASCADE', t.typname)
    FROM pg_type t
    WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
LOOP EXECUTE statement; END LOOP;
END $$;
"""
