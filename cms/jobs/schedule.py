"""When a repeated job is due, and who runs it.

Time is cut into periods of the job's length, counted from 04:00 in Seoul, so that what
runs daily runs at night. The row of a period, UNIQUE(job, due_at), belongs to the worker
that inserted it: whatever the number of workers, a period has one start. Of the periods
that passed while no worker ran, only the present one is made up for.
"""

import logging
import traceback
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from cms.jobs.host import Job
from cms.jobs.models import ScheduledRun
from plugins.registry import log_failure, registry

logger = logging.getLogger("pumasi.jobs")

ANCHOR = datetime(2000, 1, 1, 4 + 24 - 9, tzinfo=UTC)
"""04:00 in Seoul."""
ERROR_LENGTH = 10_000


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
            job=job.key, due_at=period(job.every, now), defaults={"started_at": now}
        )
    if is_ours:
        _execute(job, run)
    return is_ours


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
