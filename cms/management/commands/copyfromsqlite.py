"""``manage.py copyfromsqlite``: bring a site's rows from its SQLite file to PostgreSQL."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.relocation import CannotMove, former_database, guard, move


class Command(BaseCommand):
    """Run with DATABASE_URL at the new, migrated database, while web and worker stand still."""

    help = "Copy every row of a SQLite file into the new database, then build the indexes anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the SQLite file, e.g. var/pumasi.sqlite3")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with former_database(options["file"]) as former:
                guard(former)
                moved = move(former)
        except CannotMove as error:
            raise CommandError(f"Nothing was moved. {error}") from error
        for table, count in moved.items():
            if count and options["verbosity"] > 1:
                self.stdout.write(f"{count:8} {table}")
        self.stdout.write(f"Moved {sum(moved.values())} rows of {len(moved)} tables.")
        call_command("rebuild_search", stdout=self.stdout)
        call_command("wagtail_update_index", verbosity=0)
