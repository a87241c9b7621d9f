from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from plugins import registry, state, switches
from plugins.management.commands import plugins as command
from plugins.models import PluginState
from plugins.state import is_enabled
from plugins.survey import make_survey
from plugins.switches import SwitchRefused, plugin_switched, refusal, switch


@pytest.fixture
def heard():
    events = []

    def listen(sender, **kwargs):
        events.append((kwargs["label"], kwargs["enabled"], kwargs["by"], kwargs["state"].pk))

    plugin_switched.connect(listen)
    yield events
    plugin_switched.disconnect(listen)


@pytest.fixture
def three(monkeypatch, plugin):
    """``near`` requires ``base``; ``fixed`` always stays. Calls of the hooks are noted."""
    calls = []
    hooks = {
        "on_enable": lambda self: calls.append((self.label, "on")),
        "on_disable": lambda self: calls.append((self.label, "off")),
    }
    found = make_survey(
        [
            plugin("base", verbose_name="Base", **hooks),
            plugin("near", verbose_name="Near", requires=("base",), **hooks),
            plugin("fixed", verbose_name="Fixed", can_disable=False, **hooks),
        ]
    )
    for module in (registry, switches, command):
        monkeypatch.setattr(module, "registry", lambda: found)
    monkeypatch.setattr(state, "survey", lambda: found)
    return calls


def test_switch_turns_off_and_on_and_says_so(db, three, heard):
    assert switch("near", enabled=False, by=None) is True
    assert not is_enabled("near")
    assert switch("near", enabled=False, by=None) is False
    assert switch("near", enabled=True, by=None) is True
    assert is_enabled("near")
    row = PluginState.objects.get(label="near").pk
    assert heard == [("near", False, None, row), ("near", True, None, row)]
    assert three == [("near", "off"), ("near", "on")]


@pytest.mark.parametrize(
    ("label", "enabled", "off", "why"),
    [
        ("base", False, (), "Near requires it: switch that off first."),
        ("base", False, ("near",), None),
        ("near", True, ("base",), "It requires Base: switch that on first."),
        ("near", True, (), None),
        ("fixed", False, (), "It is part of every site and stays on."),
        ("gone", False, (), "No plug-in gone is installed."),
    ],
)
def test_refusal_says_why(three, settings, label, enabled, off, why):
    from django.utils.translation import override

    with override("en"):
        found = refusal(label, enabled=enabled, off=off)
        assert (found and str(found)) == why


def test_switch_refused_changes_nothing(db, three, heard):
    with pytest.raises(SwitchRefused):
        switch("base", enabled=False, by=None)
    assert (heard, three, PluginState.objects.count()) == ([], [], 0)


def test_a_hook_that_raises_leaves_the_plugin_as_it_was(db, three, heard, monkeypatch):
    def refuse(self):
        raise RuntimeError("still needed")

    monkeypatch.setattr(type(switches.registry().plugins["near"]), "on_disable", refuse)
    with pytest.raises(RuntimeError, match="still needed"):
        switch("near", enabled=False, by=None)
    assert is_enabled("near")
    assert heard == []


def test_command_lists_and_switches(db, three):
    out = StringIO()
    call_command("plugins", "disable", "near", stdout=out)
    call_command("plugins", "disable", "near", stdout=out)
    call_command("plugins", "list", stdout=out)
    assert out.getvalue().splitlines() == [
        "near is now off.",
        "near was already off.",
        "base                 on   base",
        "near                 off  near",
        "fixed                on   fixed",
    ]


def test_command_says_why_it_refuses(db, three):
    with pytest.raises(CommandError):
        call_command("plugins", "disable", "fixed")
