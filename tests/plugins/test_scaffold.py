"""``plugins new``: what it writes is sound, and never written over anything."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from plugins.scaffold import ScaffoldRefused, scaffold

STYLE = Path(__file__).parents[2] / "pyproject.toml"


@pytest.fixture
def checkout(tmp_path):
    """An empty checkout that new files go to."""
    with override_settings(BASE_DIR=tmp_path):
        yield tmp_path


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_new_writes_a_bundled_plugin(checkout, capsys):
    call_command("plugins", "new", "toy_shelf", title="Toys to borrow")
    assert names(checkout) == [
        "plugins/toy_shelf/__init__.py",
        "plugins/toy_shelf/admin.py",
        "plugins/toy_shelf/apps.py",
        "plugins/toy_shelf/migrations/0001_initial.py",
        "plugins/toy_shelf/migrations/__init__.py",
        "plugins/toy_shelf/models.py",
        "plugins/toy_shelf/templates/toy_shelf/entries.html",
        "plugins/toy_shelf/urls.py",
        "plugins/toy_shelf/views.py",
        "tests/toy_shelf/__init__.py",
        "tests/toy_shelf/test_toy_shelf.py",
    ]
    config = (checkout / "plugins/toy_shelf/apps.py").read_text()
    assert "class ToyShelfConfig(PluginConfig):" in config
    assert 'name = "plugins.toy_shelf"' in config
    assert 'prefix="toy-shelf/"' in config
    said = capsys.readouterr().out
    assert "plugins.toy_shelf pytest tests/toy_shelf\n" in said


def test_new_writes_a_distribution(checkout):
    scaffold("toys", title="Toys", standalone=checkout / "pumasi-toys")
    assert names(checkout / "pumasi-toys") == [
        "README.md",
        "conftest.py",
        "pyproject.toml",
        "settings_for_tests.py",
        "tests/test_toys.py",
        "toys/__init__.py",
        "toys/admin.py",
        "toys/apps.py",
        "toys/migrations/0001_initial.py",
        "toys/migrations/__init__.py",
        "toys/models.py",
        "toys/templates/toys/entries.html",
        "toys/urls.py",
        "toys/views.py",
    ]
    project = (checkout / "pumasi-toys/pyproject.toml").read_text()
    assert '[project.entry-points."pumasi.plugins"]\ntoys = "toys"\n' in project


def test_everything_written_is_sound_with_nothing_left_to_fill_in(checkout):
    made = scaffold("toys", title="Toys", standalone=checkout / "new")
    for path in made.files:
        text = path.read_text()
        assert "$" not in text
        if path.suffix == ".py":
            ast.parse(text)


@pytest.mark.parametrize("label", ["aaa", "zzz"])
def test_its_imports_are_in_order_whatever_its_name(checkout, label):
    scaffold(label, title="Toys")
    for path in (checkout / "plugins" / label, checkout / "tests" / label):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", "check", "--config", STYLE, "--select", "I", path],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, "All checks passed!\n")


@pytest.mark.parametrize("label", ["events", "partners", "Toys", "my-toys", "class", "json", "1st"])
def test_new_refuses_a_name_no_plugin_can_have(checkout, label):
    with pytest.raises(CommandError):
        call_command("plugins", "new", label)
    assert names(checkout) == []


@pytest.mark.parametrize("title", ["", 'A "toy"', "{{ toys }}", "two\nlines"])
def test_new_refuses_a_title_that_would_be_code(checkout, title):
    with pytest.raises(ScaffoldRefused):
        scaffold("toys", title=title)


def test_new_writes_over_nothing(checkout):
    (checkout / "tests" / "toys").mkdir(parents=True)
    (checkout / "mine").mkdir()
    (checkout / "mine" / "work.txt").write_text("precious")
    with pytest.raises(ScaffoldRefused, match="tests/toys is there already"):
        scaffold("toys", title="Toys")
    with pytest.raises(ScaffoldRefused, match="is not empty"):
        scaffold("toys", title="Toys", standalone=checkout / "mine")
    assert names(checkout) == ["mine/work.txt"]
