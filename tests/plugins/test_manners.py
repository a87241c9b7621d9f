"""What a third party's plug-in leans on: imports and migrations, read from its files."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from plugins import checks, manners, survey
from plugins.manners import OFFERED, loose_migrations, private_imports

MIGRATION = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = {dependencies}
    operations = []
"""


@pytest.fixture
def lending(tmp_path, monkeypatch, plugin):
    """Return ``lending(path=text, …)``: a third party's plug-in of those files."""

    def make(files: dict[str, str], **attributes):
        root = tmp_path / "lending_manners"
        for name, text in {"__init__.py": "", **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        config = plugin("lending_manners", path=str(root), **attributes)
        found = survey.make_survey(
            [*survey.survey().plugins.values(), config, plugin("reading_manners")]
        )
        monkeypatch.setattr(manners, "survey", lambda: found)
        monkeypatch.syspath_prepend(tmp_path)
        return config

    yield make
    manners.manners_problems.cache_clear()


@pytest.mark.parametrize(
    "line",
    [
        "from plugins.api import PluginConfig",
        "from cms.audit.log import record",
        "from cms.audit import log",
        "from cms.calendars.entries import Entry",
        "from lending_manners.models import Toy",
        "from reading_manners.messages import BookLent",
        "from .models import Toy",
        "import django",
        "import membership",
    ],
)
def test_what_is_offered_may_be_imported(lending, line):
    assert list(private_imports(lending({"views.py": line}))) == []


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("from plugins.registry import registry", "plugins.registry.registry"),
        ("from plugins import survey", "plugins.survey"),
        ("import cms.mail.delivery", "cms.mail.delivery"),
        ("from members.models import User", "members.models.User"),
        ("from events import queries", "events.queries"),
        ("from reading_manners.models import Book", "reading_manners.models.Book"),
        ("def f():\n    from grants.domain import x", "grants.domain.x"),
    ],
)
def test_what_is_private_is_named_with_file_and_line(lending, line, module):
    config = lending({"views.py": f"\n{line}"})
    [problem] = private_imports(config)
    row = 2 + line.count("\n")
    assert problem.id == "plugins.W003"
    assert problem.message == (
        f"Plug-in lending_manners ({config.path}/views.py:{row}) imports {module}, "
        "which is private."
    )


def test_its_own_tests_may_import_what_they_like(lending):
    assert list(private_imports(lending({"tests/test_a.py": "import plugins.switches"}))) == []


def test_a_private_import_warns_and_does_not_stop_the_start(lending, monkeypatch):
    lending({"views.py": "import cms.mail.delivery"})
    manners.manners_problems.cache_clear()
    [warning] = checks.check_plugins()
    assert (warning.id, warning.is_serious()) == ("plugins.W003", False)
    checks.refuse_broken_plugins()


@pytest.mark.parametrize(
    ("dependencies", "ids"),
    [
        ([("members", "0001_initial")], []),
        ([("cms", "__first__")], []),
        ([("wagtailcore", "0098_apitoken")], []),
        ([("lending_manners", "0001_a")], []),
        ([("members", "0002_more")], ["plugins.E016"]),
        ([("mail", "0007_more")], ["plugins.E016"]),
        ([("reading_manners", "0001_initial")], ["plugins.E017"]),
        ([("cms", "__latest__"), ("reading_manners", "0003_x")], ["plugins.E016", "plugins.E017"]),
    ],
)
def test_migrations_hang_on_the_hosts_first_ones(lending, monkeypatch, dependencies, ids):
    import sys

    for name in [name for name in sys.modules if name.startswith("lending_manners")]:
        monkeypatch.delitem(sys.modules, name)
    config = lending(
        {
            "migrations/__init__.py": "",
            "migrations/0002_b.py": MIGRATION.format(dependencies=dependencies),
        }
    )
    assert [problem.id for problem in loose_migrations(config)] == ids


def test_a_migration_may_hang_on_what_is_required(lending, monkeypatch):
    import sys

    for name in [name for name in sys.modules if name.startswith("lending_manners")]:
        monkeypatch.delitem(sys.modules, name)
    config = lending(
        {
            "migrations/__init__.py": "",
            "migrations/0001_a.py": MIGRATION.format(dependencies=[("reading_manners", "0003_x")]),
        },
        requires=("reading_manners",),
    )
    assert list(loose_migrations(config)) == []


def test_the_guide_names_what_may_be_imported():
    guide = (Path(settings.BASE_DIR) / "docs" / "plugins.md").read_text("utf-8")
    table = guide.partition("## What the host offers")[2].partition("\n\nImports go")[0]
    named = re.findall(r"`(cms\.[\w.]+)`", table)
    host = [name for name in OFFERED if name.startswith("cms.")]
    assert sorted(host) == sorted(
        {offer for offer in host for name in named if f"{name}.".startswith(f"{offer}.")}
    )
    assert [name for name in named if not any(f"{name}.".startswith(f"{o}.") for o in host)] == []
