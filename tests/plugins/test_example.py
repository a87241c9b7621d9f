"""The example of a third party, and a plug-in just begun: built, installed, tested, switched on.

In an environment of their own, made for the test, into which pip builds and puts them without a
network. The packages of the host are not installed there a second time but lent to it by a
``.pth`` file; the host's own code is found by ``PYTHONPATH``.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from importlib.metadata import distributions
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import settings

from plugins.installed import available_plugins
from plugins.scaffold import scaffold
from tests.databases import migrated

SOURCE = Path(settings.BASE_DIR) / "docs" / "examples" / "book-shelf"
LONGEST = 300


def inherited() -> dict[str, str]:
    """Return what a new process may know of this one's surroundings."""
    ours = ("PUMASI_", "PLUGINS", "DJANGO_", "DATABASE_URL", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def run(*arguments, cwd, python=sys.executable, **environment) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-m", *map(str, arguments)],
        cwd=cwd,
        env={**inherited(), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The packages folder of an environment into which pip has put the example and a new one."""
    work = tmp_path_factory.mktemp("shelf")
    venv.create(work / "environment", with_pip=False, symlinks=True)
    [site] = (work / "environment" / "lib").glob("python*/site-packages")
    (site / "lent.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    source = shutil.copytree(
        SOURCE, work / "source", ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
    )
    scaffold("toy_shelf", title="Toys to borrow", standalone=work / "begun")
    offline = ("--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check")
    into = ("--python", python_of(site))
    done = run("pip", *into, "install", "-q", *offline, source, work / "begun", cwd=work)
    assert (done.returncode, done.stderr) == (0, "")
    shutil.copy(work / "begun" / "tests" / "test_toy_shelf.py", source / "tests")
    return site


def python_of(site: Path) -> Path:
    """Return the interpreter of the environment with that packages folder."""
    return site.parents[2] / "bin" / "python"


def test_it_is_as_short_as_the_guide_says():
    lines = [
        line
        for path in SOURCE.rglob("*.py")
        if path.parent.name != "migrations"
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]
    assert len(lines) < LONGEST


@pytest.mark.apart
def test_pip_brings_its_templates_and_offers_it_to_centres(installed, monkeypatch):
    assert (installed / "book_shelf/templates/book_shelf/mail/due_soon.html").is_file()
    monkeypatch.syspath_prepend(installed)
    there = {found.metadata["Name"] for found in distributions(path=[str(installed)])}
    assert there == {"pumasi-book-shelf", "pumasi-toy-shelf"}
    offered = {(item.app, item.version) for item in available_plugins(settings.PLUGINS)}
    assert {("book_shelf", "0.1"), ("toy_shelf", "0.1")} <= offered


@pytest.mark.apart
def test_its_tests_pass_here_and_those_of_a_new_plugin_too(installed, tmp_path):
    """Both in one process, on a site that is there already: only they are left to migrate."""
    source = installed.parents[3] / "source"
    for name in ("tests", "conftest.py", "settings_for_tests.py", "pyproject.toml"):
        copy = shutil.copytree if (source / name).is_dir() else shutil.copy
        copy(source / name, tmp_path / name)
    (tmp_path / "var").mkdir()
    shutil.copy(migrated("members"), tmp_path / "var" / "test-pumasi.sqlite3")
    done = run(
        *("pytest", "-q", "-p", "no:cacheprovider", "--reuse-db"),
        cwd=tmp_path,
        python=python_of(installed),
        PYTHONPATH=str(settings.BASE_DIR),
        PLUGINS="book_shelf,members,toy_shelf",
        PUMASI_VAR=str(tmp_path / "var"),
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert " passed" in done.stdout
    assert " skipped" not in done.stdout


SERVE = """
from wsgiref.simple_server import WSGIRequestHandler, make_server
import django; django.setup()
from django.core.management import call_command
call_command("migrate", "toy_shelf", verbosity=0)
call_command("plugins", "disable", "toy_shelf", verbosity=0)
from cms.wsgi import application
WSGIRequestHandler.log_message = lambda *said: None
with make_server("127.0.0.1", 0, application) as server:
    print("at", server.server_port, flush=True)
    server.serve_forever()
"""


@pytest.mark.apart
def test_a_new_plugin_is_switched_on_while_the_site_runs(installed, tmp_path):
    """Over HTTP: 404 while it is off, 200 within seconds of being switched on elsewhere."""
    shutil.copy(migrated("members"), tmp_path / "pumasi.sqlite3")
    environment = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "PLUGINS": "members,toy_shelf",
        "PUMASI_VAR": str(tmp_path),
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    server = subprocess.Popen(
        [python_of(installed), "-c", SERVE],
        cwd=settings.BASE_DIR,
        env=inherited() | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        port = next(line.split()[1] for line in server.stdout if line.startswith("at "))
        address = f"http://127.0.0.1:{port}/toy-shelf/"
        assert status_of(address) == 404
        done = subprocess.run(
            [python_of(installed), "manage.py", "plugins", "enable", "toy_shelf"],
            cwd=settings.BASE_DIR,
            env=inherited() | environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        end = time.monotonic() + 5
        while (status := status_of(address)) == 404 and time.monotonic() < end:
            time.sleep(0.1)
        assert status == 200
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


def status_of(address: str) -> int:
    try:
        with urlopen(address, timeout=30) as answer:
            return answer.status
    except HTTPError as error:
        error.close()
        return error.code
