"""When a repeated job is due, and who runs it.

Time is cut into periods of the job's length, counted from 04:00 in Seoul, so that what
runs daily runs at night. The row of a period, UNIQUE(job, due_at), belongs to the worker
that inserted it: whatever the number of workers, a period has one start. Of the periods
that passed while no worker ran, only the present one is made up for.

A run that failed, or whose worker died, is begun again in its period after a pause, at
most ``MAX_STARTS`` times; one that staff ask for, at once.
"""

import logging
import traceback
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from cms.jobs.heartbeat import worker_name
from cms.jobs.host import Job, jobs
from cms.jobs.models import ScheduledRun
from plugins.registry import log_failure, registry

logger = logging.getLogger("pumasi.jobs")

ANCHOR = datetime(2000, 1, 1, 4 + 24 - 9, tzinfo=UTC)
"""04:00 in Seoul."""
ERROR_LENGTH = 10_000
MAX_STARTS = 3
FIRST_PAUSE = timedelta(minutes=5)
"""Before a failed run is begun again; twice as long before the third time."""
LONGEST = timedelta(days=32)
"""How far back a run is looked for: longer than any period."""


def period(every: timedelta, now: datetime) -> datetime:
    """Return the start of the period of that length which holds ``now``."""
    return ANCHOR + (now - ANCHOR) // every * every


def run_if_due(job: Job, *, now: datetime | None = None) -> bool:
    """Run the job unless its present period has been started; return whether it was run here.

    What the job raises is written to its row and to the log, and goes no further.
    """
    now = now or timezone.now()
    with transaction.atomic():
        run, is_ours = ScheduledRun.objects.get_or_create(
            job=job.key,
            due_at=period(job.every, now),
            defaults={"started_at": now, "worker": worker_name()},
        )
    if is_ours:
        _execute(job, run)
    return is_ours


def run_again(*, now: datetime | None = None) -> int:
    """Begin again what failed in its present period, and what staff asked for; return how many.

    The claim is a conditional UPDATE: of two workers one begins it.
    """
    now = now or timezone.now()
    known = {job.key: job for job in jobs()}
    count = 0
    for run in ScheduledRun.objects.filter(
        Q(started_at=None) | ~Q(error=""), job__in=known, due_at__gte=now - LONGEST
    ):
        if not _is_due_again(run, known[run.job], now):
            continue
        taken = ScheduledRun.objects.filter(
            pk=run.pk, starts=run.starts, started_at=run.started_at, finished_at=run.finished_at
        ).update(
            started_at=now,
            finished_at=None,
            error="",
            starts=F("starts") + 1,
            worker=worker_name(),
        )
        if taken:
            _execute(known[run.job], run)
            count += 1
    return count


def _is_due_again(run: ScheduledRun, job: Job, now: datetime) -> bool:
    if run.started_at is None:
        return True
    return (
        run.finished_at is not None
        and run.starts < MAX_STARTS
        and run.due_at == period(job.every, now)
        and run.finished_at + FIRST_PAUSE * 2 ** (run.starts - 1) <= now
    )


def _execute(job: Job, run: ScheduledRun) -> None:
    error = ""
    try:
        import_string(job.run)()
    except Exception as failure:
        if job.key in registry().by_key:
            log_failure(job.key, failure)
        else:
            logger.exception("The job %s failed", job.key)
        error = traceback.format_exc()[-ERROR_LENGTH:]
    ScheduledRun.objects.filter(pk=run.pk).update(finished_at=timezone.now(), error=error)
