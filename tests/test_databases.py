"""A copied test database is as good as one just migrated, and never one of older code."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import databases


@pytest.mark.django_db
def test_no_migration_is_missing_and_the_roles_are_there():
    from django.contrib.auth.models import Group

    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert Group.objects.filter(name="editor", permissions__isnull=False).exists()


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("migrations/0002_more.py", True),
        ("models.py", True),
        ("locale/ko/LC_MESSAGES/django.po", True),
        ("locale/ko/LC_MESSAGES/django.mo", False),
        ("templates/page.html", False),
        ("static/page.css", False),
    ],
)
def test_digest_changes_with_what_rows_may_come_from(tmp_path, monkeypatch, path, counts):
    app = SimpleNamespace(path=str(tmp_path))
    monkeypatch.setattr(databases.apps, "get_app_configs", lambda: [app])
    before = databases.digest()
    changed = tmp_path / path
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_text("a")
    first = databases.digest()
    changed.write_text("b")
    assert (before != first, first != databases.digest()) == (counts, counts)


def test_digest_changes_with_what_is_installed(monkeypatch, settings):
    before = databases.digest()
    more = SimpleNamespace(
        INSTALLED_APPS=[*settings.INSTALLED_APPS, "another"],
        LANGUAGES=settings.LANGUAGES,
        LANGUAGE_CODE=settings.LANGUAGE_CODE,
    )
    monkeypatch.setattr(databases, "settings", more)
    assert databases.digest() != before


@pytest.mark.parametrize(
    ("plugins", "grown_from"),
    [
        ("members,events,grants,plugins.partners", ""),
        ("members,events,plugins.partners", "members,plugins.partners"),
        ("members,plugins.partners", "members"),
        ("members", ""),
    ],
)
def test_a_site_with_few_plugins_is_grown_from_one_with_fewer(plugins, grown_from):
    assert ",".join(databases.smaller(plugins.split(","))) == grown_from
