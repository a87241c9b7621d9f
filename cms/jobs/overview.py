"""What the worker has done, is doing and is going to do, as staff see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from cms.jobs.heartbeat import FRESH
from cms.jobs.host import Job, jobs
from cms.jobs.models import Heartbeat, ScheduledRun
from cms.jobs.queue import CUT_SHORT
from cms.jobs.schedule import period
from cms.jobs.steering import CANCELLED
from plugins.registry import registry

MOST = 50
"""Rows of one list: whoever has more of them wants to know why, not to see all."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """A scheduled job: its last run, if any, and when its next period begins."""

    key: str
    label: str | Promise
    every: timedelta
    last: ScheduledRun | None
    next_at: datetime
    state: str
    """``ok``, ``failed``, ``running``, ``waiting`` or ``never``."""

    @property
    def reason(self) -> str:
        return reason(self.last.error) if self.last else ""

    @property
    def may_begin(self) -> bool:
        return self.state not in {"running", "waiting"}


def job_rows(now: datetime) -> list[JobRow]:
    """Return every job of the host and of the plug-ins that are on, those in trouble first."""
    rows = [_job_row(job, now) for job in jobs()]
    return sorted(rows, key=lambda row: (row.state != "failed", row.every))


def _job_row(job: Job, now: datetime) -> JobRow:
    last = ScheduledRun.objects.filter(job=job.key).order_by("-due_at").first()
    return JobRow(
        key=job.key,
        label=job_label(job.key),
        every=job.every,
        last=last,
        next_at=period(job.every, now) + job.every,
        state=_state(last),
    )


def _state(run: ScheduledRun | None) -> str:
    if run is None:
        return "never"
    if run.started_at is None:
        return "waiting"
    if run.finished_at is None:
        return "running"
    return "failed" if run.error else "ok"


def job_label(key: str) -> str | Promise:
    """Return what staff call a job; one of a plug-in's is named after the plug-in too.

    A job without a label, or of which only runs are left, goes by its key.
    """
    label = next((job.label for job in jobs() if job.key == key), "")
    owner = registry().by_key.get(key)
    if owner is None:
        return label or key
    words = label or key.partition(".")[2].replace("_", " ")
    return f"{registry().plugins[owner[0]].verbose_name}: {words}"


def tasks(status: str) -> QuerySet[DBTaskResult]:
    """Return the tasks of a status, at most ``MOST``: waiting ones in turn, others newest first."""
    found = DBTaskResult.objects.filter(status=status)
    ordered = found if status == "READY" else found.order_by("-finished_at", "-started_at")
    return ordered.defer("args_kwargs", "return_value")[:MOST]


def task_counts() -> dict[str, int]:
    """Return how many tasks there are by status."""
    found = DBTaskResult.objects.order_by().values_list("status").annotate(count=Count("pk"))
    return dict(found.values_list("status", "count"))


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker process and its last sign of life."""

    name: str
    beat_at: datetime
    is_alive: bool


def worker_rows(now: datetime) -> list[WorkerRow]:
    """Return the workers of the last day, those alive first."""
    beats = Heartbeat.objects.order_by("-beat_at")[:MOST]
    return [WorkerRow(beat.worker, beat.beat_at, beat.beat_at >= now - FRESH) for beat in beats]


def reason(error: str) -> str:
    """Return what went wrong in one line: the last of a traceback, or words of ours."""
    lines = [line.strip() for line in error.strip().splitlines() if line.strip()]
    said = lines[-1][:300] if lines else ""
    ours = {
        CUT_SHORT: _("Its worker was stopped in the middle."),
        "Its workers died.": _("It ended its workers three times and was given up."),
        CANCELLED: _("Cancelled by staff."),
    }
    return str(ours.get(said, said))
