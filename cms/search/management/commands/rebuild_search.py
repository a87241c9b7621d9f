"""``manage.py rebuild_search``: the search index made anew from what is public now."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from cms.search.engines import engine_of, run
from cms.search.indexing import rebuild


class Command(BaseCommand):
    """Rebuild in one transaction; searches go on meanwhile on the old index."""

    help = "Make the search index anew from every public page and record."

    def handle(self, *args: Any, **options: Any) -> None:
        run(connection, engine_of(connection.vendor).install)
        self.stdout.write(f"The search knows {rebuild()} documents.")
