"""Processes killed in the act, and what must be true afterwards.

Two workers, people who register and cancel, and now and then a backup, all against one
database. Again and again one of them gets SIGKILL at a random moment and another takes its
place. The mail server, the tasks and the schedule write what they did to files, synchronised
to the disk, so the dead bear witness too.
"""

import multiprocessing
import os
import random
import signal
import time
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from django.apps import apps
from django.db import OperationalError, connection, connections
from django.tasks import task
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.backup import archive, making
from cms.jobs import worker as working
from cms.jobs.host import Job
from cms.jobs.models import Heartbeat, ScheduledRun
from cms.jobs.queue import DEAD_AFTER, reap
from cms.mail.delivery import CLAIM_LASTS
from cms.mail.message import message_id
from cms.mail.models import OutboxMessage

FORK = multiprocessing.get_context("fork")
SEATS = 5
PEOPLE = 12
MAILS = 100
TICK = Job(key="kills.tick", run="tests.kills.rehearsal.tick", every=timedelta(seconds=1))
REAP = Job(key="jobs.reap", run="cms.jobs.queue.reap", every=timedelta(minutes=1))
JOURNAL = "KILLS_JOURNAL"
Status = OutboxMessage.Status


def note(line: str) -> None:
    """Write a line that outlives the process."""
    handle = os.open(os.environ[JOURNAL], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(handle, f"{line}\n".encode())
    os.fsync(handle)
    os.close(handle)


def tick() -> None:
    """The job the schedule begins once a second."""
    note("tick once")


@task
def chore(number: str) -> None:
    """A task, which may run twice but not never."""
    note(f"chore {number}")


# --- Who is killed ---------------------------------------------------------------------


def work() -> None:
    with (
        mock.patch.object(working, "jobs", return_value=(TICK, REAP)),
        mock.patch.object(working, "TURN", 0.01),
    ):
        working.Worker().run()


def queue_mail(template: str, context: dict[str, Any]) -> None:
    """Post without the classes: a row of the outbox is all there is."""
    from django.db import transaction

    from cms.mail.outbox import queue

    while True:
        key = f"kills:{os.urandom(8).hex()}"
        with transaction.atomic():
            queue(template, to="a@example.org", context=context, idempotency_key=key)
        note(f"posted {key}")
        _enqueue()


def attend(course: Any, people: list[Any]) -> None:
    """Register and cancel, as people do; the queue moves up by itself."""
    from events.domain import refusals, registrations

    dice = random.Random()
    while True:
        person, now = dice.choice(people), timezone.now()
        values = {"by": person, "now": now}
        held = registrations.Registration.objects.filter(
            course=course, person=person, state__in=["confirmed", "waiting"]
        ).first()
        try:
            if held is not None:
                registrations.cancel(held, **values)
                note(f"cancelled {held.pk}")
            else:
                try:
                    made = registrations.register(course, person=person, **values)
                except refusals.Full:
                    made = registrations.join_waiting_list(course, person=person, **values)
                note(f"registered {made.pk}")
        except (refusals.Refusal, OperationalError):
            continue
        _enqueue()


def _enqueue() -> None:
    number = os.urandom(6).hex()
    chore.enqueue(number)
    note(f"enqueued {number}")


def keep_copies(folder: Path) -> None:
    while True:
        making.make(folder / f"{os.urandom(4).hex()}.tar")


# --- The rehearsal ---------------------------------------------------------------------


@dataclass
class Found:
    """Figures of one rehearsal; ``wrong`` is empty when everything held."""

    kills: Counter[str] = field(default_factory=Counter)
    mails: int = 0
    sent: int = 0
    unknown: int = 0
    gone_and_unknown: int = 0
    chores: int = 0
    chores_twice: int = 0
    ticks: int = 0
    runs_cut_short: int = 0
    archives: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def rehearse(folder: Path, *, kills: int, seed: int | None = None, backups: bool = False) -> Found:
    """Kill that many processes at random moments; return what was found when all was quiet."""
    dice, found, began = random.Random(seed), Found(), time.monotonic()
    mail_log, journal = folder / "mail.log", folder / "journal"
    mail_log.touch()
    journal.touch()
    mailers = {
        "default": {
            "BACKEND": "tests.cms.processes.mailer.EmailBackend",
            "OPTIONS": {"file_path": str(mail_log), "seconds": 0.002},
        }
    }
    posting = _posting()
    _fill_outbox()
    jobs: list[tuple[str, Callable[[], None]]] = [
        ("worker", work),
        ("worker", work),
        ("people", posting),
    ]
    if backups:
        jobs.append(("backup", partial(keep_copies, folder)))
    os.environ[JOURNAL] = str(journal)
    with override_settings(MAILERS=mailers):
        running = [(name, job, _start(job)) for name, job in jobs]
        for _kill in range(kills):
            time.sleep(dice.uniform(0.02, 0.25))
            place = dice.randrange(len(running))
            name, job, process = running[place]
            _kill_one(process, found, name)
            running[place] = (name, job, _start(job))
        for name, _job, process in running:
            _kill_one(process, found, name)
        _wait_for_quiet()
        _mend()
    found.seconds = time.monotonic() - began
    _judge_mail(found, mail_log)
    _judge_journal(found, journal)
    _judge_archives(found, folder)
    return found


def _posting() -> Callable[[], None]:
    if apps.is_installed("events"):
        from tests.events.factories import live_now, make_course, people

        return partial(attend, make_course(now=live_now(), capacity=SEATS), people(PEOPLE))
    template = _some_template()
    return partial(queue_mail, template.key, dict(template.sample))


def _fill_outbox() -> None:
    """Mails enough for both workers to want the same ones."""
    template = _some_template()
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            idempotency_key=f"kills:{number}",
            template=template.key,
            to_address=f"parent{number}@example.org",
            context=dict(template.sample),
        )
        for number in range(MAILS)
    )


def _some_template() -> Any:
    from plugins.api import NotificationTemplate
    from plugins.registry import registry

    return registry().by_kind[NotificationTemplate][0][1]


def _start(job: Callable[[], None]) -> Any:
    _let_go()
    process = FORK.Process(target=_child, args=(job,), daemon=True)
    with warnings.catch_warnings():
        # Nothing of this process's threads is used by the children.
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    return process


def _child(job: Callable[[], None]) -> None:
    _let_go()
    job()


def _let_go() -> None:
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()


def _kill_one(process: Any, found: Found, name: str) -> None:
    if not process.is_alive():
        found.wrong.append(f"a process ({name}) ended by itself: {process.exitcode}")
    os.kill(process.pid, signal.SIGKILL)
    process.join(10)
    found.kills[name] += 1


def _wait_for_quiet() -> None:
    """PostgreSQL notices a dead client when it next speaks to it."""
    if connection.vendor != "postgresql":
        return
    for _try in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)


def _mend() -> None:
    """Let the time pass after which the dead are known to be dead, and finish what is left."""
    long_ago = timezone.now() - max(CLAIM_LASTS, DEAD_AFTER) * 2
    OutboxMessage.objects.filter(status=Status.CLAIMED).update(claimed_at=long_ago)
    DBTaskResult.objects.running().update(started_at=long_ago)
    ScheduledRun.objects.filter(finished_at=None).update(started_at=long_ago)
    Heartbeat.objects.all().delete()
    reap()
    with mock.patch.object(working, "jobs", return_value=()):
        working.Worker().once()


def _judge_mail(found: Found, mail_log: Path) -> None:
    taken = Counter(
        line.split()[1] for line in mail_log.read_text().splitlines() if line.startswith("taken")
    )
    rows = {message_id(row): row.status for row in OutboxMessage.objects.all()}
    found.mails, statuses = len(rows), Counter(rows.values())
    found.sent, found.unknown = statuses[Status.SENT], statuses[Status.UNKNOWN]
    found.gone_and_unknown = sum(rows.get(name) == Status.UNKNOWN for name in taken)
    found.wrong += [f"{name} went {times} times" for name, times in taken.items() if times > 1]
    found.wrong += [f"{name} went without a row" for name in taken.keys() - rows.keys()]
    found.wrong += [
        f"{name} is called {status}, but went {taken[name]} times"
        for name, status in rows.items()
        if (status == Status.SENT) != bool(taken[name]) and status != Status.UNKNOWN
    ]
    found.wrong += [
        f"{name} is {status}" for name, status in rows.items() if status in {"pending", "claimed"}
    ]
    if found.unknown > found.kills["worker"]:
        found.wrong.append(f"{found.unknown} unknown of {found.kills['worker']} killed workers")


def _judge_journal(found: Found, journal: Path) -> None:
    said: dict[str, Counter[str]] = {}
    for line in journal.read_text().splitlines():
        word, what = line.split()
        said.setdefault(word, Counter())[what] += 1
    chores = said.get("chore", Counter())
    found.chores = len(said.get("enqueued", ()))
    found.chores_twice = sum(times > 1 for times in chores.values())
    lost = said.get("enqueued", Counter()).keys() - chores.keys()
    found.wrong += [f"the chore {number} was never done" for number in lost]
    found.wrong += [
        f"a task is {result.status}" for result in DBTaskResult.objects.exclude(status="SUCCESSFUL")
    ]
    found.ticks = sum(said.get("tick", Counter()).values())
    runs = ScheduledRun.objects.filter(job=TICK.key)
    found.runs_cut_short = runs.exclude(error="").count()
    if not found.ticks <= runs.count() <= found.ticks + found.kills["worker"]:
        found.wrong.append(f"{found.ticks} ticks of {runs.count()} runs")
    found.wrong += [
        f"the mail {key} is lost"
        for key in said.get("posted", ())
        if not OutboxMessage.objects.filter(idempotency_key=key).exists()
    ]
    if apps.is_installed("events"):
        _judge_seats(found, said)


def _judge_seats(found: Found, said: dict[str, Counter[str]]) -> None:
    from events.models import Course, Registration

    there = {str(pk) for pk in Registration.objects.values_list("pk", flat=True)}
    found.wrong += [
        f"the registration {pk} is lost" for pk in said.get("registered", {}) if pk not in there
    ]
    course = Course.objects.get()
    states = Counter(Registration.objects.values_list("state", flat=True))
    if (course.taken, course.waiting) != (states["confirmed"], states["waiting"]):
        found.wrong.append(f"{course.taken}, {course.waiting} counted, but there are {states}")
    if course.waiting and course.taken < course.capacity:
        found.wrong.append("a seat is empty while somebody waits")


def _judge_archives(found: Found, folder: Path) -> None:
    for path in folder.glob("*.tar"):
        archive.read(path)
        found.archives += 1
