"""The rows a new database begins with, put back at one go after a test that committed.

Django reads them back from JSON, one ``save`` each: a second or more for every such test,
most of which is spent on permissions. Here they are copied table by table. On PostgreSQL
an empty table is emptied by DELETE: TRUNCATE makes new files for every one of them.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.creation import BaseDatabaseCreation

_first: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}


def remember(connection: BaseDatabaseWrapper) -> None:
    """Read the rows of every table, and have Django use them from now on."""
    _first.clear()
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            columns = [column.name for column in _columns(connection, cursor, table)]
            names = ", ".join(map(connection.ops.quote_name, columns))
            cursor.execute(f"SELECT {names} FROM {connection.ops.quote_name(table)}")
            rows = cursor.fetchall()
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
    quote = connection.ops.quote_name
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table in _first:
            cursor.execute(f"DELETE FROM {quote(table)}")
        for table, (columns, rows) in _first.items():
            names = ", ".join(map(quote, columns))
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", rows)


def empty(
    ops: Any, style: Any, tables: list[str], *, reset_sequences: bool, allow_cascade: bool
) -> list[str]:
    """Return the statements that empty the tables, faster than TRUNCATE empties empty ones."""
    return [f"DELETE FROM {ops.quote_name(table)};" for table in tables]


def _columns(connection: BaseDatabaseWrapper, cursor: Any, table: str) -> list[Any]:
    """Return what can be written of a table: a generated column cannot."""
    described = connection.introspection.get_table_description(cursor, table)
    if connection.vendor != "postgresql":
        return described
    cursor.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_name = %s AND is_generated = 'ALWAYS'",
        [table],
    )
    generated = {name for (name,) in cursor.fetchall()}
    return [column for column in described if column.name not in generated]
