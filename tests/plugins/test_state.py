import time

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test.utils import CaptureQueriesContext

from plugins import state
from plugins.models import PluginState
from plugins.state import disabled_labels, forget, is_enabled, snapshot


@pytest.fixture
def optional(monkeypatch, plugin):
    """Four plug-ins: ``far`` requires ``near`` requires ``base``; ``fixed`` always stays."""
    from plugins.survey import make_survey

    found = make_survey(
        [
            plugin("base"),
            plugin("near", requires=("base",)),
            plugin("far", requires=("near",)),
            plugin("fixed", can_disable=False),
        ]
    )
    monkeypatch.setattr(state, "survey", lambda: found)
    return found


def test_a_plugin_without_a_row_is_enabled(db, optional):
    forget()
    assert is_enabled("base")


def test_a_switched_off_plugin_takes_what_requires_it_along(db, optional):
    PluginState.objects.create(label="near", enabled=False)
    forget()
    assert disabled_labels() == {"near", "far"}


def test_rows_of_fixed_or_unknown_plugins_change_nothing(db, optional):
    PluginState.objects.create(label="fixed", enabled=False)
    PluginState.objects.create(label="long gone", enabled=False)
    forget()
    assert disabled_labels() == frozenset()


def test_state_is_read_anew_after_its_seconds(db, optional, settings):
    settings.PLUGIN_STATE_SECONDS = 0.2
    forget()
    assert is_enabled("base")
    PluginState.objects.create(label="base", enabled=False)  # as another process would
    assert is_enabled("base")
    time.sleep(0.25)
    assert not is_enabled("base")


def test_state_costs_one_query_in_its_seconds(db, optional):
    forget()
    with CaptureQueriesContext(connection) as queries:
        assert [is_enabled(label) for label in ("base", "near", "far")] == [True, True, True]
    assert len([query for query in queries if "plugins_pluginstate" in query["sql"]]) == 1


def test_a_snapshot_holds_until_its_end(db, optional, settings):
    settings.PLUGIN_STATE_SECONDS = 0
    with snapshot():
        PluginState.objects.create(label="base", enabled=False)
        assert is_enabled("base")
    assert not is_enabled("base")


def test_a_stumbling_database_switches_nothing_on(db, optional, settings, monkeypatch):
    PluginState.objects.create(label="base", enabled=False)
    settings.PLUGIN_STATE_SECONDS = 0
    forget()
    assert not is_enabled("base")

    def stumble():
        raise OperationalError("database is locked")

    monkeypatch.setattr(state, "_stored", stumble)
    assert not is_enabled("base")
    forget()
    with pytest.raises(OperationalError, match="database is locked"):
        is_enabled("base")


def test_before_the_first_migration_nothing_is_off(db, optional, monkeypatch):
    monkeypatch.setattr(PluginState._meta, "db_table", "not_there_yet")
    forget()
    assert disabled_labels() == frozenset()
    with connection.cursor() as cursor:  # and the transaction is still usable
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
