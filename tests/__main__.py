"""``python -m tests``: the whole suite, once for each way a site may run.

SQLite always, with everything; PostgreSQL where one answers (with ``CI`` set it must);
then what is left of the suite with programmes taken out of ``PLUGINS``. What cannot
differ is not run again: pages look the same on either database (``looks``), processes
with settings of their own (``apart``) do not know which run started them, whom the
matrix treats alike it treats alike everywhere (``alike``), and lists ask either database as
often (``many``). Arguments are handed on to pytest.

With a programme left out only that can differ which is put together from all plug-ins: menus,
pages, lists of contributions, addresses, roles, a person's data. import-linter proves that
neither programme imports the other and the host imports none: so the host's rooms run once
with both programmes gone, which is harder than with one, without those that no plug-in adds to
(``WITHOUT_PLUGINS``). Of the programme that remains alone the rooms in ``SHARED`` run again, with
the matrix of all addresses; its rules, verbs and screens do not, nor do its forms take other bad
input (``hostile``), and what is not installed makes no list ask more often (``many``).

Passes go one after another, each with two workers: both cores are busy with one, and two at
once only make each other late. Each line says which pass it is of.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

# Python keeps what it compiled: of five passes only the first compiles a test.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")


@dataclass(frozen=True)
class Run:
    """One pass over the suite: what it is called, its environment, its extra arguments."""

    name: str
    environment: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()


QUICK = ("-m", "not (browser or race or apart or hostile or alike or many)")
# Of a programme's rooms, those that show what the host puts together from all plug-ins.
SHARED = {
    "test_blocks.py",
    "test_conformance.py",
    "test_feeds.py",
    "test_figures.py",
    "test_pages.py",
    "test_personal.py",
    "test_personal_after.py",
}


# The host's rooms that are the same whatever is installed; the matrix runs with each programme.
WITHOUT_PLUGINS = (
    *("backup", "design", "files", "health", "jobs", "mail", "pagecache", "questions", "search"),
    "../matrix",
)


def nothing_but_the_host() -> Run:
    """Return the pass of a site with members and partners and no programme."""
    left_out = (f"--ignore={os.path.normpath(f'tests/cms/{room}')}" for room in WITHOUT_PLUGINS)
    return Run("no programme", {"PLUGINS": "members,plugins.partners"}, (*QUICK, *left_out))


def alone(programme: str) -> Run:
    """Return the pass of a site that has one programme only."""
    rooms = Path(__file__).parent / programme
    shared = (f"tests/{programme}/{name}" for name in sorted(SHARED) if (rooms / name).exists())
    plugins = f"members,{programme},plugins.partners"
    return Run(f"{programme} alone", {"PLUGINS": plugins}, (*QUICK, "tests/matrix", *shared))


# How often a view asks is settled before any database hears of it (search, which is not the
# same on both, is not marked).
ELSEWHERE = "not (looks or apart or alike or many)"
RUNS = (
    Run("SQLite"),
    Run("PostgreSQL", {"DATABASE_URL": POSTGRES}, ("-m", ELSEWHERE)),
    nothing_but_the_host(),
    alone("grants"),
    alone("events"),
)


def answers(host: str, port: int) -> bool:
    """Return whether something accepts connections there."""
    try:
        with socket.create_connection((host, port), timeout=2):
            return True
    except OSError:
        return False


def possible(run: Run) -> bool:
    """Return whether the run's database answers; end the command if CI requires it."""
    if "DATABASE_URL" not in run.environment:
        return True
    url = urlsplit(run.environment["DATABASE_URL"])
    if answers(url.hostname or "127.0.0.1", url.port or 5432):
        return True
    if os.environ.get("CI"):
        raise SystemExit(
            f"{run.name}: nothing answers at {url.hostname}:{url.port}; CI requires it."
        )
    print(f"== {run.name}: skipped, nothing answers at {url.hostname}:{url.port}", flush=True)
    return False


def migrate(runs: list[Run]) -> None:
    """Make the databases of the runs one after another, ahead of the workers that copy them.

    A run whose database is not there yet makes it itself, and tells what goes wrong.
    """
    for run in runs:
        subprocess.run(
            [sys.executable, "-m", "tests.databases"],
            env={
                "DJANGO_SETTINGS_MODULE": "cms.settings.test",
                **ENVIRONMENT,
                **run.environment,
            },
            capture_output=True,
            check=False,
        )


def perform(run: Run) -> int:
    """Run one pass, saying before each line which; return how it ended."""
    print(f"== {run.name}: begun", flush=True)
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", *run.arguments, *sys.argv[1:]],
        env={**ENVIRONMENT, **run.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            print(f"{run.name:15} | {line}", end="", flush=True)
    print(f"== {run.name}: {time.monotonic() - started:.0f} s", flush=True)
    return process.returncode


def main() -> int:
    """Run each pass; return 1 if any failed."""
    runs = [run for run in RUNS if possible(run)]
    threading.Thread(target=migrate, args=[runs], daemon=True).start()
    ended = [perform(run) for run in runs]
    failed = [run.name for run, status in zip(runs, ended, strict=True) if status]
    if failed:
        print(f"\nFailed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
