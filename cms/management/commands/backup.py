"""``manage.py backup``: the whole site in one file, while it runs."""

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.backup import archive, making
from cms.backup.refusals import BackupFailed, Unsound


class Command(BaseCommand):
    """Database and uploads in one verified archive of mode 600, or only check one."""

    help = (
        "Write database, uploads and a list of both into one archive; the site may run meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", nargs="?", type=Path, help="folder or new file (default: VAR/backups)"
        )
        parser.add_argument(
            "--recipient",
            action="append",
            default=[],
            help="encrypt for this age recipient (age1…, ssh-…) or GnuPG key; may be repeated",
        )
        parser.add_argument(
            "--keep", type=int, default=0, metavar="N", help="delete all but the N newest there"
        )
        parser.add_argument("--verify", type=Path, metavar="ARCHIVE", help="only check an archive")
        parser.add_argument("--identity", type=Path, help="key file of an age-encrypted archive")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verify"]:
            self._verify(options["verify"], options["identity"])
            return
        if options["keep"] < 0:
            raise CommandError("--keep takes a number from 1 on.")
        if threading.current_thread() is threading.main_thread():
            # Told to end, it cleans up as after Ctrl-C.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            made = making.make(
                options["path"], recipients=options["recipient"], keep=options["keep"]
            )
        except BackupFailed as error:
            raise CommandError(f"No backup was made. {error}") from error
        listed = made.manifest
        self.stdout.write(
            f"{made.path}\n{made.size >> 10} KB: {listed.rows} rows of {len(listed.counts)} tables "
            f"and {len(listed.members) - 1} uploads.\nSHA-256 {made.sha256}"
        )
        for name in listed.elsewhere:
            self.stdout.write(self.style.WARNING(f"Not in it: {name}, which is kept elsewhere."))
        for name in listed.missing:
            self.stdout.write(self.style.WARNING(f"Was missing already: {name}"))
        for name in made.dropped:
            self.stdout.write(f"Deleted, for {options['keep']} are kept: {name}")
        if options["recipient"]:
            self.stdout.write("Only its key opens it: check it with --verify where the key is.")
        self.stdout.write(
            f"Not in it, and needed besides: the values of {', '.join(listed.needs)}."
        )

    def _verify(self, path: Path, identity: Path | None) -> None:
        try:
            listed = archive.read(path, identity=identity)
        except Unsound as error:
            raise CommandError(f"{path} is not sound. {error}") from error
        self.stdout.write(
            f"Sound: release {listed.version}, made {listed.made_at}, {listed.vendor}, "
            f"{listed.rows} rows, {len(listed.members) - 1} uploads."
        )
