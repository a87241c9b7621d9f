"""``manage.py demo``: set up, fill and serve the demo centre."""

import os
import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from cms.demo import serve
from cms.demo.centre import ACCOUNTS, PASSWORD
from cms.demo.load import load

PORTS = range(1024, 65536)
NEEDED_BYTES = 200 * 1024 * 1024


class Command(BaseCommand):
    """Idempotent: a second start keeps the data of the first; ``--reset`` starts over."""

    help = "Set up, fill and serve the demo centre with its worker."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000", help="where to listen (default 8000)")
        parser.add_argument("--reset", action="store_true", help="throw the demo's data away first")
        parser.add_argument("--no-serve", action="store_true", help="set up and fill only")

    def handle(self, *args: Any, **options: Any) -> None:
        port = self._port(options["port"], listening=not options["no_serve"])
        self._room()
        if options["reset"]:
            self._reset()
        for folder in (settings.VAR_DIR, settings.STATIC_ROOT):
            Path(folder).mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        if load() is not None:
            self.stdout.write("The demo centre has been loaded.")
        if options["no_serve"]:
            return
        self._welcome(port)
        os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.development"
        os.environ.setdefault("PUMASI_URL", f"http://127.0.0.1:{port}")
        connection.close()
        sys.exit(serve.serve(port))

    def _port(self, given: str, *, listening: bool) -> int:
        if not given.isdigit() or int(given) not in PORTS:
            raise CommandError(f"PORT={given} is no port: choose a number from 1024 to 65535.")
        if listening and not serve.port_is_free(int(given)):
            raise CommandError(
                f"Port {given} is taken by another program. Try: make demo PORT={int(given) + 1}"
            )
        return int(given)

    def _room(self) -> None:
        free = shutil.disk_usage(settings.BASE_DIR).free
        if free < NEEDED_BYTES:
            raise CommandError(
                f"There is too little disk: {free // 2**20} MB are free, 200 needed."
            )

    def _reset(self) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("make demo-reset empties SQLite only; drop the database yourself.")
        connection.close()
        name = str(settings.DATABASES["default"]["NAME"])
        for path in (name, f"{name}-wal", f"{name}-shm"):
            Path(path).unlink(missing_ok=True)
        for folder in ("media", "private", "mail", "cache"):
            shutil.rmtree(Path(settings.VAR_DIR) / folder, ignore_errors=True)

    def _welcome(self, port: int) -> None:
        width = max(len(account.email) for account in ACCOUNTS)
        lines = [
            "",
            f"  Pumasi (품앗이)   http://127.0.0.1:{port}/      English: http://127.0.0.1:{port}/en/",
            f"  Staff (관리 화면)  http://127.0.0.1:{port}/admin/",
            "",
            f"  Every account's password: {PASSWORD}",
            *(f"    {account.email:<{width}}  {account.note}" for account in ACCOUNTS),
            "",
            "  Staff set up a second factor at their first sign-in: scan the code with an",
            "  authenticator app, or get its digits: make demo-code SECRET=<text under the code>",
            f"  Mail the site sends is kept in {Path(settings.VAR_DIR) / 'mail'}",
            "  Ctrl-C stops the site and its worker.",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
