"""``docs/plugins.md`` tells the truth: its example runs, its tables are complete."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from plugins import api, checks
from plugins.survey import KNOWN_KINDS
from tests.databases import migrated

GUIDE = Path(settings.BASE_DIR) / "docs" / "plugins.md"
FILE = re.compile(r"^`(lendings/[\w/.]+)`\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)

WALK = """
from django.core.management import call_command
call_command("makemigrations", "lendings", verbosity=0)
call_command("migrate", verbosity=0)
call_command("check", verbosity=0)

from django.test import Client
from lendings.models import Toy
Toy.objects.create(name="Wooden train")
Toy.objects.create(name="Kite", is_lent=True)
page = Client().get("/lendings/", headers={"host": "localhost"})
print(page.status_code, "Wooden train" in page.text, "Kite" in page.text)
print(Client().get("/en/lendings/", headers={"host": "localhost"}).status_code)

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
Group.objects.get(name="coordinator").permissions.get(codename="add_toy")
print(reverse("lendings_toys:index"))

from plugins.switches import switch
switch("lendings", enabled=False, by=None)
print(Client().get("/lendings/", headers={"host": "localhost"}).status_code)
"""


@pytest.mark.apart
def test_the_example_runs_as_written(tmp_path):
    files = FILE.findall(GUIDE.read_text(encoding="utf-8"))
    assert len(files) == 8
    for name, text in files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "var" / "static").mkdir(parents=True)  # the file server wants it there
    shutil.copy(migrated(*settings.PLUGINS), tmp_path / "var" / "pumasi.sqlite3")
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PUMASI_", "PLUGINS", "DJANGO_", "DATABASE_URL"))
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", WALK],
        cwd=settings.BASE_DIR,
        env={
            **environment,
            "PUMASI_VAR": str(tmp_path / "var"),
            "PYTHONPATH": str(tmp_path),
            "PLUGINS": ",".join([*settings.PLUGINS, "lendings"]),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.stderr, done.stdout.splitlines()[-4:]) == (
        "",
        ["200 True False", "200", "/admin/lendings_toys/", "404"],
    )


def test_the_table_of_contributions_is_that_of_the_api():
    rows = re.findall(r"^\| `(\w+)` \|.*\| (hide|keep) \|$", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert dict(rows) == {kind.__name__: kind.when_disabled.value for kind in KNOWN_KINDS}


def test_every_contribution_of_the_api_has_a_docstring():
    assert not [name for name in api.__all__ if not getattr(getattr(api, name), "__doc__", "")]


def test_the_table_of_faults_is_that_of_the_checks():
    assert re.findall(r"plugins\.[EW]\d{3}", checks.__doc__) == re.findall(
        r"^\| `(plugins\.[EW]\d{3})`", GUIDE.read_text("utf-8"), re.MULTILINE
    )
