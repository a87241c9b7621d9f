"""What staff may do about background work: begin a job now, put a task back, take one out."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from cms.audit import log
from cms.jobs.host import Job
from cms.jobs.models import ScheduledRun
from cms.jobs.schedule import period

CANCELLED = "Cancelled by staff."


class SteeringRefused(Exception):
    """It cannot be done as things stand; the message says why."""


@transaction.atomic
def begin_now(job: Job, *, by: Any, now: datetime) -> ScheduledRun:
    """Have the run of the present period begun within a minute, and return it.

    It counts its starts anew. Raises SteeringRefused while it runs or already waits.
    """
    run, is_new = ScheduledRun.objects.get_or_create(
        job=job.key, due_at=period(job.every, now), defaults={"starts": 0}
    )
    if not is_new:
        changed = ScheduledRun.objects.filter(pk=run.pk, finished_at__isnull=False).update(
            started_at=None, finished_at=None, error="", starts=0
        )
        if not changed:
            raise SteeringRefused(_("It is running, or waits to be begun."))
    log.record("jobs.run.asked", subject=run, by=by, before={"error": run.error[-200:]})
    return run


@transaction.atomic
def put_back(task: DBTaskResult, *, by: Any) -> None:
    """Have a failed task run once more, its starts counted anew; raises SteeringRefused."""
    changed = DBTaskResult.objects.failed().filter(pk=task.pk).update(
        status="READY", started_at=None, finished_at=None, worker_ids=[], traceback="",
        exception_class_path="",
    )  # fmt: skip
    if not changed:
        raise SteeringRefused(_("Somebody else has just dealt with this task."))
    log.record("jobs.task.retried", subject=task, by=by, after={"task": task.task_path})


@transaction.atomic
def cancel(task: DBTaskResult, *, by: Any, now: datetime) -> None:
    """Take a waiting task out of the queue; raises SteeringRefused when it has begun."""
    changed = DBTaskResult.objects.filter(pk=task.pk, status="READY").update(
        status="FAILED", finished_at=now, traceback=CANCELLED
    )
    if not changed:
        raise SteeringRefused(_("Somebody else has just dealt with this task."))
    log.record("jobs.task.cancelled", subject=task, by=by, after={"task": task.task_path})
