"""When the last backup was made: a row among the runs of scheduled work."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error
from django.utils import timezone

from cms.jobs.models import ScheduledRun

JOB = "cms.backup"


def remember(began: datetime, *, error: str = "") -> None:
    """Write down that a backup was made or failed; a database that is away is no trouble here."""
    try:
        ScheduledRun.objects.create(
            job=JOB, due_at=began, started_at=began, finished_at=timezone.now(), error=error
        )
    except Error:
        if not error:
            raise


def last() -> datetime | None:
    """Return when the last backup was begun that was finished; None when none is known."""
    made = ScheduledRun.objects.filter(job=JOB, error="").order_by("-due_at").first()
    return made.due_at if made else None


def trouble(now: datetime | None = None) -> str | None:
    """Return a sentence when no backup was made for ``BACKUP_DAYS``; None when all is well."""
    days = settings.BACKUP_DAYS
    if not days:
        return None
    made = last()
    if made is None:
        return "No backup has been made yet."
    age = (now or timezone.now()) - made
    return f"The last backup is {age.days} days old." if age > timedelta(days=days) else None
