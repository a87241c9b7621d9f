"""``manage.py worker``: mail, scheduled jobs and the task queue in one process."""

import logging
import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from cms.jobs.worker import Worker


class Command(BaseCommand):
    """Run one worker until it is told to stop (SIGTERM or Ctrl-C), or for one pass."""

    help = "Send mail, run scheduled jobs and queued tasks. Run as many as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="Do what is due now, then end (for cron)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        if not logging.getLogger("pumasi").hasHandlers():
            logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
            if not options["verbosity"]:
                # Past the levels that Django's own loggers set for themselves.
                logging.disable(logging.INFO)
        if options["once"]:
            worker.once()
            return

        def stop(number: int, _frame: FrameType | None) -> None:
            # A second signal ends the process at once.
            signal.signal(number, signal.SIG_DFL)
            worker.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        worker.run()
