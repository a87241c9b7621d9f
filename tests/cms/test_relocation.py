"""The move to PostgreSQL: every row arrives as it was, and the site goes on from there."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from cms.audit.log import record
from cms.models import StandardPage
from cms.relocation import former_database, move, tables
from tests.cms.pages.samples import build
from tests.members.factories import CommunityFactory, UserFactory

pytestmark = pytest.mark.django_db

into_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="rows are moved into PostgreSQL only"
)
REBUILT = {"search_document", "search_word"}


@pytest.fixture
def site(home) -> Any:
    """A few rows of each kind: every page and block, people, what the programmes keep."""
    build(home)
    person = CommunityFactory().memberships.first().user
    record("cms.page.moved", subject=home, by=person, before={"title": "옛"}, after={"title": "새"})
    if apps.is_installed("events"):
        from events.domain.registrations import register
        from tests.events.factories import live_now, make_course

        register(make_course(now=live_now()), person=person, by=person, now=live_now())
    if apps.is_installed("grants"):
        from tests.grants.factories import submitted

        submitted()
    connection.check_constraints()
    return home


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table that is moved, as the database tells it."""
    found = {}
    with connection.cursor() as cursor:
        for name in {model._meta.db_table for model in tables()} - REBUILT:
            cursor.execute(f'SELECT * FROM "{name}" ORDER BY 1')
            found[name] = cursor.fetchall()
    return found


def make_tables(alias: str) -> None:
    """Make the tables of a migrated database, without running its migrations."""
    with connections[alias].schema_editor() as editor:
        for model in tables():
            if not model._meta.auto_created:
                editor.create_model(model)
    recorder = MigrationRecorder(connections[alias])
    recorder.ensure_schema()
    for app, name in MigrationLoader(connections[alias]).graph.nodes:
        recorder.record_applied(app, name)


def empty() -> None:
    names = [model._meta.db_table for model in tables()]
    connection.ops.execute_sql_flush(
        connection.ops.sql_flush(no_style(), names, reset_sequences=True, allow_cascade=True)
    )


@pytest.fixture
def sqlite_file(site, tmp_path) -> Path:
    """The site's rows in a SQLite file, and the new database without any."""
    file = tmp_path / "pumasi.sqlite3"
    file.touch()
    with former_database(file) as former:
        make_tables(former)
        move("default", former)
    return file


@into_postgres
def test_every_row_is_moved_and_the_site_goes_on(sqlite_file):
    before = rows()
    empty()
    out = StringIO()
    call_command("copyfromsqlite", sqlite_file, stdout=out)
    assert rows() == before
    assert f"rows of {len(tables())} tables" in out.getvalue()
    page = StandardPage.objects.get(slug="about")
    assert Client().get(page.get_url()).status_code == 200
    assert '/news/a/"' in Client().get("/search/", {"q": "열아홉"}).text
    UserFactory()  # numbers go on after the last


@into_postgres
def test_a_database_in_use_and_a_file_of_another_release_are_left_alone(sqlite_file):
    before = rows()
    with pytest.raises(CommandError, match="holds accounts already"):
        call_command("copyfromsqlite", sqlite_file)
    assert rows() == before
    empty()
    with former_database(sqlite_file) as former:
        newest = MigrationLoader(connections[former]).graph.leaf_nodes("members")[0]
        MigrationRecorder(connections[former]).record_unapplied(*newest)
    with pytest.raises(CommandError, match="SQLite file is not up to date"):
        call_command("copyfromsqlite", sqlite_file)


@into_postgres
def test_a_row_that_does_not_fit_moves_nothing(sqlite_file):
    empty()
    with former_database(sqlite_file) as former, connections[former].cursor() as cursor:
        # SQLite keeps whatever length it is given.
        cursor.execute("UPDATE members_user SET name = %s", ["가" * 1000])
    refusal = pytest.raises(CommandError, match=r"Nothing was moved. members\.User, after 0 rows")
    with refusal, transaction.atomic():
        call_command("copyfromsqlite", sqlite_file)
    assert not any(rows().values())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="says what SQLite is told")
def test_moving_from_sqlite_to_sqlite_is_refused(tmp_path):
    file = tmp_path / "pumasi.sqlite3"
    file.touch()
    with pytest.raises(CommandError, match="Set DATABASE_URL to the new database first"):
        call_command("copyfromsqlite", file)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"There is no file .*missing\.sqlite3"):
        call_command("copyfromsqlite", tmp_path / "missing.sqlite3")
