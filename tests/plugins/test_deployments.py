"""Other choices of PLUGINS, each in a process of its own: check, migrate, no migration left."""

import os
import shutil
import subprocess
import sys
import time

import pytest
from django.conf import settings

from tests.databases import migrated

CHOICES = ["members", "members,grants", "members,events"]

# One process a choice: starting Django costs more than the commands themselves.
WALK = """
from django.core.management import call_command
call_command("check")
call_command("migrate", verbosity=0)
call_command("makemigrations", check_changes=True, dry_run=True)
call_command("syncroles")
call_command("plugins", "list")
"""


SWITCH = """
from django.core.management import call_command
from members.limits import InvitationLimits
from plugins.typed_settings import store
call_command("plugins", "disable", "events")
store(InvitationLimits(days=7), by=None)
"""


def manage(var, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PUMASI_", "PLUGINS", "DJANGO_", "DATABASE_URL"))
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**inherited, "PUMASI_VAR": str(var), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.apart
@pytest.mark.parametrize("choice", CHOICES)
def test_a_site_with_fewer_plugins_starts_and_grows(tmp_path, choice):
    """Members alone are migrated from nothing, whatever comes later on top of that."""
    shutil.copy(migrated("members"), tmp_path / "pumasi.sqlite3")
    done = manage(tmp_path, "shell", "-v0", "-c", WALK, PLUGINS=choice)
    assert (done.stderr, done.returncode) == ("", 0)
    *_before, checked, unmigrated, synced = done.stdout.splitlines()[: -1 - len(choice.split(","))]
    assert checked == "System check identified no issues (0 silenced)."
    assert unmigrated == "No changes detected"
    assert synced.startswith("Roles are up to date: ")
    listed = done.stdout.splitlines()[-1 - len(choice.split(",")) :]
    assert [line.split()[0] for line in listed] == ["cms", *choice.split(",")]


@pytest.mark.apart
def test_a_missing_requirement_ends_every_command_with_the_way_out(tmp_path):
    (tmp_path / "needy").mkdir()
    (tmp_path / "needy" / "__init__.py").write_text("")
    (tmp_path / "needy" / "apps.py").write_text(
        "from plugins.api import PluginConfig\n\n\n"
        "class NeedyConfig(PluginConfig):\n"
        "    name = 'needy'\n"
        "    requires = ('events',)\n"
    )
    done = manage(tmp_path, "check", PLUGINS="members,needy", PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert "(plugins.E006) Plug-in needy requires events, which is not installed." in done.stderr
    assert "HINT: Add it to PLUGINS, or take needy out." in done.stderr

    served = subprocess.run(
        [sys.executable, "-c", "import cms.wsgi"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.development",
            "PLUGINS": "members,needy",
            "PYTHONPATH": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert served.returncode == 1
    assert "(plugins.E006) Plug-in needy requires events" in served.stderr


@pytest.mark.apart
def test_a_name_no_module_answers_to_stops_the_start_and_safe_mode_does_not(tmp_path):
    done = manage(tmp_path, "check", PLUGINS="members,lendings")
    assert done.returncode == 1
    assert "PLUGINS names 'lendings', but no such module can be found." in done.stderr
    safe = manage(tmp_path, "check", PLUGINS="members,lendings", PLUGINS_SAFE_MODE="1")
    assert safe.returncode == 0


@pytest.mark.apart
@pytest.mark.skipif("events" not in settings.PLUGINS, reason="needs a plug-in to switch")
def test_a_switch_and_a_setting_reach_other_processes_within_seconds(tmp_path):
    shutil.copy(migrated(*settings.PLUGINS), tmp_path / "pumasi.sqlite3")
    plugins = ",".join(settings.PLUGINS)
    watch = (
        "import time; from plugins.state import is_enabled\n"
        "from members.limits import InvitationLimits; from plugins.api import current\n"
        "now = lambda: (is_enabled('events'), current(InvitationLimits).days)\n"
        "print(*now(), flush=True)\n"
        "end = time.monotonic() + 120\n"
        "while now() != (False, 7) and time.monotonic() < end: time.sleep(0.1)\n"
        "print(*now(), time.time(), flush=True)\n"
    )
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "PLUGINS": plugins,
        "PUMASI_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
    }
    watcher = subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{watch}"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert watcher.stdout.readline() == "True 14\n"
        assert manage(tmp_path, "shell", "-v0", "-c", SWITCH, PLUGINS=plugins).returncode == 0
        switched = time.time()
        *state, noticed = watcher.stdout.readline().split()
        assert state == ["False", "7"]
        assert float(noticed) - switched < 5
    finally:
        watcher.kill()
        watcher.wait()
        watcher.stdout.close()
