"""``manage.py reconcileseats``: do the counters of seats say what the registrations say?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from events.domain.reconciling import differences, mend


class Command(BaseCommand):
    """Report every difference; with ``--mend`` put it right. Ends with 1 while any remains."""

    help = "Compare the counters of seats with the registrations; --mend puts them right."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="set the counters right")

    def handle(self, *args: Any, **options: Any) -> None:
        found = differences()
        for one in found:
            self.stdout.write(str(one))
            if options["mend"]:
                self._mend(one)
        left = differences() if options["mend"] else found
        if left:
            raise CommandError(f"{len(left)} courses are counted wrongly.")
        self.stdout.write("All counters agree with the registrations.")

    def _mend(self, difference: Any) -> None:
        try:
            mend(difference, by=None)
        except IntegrityError:
            self.stderr.write(
                f"{difference.course.slug}: more are registered than there is room for; "
                "raise its capacity or cancel registrations."
            )
