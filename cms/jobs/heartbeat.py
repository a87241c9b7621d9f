"""Signs of life of the workers."""

import os
import socket
from datetime import datetime, timedelta

from django.utils import timezone

from cms.jobs.models import Heartbeat

EVERY = timedelta(seconds=5)
FRESH = timedelta(seconds=60)
"""A worker silent for longer counts as gone: room for a slow disk and a long transaction."""


def worker_name() -> str:
    """Return the name this process beats under: host and process number."""
    return f"{socket.gethostname()[:50]}:{os.getpid()}"


def beat(worker: str) -> None:
    """Say that ``worker`` lives."""
    now = timezone.now()
    if not Heartbeat.objects.filter(worker=worker).update(beat_at=now):
        Heartbeat.objects.update_or_create(worker=worker, defaults={"beat_at": now})


def fall_silent(worker: str) -> None:
    """Take ``worker`` off the list when it stops in good order."""
    Heartbeat.objects.filter(worker=worker).delete()


def is_any_fresh(now: datetime | None = None) -> bool:
    """Return whether some worker has beaten lately."""
    since = (now or timezone.now()) - FRESH
    return Heartbeat.objects.filter(beat_at__gte=since).exists()
