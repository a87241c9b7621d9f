"""The site's two trees, planted once in a process and then put back row by row.

Planting publishes two pages: a tenth of a second, for every test that has a page. What it
wrote is remembered and, in the next test that begins as the first one did, written again.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from wagtail.models import Site

from cms.pages.home import HomePage
from cms.pages.trees import ENGLISH_NAME, ensure_site
from tests.rows import columns_of, rows_of, write

type Row = tuple[Any, ...]


@dataclass(frozen=True)
class Change:
    """What planting did to one table: the rows it found, and those it left."""

    columns: list[str]
    before: list[Row]
    after: list[Row]


_planted: dict[tuple[str, str], dict[str, Change]] = {}


def planted_site(*, name: str, name_en: str = ENGLISH_NAME) -> HomePage:
    """Return what ``ensure_site`` would, with the same rows in the database.

    Where a test commits, or has already written to a table that planting writes to, the
    site is planted as on a real one.
    """
    if not connection.in_atomic_block:
        return ensure_site(name=name, name_en=name_en)
    if (name, name_en) not in _planted:
        return _plant(name, name_en)
    changes = _planted[name, name_en]
    if any(
        rows_of(connection, table, each.columns) != each.before for table, each in changes.items()
    ):
        return ensure_site(name=name, name_en=name_en)
    with transaction.atomic(), connection.cursor() as cursor:
        for table, change in changes.items():
            write(connection, cursor, table, change.columns, change.after)
    Site.clear_site_root_paths_cache()
    return HomePage.objects.get(slug="home-ko")


def _plant(name: str, name_en: str) -> HomePage:
    """Plant, and remember what that did if nothing was planted before."""
    if HomePage.objects.exists():
        return ensure_site(name=name, name_en=name_en)
    columns = columns_of(connection)
    before = {table: rows_of(connection, table, names) for table, names in columns.items()}
    home = ensure_site(name=name, name_en=name_en)
    changes = {
        table: Change(names, before[table], after)
        for table, names in columns.items()
        if (after := rows_of(connection, table, names)) != before[table]
    }
    _planted[name, name_en] = changes
    return home
