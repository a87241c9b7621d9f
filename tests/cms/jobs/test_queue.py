from datetime import timedelta

import pytest
from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.jobs import heartbeat
from cms.jobs.heartbeat import DEAD_AFTER
from cms.jobs.models import Heartbeat, ScheduledRun
from cms.jobs.queue import KEEP_TASKS, MAX_STARTS, prune, reap, run_tasks

pytestmark = pytest.mark.django_db

DONE = []


@task
def remember(word):
    DONE.append(word)


@task
def stumble():
    raise ValueError("stumbled")


@pytest.fixture(autouse=True)
def _fresh():
    DONE.clear()


def test_run_tasks_runs_what_waits():
    remember.enqueue("one")
    remember.enqueue("two")
    assert run_tasks("tests:1") == 2
    assert DONE == ["one", "two"]
    assert run_tasks("tests:1") == 0


def test_run_tasks_stops_after_its_share():
    for number in range(3):
        remember.enqueue(number)
    assert run_tasks("tests:1", most=2) == 2
    assert DONE == [0, 1]


def test_a_task_that_raises_is_marked_and_the_next_one_runs():
    stumble.enqueue()
    remember.enqueue("after")
    assert run_tasks("tests:1") == 2
    assert DONE == ["after"]
    assert DBTaskResult.objects.failed().count() == 1


def stuck(worker_ids, **fields):
    remember.enqueue("again")
    found = DBTaskResult.objects.ready().get()
    values = {
        "status": "RUNNING",
        "started_at": timezone.now() - DEAD_AFTER * 2,
        "worker_ids": worker_ids,
    }
    DBTaskResult.objects.filter(pk=found.pk).update(**{**values, **fields})
    return found


def test_reap_puts_back_the_task_of_a_dead_worker():
    stuck(["dead:1"])
    reap()
    assert run_tasks("tests:1") == 1
    assert DONE == ["again"]


def test_reap_leaves_tasks_of_living_workers_and_young_ones():
    heartbeat.beat("alive:1")
    stuck(["alive:1"])
    stuck(["dead:1"], started_at=timezone.now())
    reap()
    assert DBTaskResult.objects.running().count() == 2


def test_reap_gives_up_a_task_that_kills_its_workers():
    found = stuck([f"dead:{number}" for number in range(MAX_STARTS)])
    reap()
    found.refresh_from_db()
    assert (found.status, found.traceback) == ("FAILED", "Its workers died.")


def test_reap_closes_runs_that_were_cut_short():
    now = timezone.now()
    ScheduledRun.objects.create(job="a", due_at=now, started_at=now - timedelta(days=1))
    ScheduledRun.objects.create(job="b", due_at=now, started_at=now)
    reap()
    assert [run.error != "" for run in ScheduledRun.objects.order_by("job")] == [True, False]


def test_prune_forgets_what_is_old_only():
    old = timezone.now() - KEEP_TASKS * 3
    for _number in range(2):
        remember.enqueue("x")
    run_tasks("tests:1")
    DBTaskResult.objects.filter(pk=DBTaskResult.objects.first().pk).update(finished_at=old)
    ScheduledRun.objects.create(job="old", due_at=old)
    ScheduledRun.objects.create(job="new", due_at=timezone.now())
    Heartbeat.objects.create(worker="old", beat_at=old)
    heartbeat.beat("new")
    prune()
    assert DBTaskResult.objects.count() == 1
    assert [run.job for run in ScheduledRun.objects.all()] == ["new"]
    assert [beat.worker for beat in Heartbeat.objects.all()] == ["new"]


def test_a_task_whose_code_is_gone_fails_and_the_next_one_runs():
    remember.enqueue("gone")
    DBTaskResult.objects.update(task_path="centre_lendings.tasks.remind")
    remember.enqueue("after")
    assert run_tasks("tests:1") == 2
    assert DONE == ["after"]
    assert "centre_lendings" in DBTaskResult.objects.failed().get().traceback


def test_a_worker_started_again_is_not_taken_for_its_dead_forerunner(monkeypatch):
    """In a container both have the same host name and process number."""
    before = heartbeat.worker_name()
    assert heartbeat.worker_name() == before
    heartbeat._name_of.cache_clear()
    assert heartbeat.worker_name() != before
    assert len(heartbeat.worker_name()) <= 64
