"""Moving a site's rows from its SQLite file into the database it uses from now on.

Every row is copied as it stands, its key included: content types, permissions, the page
tree, revisions, switches, sessions. Nothing is saved in the sense of ``save()``: no signal
is sent and no automatic date changes, so nothing that reacts to a change hears of one.
The copy is one transaction, at whose end foreign keys and counts are compared. Indexes
made for one kind of database are not copied but built anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import batched
from pathlib import Path

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model, QuerySet
from django.db.models.sql import InsertQuery

from cms.settings.databases import sqlite

FORMER = "former"
ROWS_AT_ONCE = 200
# Wagtail's search table has other columns in each kind of database.
BUILT_ANEW = frozenset({"wagtailsearch"})


class CannotMove(Exception):
    """The rows cannot be moved as things stand; the message says why."""


@contextmanager
def former_database(path: Path) -> Iterator[str]:
    """Open the SQLite file for the time of the move; give its alias."""
    if not path.is_file():
        raise CannotMove(f"There is no file {path}.")
    known = connections.configure_settings({DEFAULT_DB_ALIAS: {}, FORMER: sqlite(path)})
    connections[FORMER] = DatabaseWrapper(known[FORMER], FORMER)
    try:
        yield FORMER
    finally:
        connections[FORMER].close()
        del connections[FORMER]


def tables() -> list[type[Model]]:
    """Return every model whose rows are moved, those of many-to-many fields included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and not model._meta.swapped
        and model._meta.app_label not in BUILT_ANEW
    ]


def guard(former: str, new: str = DEFAULT_DB_ALIAS) -> None:
    """Raise CannotMove unless both databases are up to date and the new one is unused."""
    if connections[new].vendor == "sqlite":
        raise CannotMove("Set DATABASE_URL to the new database first.")
    for alias, name in ((new, "new database"), (former, "SQLite file")):
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CannotMove(f"The {name} is not up to date: run migrate there first.")
    if QuerySet(get_user_model(), using=new).exists():
        raise CannotMove("The new database holds accounts already; nothing was changed.")


def move(former: str, new: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """Replace what is in ``new`` by the rows of ``former``; return their number by table.

    All or nothing: CannotMove names the table that would not go.
    """
    target = connections[new]
    moved: dict[str, int] = {}
    with transaction.atomic(using=new):
        if target.vendor == "postgresql":
            with target.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 0")
        names = [model._meta.db_table for model in tables()]
        target.ops.execute_sql_flush(
            target.ops.sql_flush(no_style(), names, reset_sequences=True, allow_cascade=True)
        )
        for model in tables():
            moved[model._meta.db_table] = _copy(model, former, new)
        target.check_constraints()
        with target.cursor() as cursor:
            for statement in target.ops.sequence_reset_sql(no_style(), tables()):
                cursor.execute(statement)
    return moved


def _copy(model: type[Model], former: str, new: str) -> int:
    meta, count = model._meta, 0
    fields = [field for field in meta.local_concrete_fields if not field.generated]
    rows = QuerySet(model, using=former).order_by("pk").iterator(chunk_size=ROWS_AT_ONCE)
    try:
        for some in batched(rows, ROWS_AT_ONCE, strict=False):
            query = InsertQuery(model)
            query.insert_values(fields, some, raw=True)
            query.get_compiler(using=new).execute_sql()
            count += len(some)
    except (DatabaseError, ValueError) as error:
        raise CannotMove(f"{meta.label}, after {count} rows: {error}") from error
    return count
