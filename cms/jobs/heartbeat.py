"""Signs of life of the workers."""

import os
import secrets
import socket
from datetime import datetime, timedelta
from functools import cache

from django.utils import timezone

from cms.jobs.models import Heartbeat

EVERY = timedelta(seconds=5)
FRESH = timedelta(seconds=60)
"""A worker silent for longer counts as gone: room for a slow disk and a long transaction."""

DEAD_AFTER = timedelta(minutes=5)
"""What a worker silent for that long had in hand is given to others."""


def worker_name() -> str:
    """Return the name this process beats under: host, process number and a word of its own.

    The word tells a process from its forerunner: a container that was started again has the
    same host name and number, and what the dead one had in hand would count as looked after.
    """
    return _name_of(os.getpid())


@cache
def _name_of(process: int) -> str:
    return f"{socket.gethostname()[:40]}:{process}:{secrets.token_hex(3)}"


def beat(worker: str) -> None:
    """Say that ``worker`` lives."""
    now = timezone.now()
    if not Heartbeat.objects.filter(worker=worker).update(beat_at=now):
        Heartbeat.objects.update_or_create(worker=worker, defaults={"beat_at": now})


def fall_silent(worker: str) -> None:
    """Take ``worker`` off the list when it stops in good order."""
    Heartbeat.objects.filter(worker=worker).delete()


def living(now: datetime) -> set[str]:
    """Return the names of the workers that may still have something in hand."""
    since = now - DEAD_AFTER
    return set(Heartbeat.objects.filter(beat_at__gte=since).values_list("worker", flat=True))


def is_any_fresh(now: datetime | None = None) -> bool:
    """Return whether some worker has beaten lately."""
    since = (now or timezone.now()) - FRESH
    return Heartbeat.objects.filter(beat_at__gte=since).exists()
