"""The worker: one process that does whatever a page does not wait for.

Three lanes, each a thread with its own database connection: *mail* empties the outbox
every second, *jobs* runs what is scheduled and what stands in the task queue, *beat*
says that the process lives. A long job never holds up a sign-in code. A turn that fails
is logged, and the lane goes on. Any number of workers may run at once.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import close_old_connections, connections
from django.utils import timezone

from cms.jobs import heartbeat
from cms.jobs.host import jobs
from cms.jobs.queue import run_tasks
from cms.jobs.schedule import period, run_if_due
from cms.mail.delivery import drain
from plugins.state import snapshot

logger = logging.getLogger("pumasi.jobs")

TURN = 1.0
"""Seconds between two looks: how long a sign-in code may lie in the outbox."""
AFTER_FAILURE = 5.0
TASKS_IN_A_TURN = 20
PATIENCE = 30.0
"""Seconds a stopping worker waits for what it has begun."""


class Worker:
    """One worker process; ``run()`` returns when ``stop()`` has been called."""

    def __init__(self) -> None:
        self.name = heartbeat.worker_name()
        self._told_to_stop = False
        self._stopping = threading.Event()
        self._started: dict[str, datetime] = {}
        """Per job the period it is known to have been started in: saves asking each second."""

    def stop(self) -> None:
        """Finish what has begun and return from ``run``; safe in a signal handler."""
        # No lock here: the handler may have interrupted this very thread holding it.
        self._told_to_stop = True

    def once(self) -> None:
        """Do everything that is due now, then return; for cron and for tests."""
        heartbeat.beat(self.name)
        try:
            while self.turn_mail():
                pass
            self.turn_jobs()
            while run_tasks(self.name):
                pass
            while self.turn_mail():
                pass
        finally:
            heartbeat.fall_silent(self.name)

    def run(self) -> None:
        """Work until told to stop."""
        lanes = [
            self._lane("beat", self.turn_beat, heartbeat.EVERY.total_seconds()),
            self._lane("mail", self.turn_mail, TURN),
            self._lane("jobs", self.turn_jobs, TURN),
        ]
        logger.info("Worker %s has started", self.name)
        while not self._told_to_stop:
            time.sleep(TURN / 4)
        logger.info("Worker %s is stopping", self.name)
        self._stopping.set()
        for lane in lanes:
            lane.join(PATIENCE)
        heartbeat.fall_silent(self.name)

    def turn_beat(self) -> None:
        """Give a sign of life."""
        heartbeat.beat(self.name)

    def turn_mail(self) -> int:
        """Send what is due; return how many mails went."""
        return drain(is_over=self._stopping.is_set)["sent"]

    def turn_jobs(self) -> None:
        """Start what is due, then serve the task queue for a while."""
        for job in jobs():
            if self._stopping.is_set():
                return
            now = timezone.now()
            due = period(job.every, now)
            if self._started.get(job.key) != due:
                run_if_due(job, now=now)
                self._started[job.key] = due
        for _share in range(TASKS_IN_A_TURN):
            # One by one: a worker told to stop begins no other.
            if self._stopping.is_set() or not run_tasks(self.name, most=1):
                return

    def _lane(self, name: str, turn: Callable[[], object], seconds: float) -> threading.Thread:
        lane = threading.Thread(target=self._repeat, args=(name, turn, seconds), name=name)
        lane.daemon = True
        lane.start()
        return lane

    def _repeat(self, name: str, turn: Callable[[], object], seconds: float) -> None:
        pause = 0.0
        while not self._stopping.wait(pause):
            try:
                # One state of the plug-in switches for the turn, read anew for the next.
                with snapshot():
                    turn()
                pause = seconds
            except Exception:
                logger.exception("The lane %s of worker %s stumbled", name, self.name)
                pause = AFTER_FAILURE
            finally:
                close_old_connections()
        connections.close_all()
