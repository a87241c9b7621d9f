"""``manage.py reconcileseats``: do counters and limits say what the registrations say?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from events.domain import reconciling


class Command(BaseCommand):
    """Report every difference; with ``--mend`` put it right. Ends with 1 while any remains."""

    help = "Compare counters and limits of series with the registrations; --mend puts them right."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="set counters and limits right")

    def handle(self, *args: Any, **options: Any) -> None:
        found, unlimited = reconciling.differences(), reconciling.unlimited()
        for one in (*found, *unlimited):
            self.stdout.write(str(one))
        if options["mend"]:
            for one in found:
                self._mend(one)
            self._mend_limits()
            found, unlimited = reconciling.differences(), reconciling.unlimited()
        if found:
            raise CommandError(f"{len(found)} courses are counted wrongly.")
        if unlimited:
            raise CommandError(f"The limit of a series is not kept in {len(unlimited)} courses.")
        self.stdout.write("All counters and limits agree with the registrations.")

    def _mend(self, difference: reconciling.Difference) -> None:
        try:
            reconciling.mend(difference, by=None)
        except IntegrityError:
            self.stderr.write(
                f"{difference.course.slug}: more are registered than there is room for; "
                "raise its capacity or cancel registrations."
            )

    def _mend_limits(self) -> None:
        for one in reconciling.mend_limits(by=None):
            self.stderr.write(
                f"{one.course.slug}: somebody is registered in two courses of a series "
                "that allows one; cancel what is too much."
            )
