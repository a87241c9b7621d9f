"""The rows a new database begins with, put back at one go after a test that committed.

Django reads them back from JSON, one ``save`` each: a second or more for every such test,
most of which is spent on permissions. Here they are copied table by table. On PostgreSQL
an empty table is emptied by DELETE: TRUNCATE makes new files for every one of them.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.creation import BaseDatabaseCreation

type Row = tuple[Any, ...]

_first: dict[str, tuple[list[str], list[Row]]] = {}

COLUMNS = {
    "sqlite": (
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c "
        "WHERE m.type = 'table' AND c.hidden = 0 ORDER BY m.name, c.cid"
    ),
    "postgresql": (
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND is_generated = 'NEVER' "
        "ORDER BY table_name, ordinal_position"
    ),
}


def remember(connection: BaseDatabaseWrapper) -> None:
    """Read the rows of every table, and have Django use them from now on."""
    _first.clear()
    for table, columns in columns_of(connection).items():
        rows = rows_of(connection, table, columns)
        if rows:
            _first[table] = (columns, rows)
    type(connection.creation).deserialize_db_from_string = put_back
    if connection.vendor == "postgresql":
        type(connection.ops).sql_flush = empty


def put_back(creation: BaseDatabaseCreation, _data: str) -> None:
    """Write the first rows into their tables, in one transaction.

    The tables are emptied first: a new database still has those rows. Keys are checked at
    the end of the transaction, as everywhere in Django's tables.
    """
    from django.db import transaction

    connection = creation.connection
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table, (columns, rows) in _first.items():
            write(connection, cursor, table, columns, rows)


def rows_of(connection: BaseDatabaseWrapper, table: str, columns: list[str]) -> list[Row]:
    """Return all there is in a table."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(map(quote, columns))} FROM {quote(table)} ORDER BY 1")
        return cursor.fetchall()


def write(
    connection: BaseDatabaseWrapper, cursor: Any, table: str, columns: list[str], rows: list[Row]
) -> None:
    """Make these the rows of a table."""
    quote = connection.ops.quote_name
    names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    cursor.execute(f"DELETE FROM {quote(table)}")
    cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", rows)


def empty(
    ops: Any, style: Any, tables: list[str], *, reset_sequences: bool, allow_cascade: bool
) -> list[str]:
    """Return the statements that empty the tables, faster than TRUNCATE empties empty ones."""
    return [f"DELETE FROM {ops.quote_name(table)};" for table in tables]


def columns_of(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """Return what can be written of each table: a generated column cannot.

    Asked of the database at one go. Django's own introspection parses the SQL of each table.
    """
    tables = set(connection.introspection.django_table_names(only_existing=True))
    found: dict[str, list[str]] = {table: [] for table in sorted(tables)}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS[connection.vendor])
        for table, column in cursor.fetchall():
            if table in tables:
                found[table].append(column)
    return found
