"""A plug-in that cannot be loaded: named at the start, looked at, left out, brought back."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.apps import AppConfig
from django.conf import settings
from django.core.management import CommandError, call_command

from plugins import recovery
from plugins.installed import PluginMissing, keep_aside, kept_aside, plugin_apps, set_aside
from plugins.models import PluginState


@pytest.fixture
def broken(tmp_path):
    """A site with a plug-in whose models raise; ``run(*arguments)`` runs manage.py there."""
    folder = tmp_path / "code" / "sulking"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "apps.py").write_text(
        "from plugins.api import PluginConfig\n\n\n"
        "class SulkingConfig(PluginConfig):\n"
        "    name = 'sulking'\n"
    )
    models = folder / "models.py"
    models.write_text('\nraise RuntimeError("no luck")\n')
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PUMASI_", "PLUGINS", "DJANGO_", "DATABASE_URL"))
    }

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env={
                **inherited,
                "PLUGINS": "members,sulking",
                "PYTHONPATH": str(folder.parent),
                "PUMASI_VAR": str(tmp_path / "var"),
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    run.models, run.var = models, tmp_path / "var"
    return run


@pytest.mark.apart
def test_a_plugin_that_raises_is_named_and_the_doctor_still_comes(broken):
    why = f"sulking ({broken.models}:2) cannot be loaded: RuntimeError('no luck')."

    stopped = broken("check")
    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert stopped.stderr.startswith(f"Plug-in {why} Mend it; or run `manage.py plugins disable")

    examined = broken("plugins", "doctor")
    assert examined.returncode == 1
    assert examined.stdout.startswith(f"FAULT sulking: {why}\n")
    assert re.search(r"(?m)^FAULT members: \d+ migrations are not applied\.$", examined.stdout)

    left_out = json.dumps({"sulking": why})
    (broken.var / "plugins-set-aside.json").write_text(left_out)
    started = broken("check")
    assert started.returncode == 0
    assert "(plugins.W002) sulking is left out of every start." in started.stderr


@pytest.fixture
def sulking(monkeypatch, settings, tmp_path):
    """In this process: a plug-in that was set aside just now."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setenv("PLUGINS", "members,sulking")
    monkeypatch.setenv("PLUGINS_SET_ASIDE", '{"sulking": "sulking (a.py:2) cannot be loaded."}')
    return tmp_path


def test_disable_leaves_it_out_of_every_start(db, sulking, capsys):
    call_command("plugins", "disable", "sulking")
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["sulking is now off.", "sulking (a.py:2) cannot be loaded."]
    assert kept_aside(sulking) == {"sulking": "sulking (a.py:2) cannot be loaded."}
    assert PluginState.objects.get(label="sulking").enabled is False


def test_enable_tries_again_and_keeps_out_what_still_fails(db, sulking, monkeypatch):
    keep_aside(sulking, {"sulking": "an older reason", "other": "its own"})
    tried = []

    def restart():
        tried.append(kept_aside(sulking))
        raise SystemExit

    monkeypatch.setattr("plugins.management.commands.plugins.restart", restart)
    with pytest.raises(SystemExit):
        call_command("plugins", "enable", "sulking")
    assert tried == [{"other": "its own"}]
    with pytest.raises(CommandError, match=r"^sulking \(a.py:2\) cannot be loaded\. It stays out"):
        call_command("plugins", "enable", "sulking")
    assert kept_aside(sulking) == {
        "sulking": "sulking (a.py:2) cannot be loaded.",
        "other": "its own",
    }


def test_list_and_show_name_what_was_left_out(db, sulking, capsys):
    call_command("plugins", "list")
    assert "sulking              out  sulking (a.py:2) cannot be loaded." in capsys.readouterr().out
    with pytest.raises(CommandError, match="It is left out of this start"):
        call_command("plugins", "show", "sulking")


def test_disable_works_in_safe_mode_for_a_plugin_nobody_loaded(db, monkeypatch, capsys):
    monkeypatch.setenv("PLUGINS", "members,lendings")
    monkeypatch.setenv("PLUGINS_SAFE_MODE", "1")
    call_command("plugins", "disable", "lendings")
    assert PluginState.objects.get(label="lendings").enabled is False
    assert "Without PLUGINS_SAFE_MODE its code is loaded again" in capsys.readouterr().out
    with pytest.raises(CommandError, match=r"^No plug-in gone is installed\.$"):
        call_command("plugins", "disable", "gone")


def test_disabling_what_cannot_be_asked_is_audited(db, monkeypatch):
    from cms.audit.models import Entry

    monkeypatch.setenv("PLUGINS", "members,lendings")
    call_command("plugins", "disable", "lendings")
    call_command("plugins", "disable", "lendings")
    assert [entry.action for entry in Entry.objects.all()] == ["plugins.plugin.disabled"]


def test_what_is_set_aside_is_left_out_but_never_what_no_site_can_do_without(tmp_path, monkeypatch):
    monkeypatch.delenv("PLUGINS", raising=False)
    keep_aside(tmp_path, {"plugins.partners": "it raised", "members": "it raised"})
    assert plugin_apps(["events", "plugins.partners"], without=set_aside(tmp_path)) == [
        "members",
        "events",
    ]
    keep_aside(tmp_path, {})
    assert kept_aside(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


def test_what_this_process_left_out_adds_to_what_is_kept(tmp_path, monkeypatch):
    keep_aside(tmp_path, {"one": "a"})
    monkeypatch.setenv("PLUGINS_SET_ASIDE", json.dumps({"two": "b"}))
    assert set_aside(tmp_path) == {"one": "a", "two": "b"}
    assert kept_aside(tmp_path) == {"one": "a"}


class _Loading(AppConfig):
    name = "plugins.partners"
    path = "."

    def ready(self):
        raise OSError("gone")


@pytest.fixture
def starting(monkeypatch):
    monkeypatch.setattr(recovery.apps, "ready", False)


def raised(call, *args) -> Exception:
    try:
        call(*args)
    except Exception as error:  # noqa: BLE001 - the test's to judge
        return error
    raise AssertionError("nothing was raised")


def test_culprit_is_the_app_whose_ready_raises(starting):
    import plugins.partners

    error = raised(_Loading("plugins.partners", plugins.partners).ready)
    assert recovery.culprit(error) == "plugins.partners"
    assert f"({__file__}:" in recovery.explain(error)


def test_culprit_is_the_app_whose_config_cannot_be_made(starting, monkeypatch, tmp_path):
    (tmp_path / "mute").mkdir()
    (tmp_path / "mute" / "__init__.py").write_text("")
    (tmp_path / "mute" / "apps.py").write_text("def (\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PLUGINS", "members,mute")
    error = raised(AppConfig.create, "mute")
    assert recovery.culprit(error) == "mute"
    assert recovery.explain(error).startswith(f"Plug-in mute ({tmp_path}/mute/apps.py:1) cannot")


def test_an_error_of_the_host_or_of_a_running_site_is_nobody_elses(starting, monkeypatch):
    assert recovery.culprit(raised(AppConfig.create, "no.such.app")) is None
    assert recovery.explain(ValueError("anything")) is None
    assert recovery.recover(ValueError("anything"), ["manage.py", "plugins", "list"]) is None
    monkeypatch.setattr(recovery.apps, "ready", True)
    assert recovery.culprit(raised(_Loading("plugins.partners", recovery).ready)) is None


def test_recover_starts_a_mending_command_anew_and_ends_the_others(monkeypatch):
    started = []
    monkeypatch.setattr(recovery, "restart", lambda: started.append(True))
    monkeypatch.setenv("PLUGINS_SET_ASIDE", '{"one": "a"}')
    error = PluginMissing("two")
    with pytest.raises(SystemExit, match="PLUGINS names 'two'"):
        recovery.recover(error, ["manage.py", "migrate"])
    with pytest.raises(SystemExit, match="PLUGINS names 'two'"):
        recovery.recover(error, ["manage.py", "plugins", "remove", "two"])
    assert started == []
    with pytest.raises(SystemExit):
        recovery.recover(error, ["manage.py", "plugins", "doctor"])
    assert started == [True]
    assert json.loads(os.environ["PLUGINS_SET_ASIDE"]) == {
        "one": "a",
        "two": "two: no such module can be found.",
    }
