import pytest
from django.urls import reverse
from django.utils.translation import override

from cms.admin.plugin_pages import plugin_rows
from cms.audit.models import Entry
from plugins import installed
from plugins.models import PluginState
from plugins.registry import registry

LIST = "/admin/plugins/"


@pytest.fixture
def boss(staff_client):
    return staff_client("administrator")


@pytest.fixture
def optional():
    """The label of some installed plug-in that can be switched off."""
    for label in ("events", "grants", "partners"):
        if label in registry().plugins:
            return label
    pytest.skip("no optional plug-in is installed")


def test_the_page_lists_every_installed_plugin_but_not_the_host(boss, settings):
    assert [row.module for row in plugin_rows()] == list(settings.PLUGINS)
    page = boss.get(LIST).content.decode()
    assert all(module in page for module in settings.PLUGINS)


def test_what_must_stay_says_why(db):
    with override("en"):
        row = next(row for row in plugin_rows() if row.label == "members")
        assert (row.is_on, str(row.why_not)) == (True, "It is part of every site and stays on.")


@pytest.mark.parametrize("role", ["editor", "coordinator", "accountant"])
def test_only_administrators_switch(staff_client, optional, role):
    client = staff_client(role)
    assert client.get(LIST).status_code == 302
    client.post(reverse("staff:plugin_switch", args=[optional]), {"to": "off"})
    assert not PluginState.objects.exists()


def test_switching_asks_first_and_is_audited(boss, optional):
    url = reverse("staff:plugin_switch", args=[optional])
    assert 'name="to" value="off"' in boss.get(url).content.decode()
    assert not PluginState.objects.exists()

    assert boss.post(url, {"to": "off"})["Location"] == LIST
    assert [row.is_on for row in plugin_rows() if row.label == optional] == [False]
    entry = Entry.objects.get(action="plugins.plugin.disabled")
    assert (entry.by, entry.before, entry.after) == (
        boss.user,
        {"enabled": True},
        {"enabled": False},
    )

    assert 'name="to" value="on"' in boss.get(url).content.decode()
    boss.post(url, {"to": "on"})
    assert [row.is_on for row in plugin_rows() if row.label == optional] == [True]
    assert Entry.objects.filter(action="plugins.plugin.enabled", by=boss.user).count() == 1


def test_what_must_stay_stays(boss):
    boss.post(reverse("staff:plugin_switch", args=["members"]), {"to": "off"})
    assert not PluginState.objects.filter(enabled=False).exists()
    assert not Entry.objects.exists()


def test_an_unknown_plugin_is_not_found(boss):
    assert boss.get(reverse("staff:plugin_switch", args=["cms"])).status_code == 404


def test_available_plugins_are_named_from_metadata(boss, monkeypatch):
    class Distribution:
        name = "pumasi-lending"
        version = "1.2"

    class Point:
        value = "pumasi_lending.apps:LendingConfig"
        dist = Distribution

    monkeypatch.setattr(installed, "entry_points", lambda group: [Point] if group else [])
    found = installed.available_plugins(["members"])
    assert found == [installed.Available("pumasi_lending.apps", "pumasi-lending", "1.2")]
    page = boss.get(LIST).content.decode()
    assert "pumasi-lending 1.2" in page
