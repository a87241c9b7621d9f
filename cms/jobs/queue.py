"""Django's task queue in the database: run, freed, tidied.

A task whose worker died stays RUNNING for ever. Workers sign what they take with the
name of their heartbeat, so a task without a living worker is put back, and given up
after ``MAX_STARTS`` workers.
"""

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from cms.jobs.heartbeat import DEAD_AFTER, living
from cms.jobs.host import jobs
from cms.jobs.models import Heartbeat, ScheduledRun

logger = logging.getLogger("pumasi.jobs")

BACKEND = "default"
MAX_STARTS = 3
KEEP_TASKS = timedelta(days=14)
KEEP_RUNS = timedelta(days=30)
KEEP_OFTEN = timedelta(days=2)
"""Of what runs each minute, when nothing was wrong: a month of it is 40,000 rows a job."""
CUT_SHORT = "Cut short: its worker stopped."


def run_tasks(worker: str, *, most: int = 20) -> int:
    """Run up to ``most`` waiting tasks; return how many.

    A task that raises is marked failed by the queue itself.
    """
    if not DBTaskResult.objects.ready().filter(backend_name=BACKEND).exists():
        return 0
    queue = TaskWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=BACKEND,
        startup_delay=False,
        max_tasks=most,
        worker_id=worker[:64],
        excluded_queue_names=[],
    )
    queue.run()
    return int(queue._run_tasks)  # noqa: SLF001 - the queue counts, and tells nobody else


def reap() -> None:
    """Put tasks of dead workers back, or give them up; call runs that were cut short so."""
    now = timezone.now()
    names = living(now)
    alive = {name[:64] for name in names}
    for task in DBTaskResult.objects.running().filter(started_at__lt=now - DEAD_AFTER):
        if task.worker_ids and task.worker_ids[-1] in alive:
            continue
        again = len(task.worker_ids) < MAX_STARTS
        changes = (
            {"status": "READY", "started_at": None}
            if again
            else {"status": "FAILED", "finished_at": now, "traceback": "Its workers died."}
        )
        DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at).update(
            **changes
        )
        logger.warning(
            "Task %s lost its worker and was %s",
            task.task_path,
            "put back" if again else "given up",
        )
    ScheduledRun.objects.filter(finished_at=None, started_at__lt=now - DEAD_AFTER).exclude(
        worker__in=names
    ).update(finished_at=now, error=CUT_SHORT)


def prune() -> None:
    """Forget finished tasks, old runs and workers long gone."""
    now = timezone.now()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_TASKS).delete()
    ScheduledRun.objects.filter(due_at__lt=now - KEEP_RUNS).delete()
    often = [job.key for job in jobs() if job.every < timedelta(hours=1)]
    ScheduledRun.objects.filter(job__in=often, error="", due_at__lt=now - KEEP_OFTEN).delete()
    Heartbeat.objects.filter(beat_at__lt=now - timedelta(days=1)).delete()
