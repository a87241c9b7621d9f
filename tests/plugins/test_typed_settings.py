"""Settings of plug-ins: typed, bounded, read once, and never broken by what is stored."""

from dataclasses import dataclass, replace

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test.utils import CaptureQueriesContext

from plugins import typed_settings
from plugins.api import HealthCheck, SettingsPanel, current, setting
from plugins.models import PluginSettings
from plugins.survey import make_survey
from plugins.typed_settings import settings_changed, store
from tests.cms.conftest import contribute

__all__ = ["contribute"]

COLOURS = (("red", "Red"), ("blue", "Blue"))


@dataclass(frozen=True, kw_only=True)
class ToySettings:
    days: int = setting("Days", default=14, minimum=1, maximum=60)
    open: bool = setting("Open", default=True)
    desk: str = setting("Desk", default="", is_email=True)
    colour: str = setting("Colour", default="red", choices=COLOURS)


DEFAULTS = ToySettings()


@pytest.fixture
def toys(db, contribute):
    contribute(SettingsPanel(key="toys.settings", label="Toys", values=ToySettings), label="toys")


def put(**values):
    PluginSettings.objects.update_or_create(label="toys", defaults={"values": values})
    typed_settings.forget()


def test_without_a_row_everything_is_as_by_default(toys):
    assert current(ToySettings) == DEFAULTS


@pytest.mark.parametrize(
    ("stored", "found"),
    [
        ({"days": 7, "open": False}, {"days": 7, "open": False}),
        ({"days": 61}, {}),
        ({"days": 0, "colour": "blue"}, {"colour": "blue"}),
        ({"days": "7", "open": 1, "desk": None, "colour": ["red"]}, {}),
        ({"days": True}, {}),
        ({"desk": "no address", "gone": 1}, {}),
        ({"desk": "desk@example.org"}, {"desk": "desk@example.org"}),
    ],
)
def test_what_is_stored_counts_as_far_as_it_is_allowed(toys, stored, found):
    put(**stored)
    assert current(ToySettings) == replace(DEFAULTS, **found)


def test_store_tells_what_changed_and_is_in_force_at_once(toys):
    heard = []

    def listen(sender, **said):
        heard.append((said["state"].label, said["before"], said["after"], said["by"]))

    settings_changed.connect(listen)
    try:
        assert store(replace(DEFAULTS, days=7), by=None) == ["days"]
        assert store(replace(DEFAULTS, days=7), by=None) == []
    finally:
        settings_changed.disconnect(listen)
    assert heard == [("toys", {"days": 14}, {"days": 7}, None)]
    assert current(ToySettings).days == 7


def test_reading_costs_one_query_in_some_seconds(toys, settings):
    typed_settings.forget()
    with CaptureQueriesContext(connection) as queries:
        assert [current(ToySettings).days for _ in range(3)] == [14, 14, 14]
    assert len([query for query in queries if "plugins_pluginsettings" in query["sql"]]) == 1
    PluginSettings.objects.create(label="toys", values={"days": 3})  # as another process would
    assert current(ToySettings).days == 14
    settings.PLUGIN_STATE_SECONDS = 0
    assert current(ToySettings).days == 3


def test_what_was_read_before_a_change_is_not_remembered_after_it(toys, monkeypatch):
    real = typed_settings._stored

    def slow():
        found = real()
        put(days=3)  # changed, and told, while the answer was on its way
        return found

    typed_settings.forget()
    monkeypatch.setattr(typed_settings, "_stored", slow)
    assert current(ToySettings).days == 14
    monkeypatch.setattr(typed_settings, "_stored", real)
    assert current(ToySettings).days == 3


def test_a_stumbling_database_changes_no_setting(toys, settings, monkeypatch):
    put(days=3)
    assert current(ToySettings).days == 3
    settings.PLUGIN_STATE_SECONDS = 0

    def stumble():
        raise OperationalError("database is locked")

    monkeypatch.setattr(typed_settings, "_stored", stumble)
    assert current(ToySettings).days == 3
    typed_settings.forget()
    with pytest.raises(OperationalError):
        current(ToySettings)
    monkeypatch.setattr(PluginSettings._meta, "db_table", "not_there_yet")
    assert current(ToySettings) == DEFAULTS


class Plain:
    days: int = 1


@dataclass(frozen=True)
class Bare:
    days: int = 1


@dataclass
class Loose:
    days: int = setting("Days", default=1)


@dataclass(frozen=True)
class OutOfBounds:
    days: int = setting("Days", default=0, minimum=1)


@dataclass(frozen=True)
class Untyped:
    days: float = setting("Days", default=1)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (Plain, "E024: Plain is no frozen dataclass"),
        (Loose, "E024: Loose is no frozen dataclass"),
        (Bare, "E024: its days is not made by setting()"),
        (OutOfBounds, "E024: its days has the default 0: "),
        (Untyped, "E024: its days is a <class 'float'> with the default 1"),
        ("toys.ToySettings", "E014"),
    ],
)
def test_settings_that_cannot_be_kept_are_refused(plugin, values, words):
    given = SettingsPanel(key="one.settings", label="One", values=values)
    [problem] = make_survey([plugin("one", given)]).problems
    start, _colon, what = words.partition(": ")
    assert (problem.id, what in problem.message) == (f"plugins.{start}", True), problem.message


def test_a_second_panel_is_refused(plugin):
    given = [
        SettingsPanel(key=f"one.{name}", label="One", values=ToySettings) for name in ("a", "b")
    ]
    [problem] = make_survey([plugin("one", *given, HealthCheck(key="one.c", check=bool))]).problems
    assert (problem.id, problem.message) == (
        "plugins.E025",
        "Plug-in one, one.b: its settings stand in one.a already.",
    )
