"""The example of a third party: built, installed and tested as its author would, offline."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest
from django.conf import settings

from plugins.installed import available_plugins
from plugins.scaffold import scaffold
from tests.databases import migrated

SOURCE = Path(settings.BASE_DIR) / "docs" / "examples" / "book-shelf"
LONGEST = 300


def run(*arguments, cwd, **environment) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PUMASI_", "PLUGINS", "DJANGO_", "DATABASE_URL", "PYTEST_"))
    }
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=cwd,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder into which pip has built and put the example, from a copy of its source."""
    work = tmp_path_factory.mktemp("shelf")
    source = shutil.copytree(
        SOURCE, work / "source", ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
    )
    offline = ("--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check")
    done = run("pip", "install", "-q", *offline, "--target", work / "site", source, cwd=work)
    assert (done.returncode, done.stderr) == (0, "")
    return work / "site"


def test_it_is_as_short_as_the_guide_says():
    lines = [
        line
        for path in SOURCE.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and path.parent.name != "migrations"
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]
    assert len(lines) < LONGEST


@pytest.mark.apart
def test_pip_brings_its_templates_and_offers_it_to_centres(installed, monkeypatch):
    assert (installed / "book_shelf/templates/book_shelf/mail/due_soon.html").is_file()
    monkeypatch.syspath_prepend(installed)
    assert [found.metadata["Name"] for found in distributions(path=[str(installed)])] == [
        "pumasi-book-shelf"
    ]
    offered = {(item.app, item.version) for item in available_plugins(settings.PLUGINS)}
    assert ("book_shelf", "0.1") in offered


@pytest.mark.apart
def test_its_tests_pass_here_and_those_of_a_new_plugin_too(installed, tmp_path):
    """Both in one process, on a site that is there already: only they are left to migrate."""
    begun = tmp_path / "begun"
    scaffold("toy_shelf", title="Toys to borrow", standalone=begun)
    for name in ("tests", "conftest.py", "settings_for_tests.py", "pyproject.toml"):
        copy = shutil.copytree if (SOURCE / name).is_dir() else shutil.copy
        copy(SOURCE / name, tmp_path / name)
    shutil.copy(begun / "tests" / "test_toy_shelf.py", tmp_path / "tests")
    (tmp_path / "var").mkdir()
    shutil.copy(migrated("members"), tmp_path / "var" / "test-pumasi.sqlite3")
    done = run(
        *("pytest", "-q", "-p", "no:cacheprovider", "--reuse-db"),
        cwd=tmp_path,
        PYTHONPATH=os.pathsep.join(map(str, [installed, begun, settings.BASE_DIR])),
        PLUGINS="book_shelf,members,toy_shelf",
        PUMASI_VAR=str(tmp_path / "var"),
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert " passed" in done.stdout
    assert " skipped" not in done.stdout
