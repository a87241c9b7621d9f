"""``manage.py restore``: a site put back from its backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.backup.refusals import BackupFailed, RestoreRefused, Unsound
from cms.backup.restoring import in_use, restore

WORD = "replace"


class Command(BaseCommand):
    """Run with the services stopped, with the settings the site is to have."""

    help = "Put back what manage.py backup has written; refuses on a host that is in use."
    # The tables the checks look at may not be there yet.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="put it in the place of what stands here"
        )
        parser.add_argument("--no-input", action="store_true", help="do not ask before replacing")
        parser.add_argument("--identity", type=Path, help="key file of an age-encrypted archive")

    def handle(self, *args: Any, **options: Any) -> None:
        held = in_use()
        if held and options["replace"] and not options["no_input"]:
            self.stdout.write(f"This host holds {held}. All of it is kept aside and replaced.")
            if input(f"Type {WORD} to go on: ").strip() != WORD:
                raise CommandError("Nothing was changed.")
        try:
            done = restore(
                options["archive"],
                replace=options["replace"],
                identity=options["identity"],
                say=self.stdout.write,
            )
        except (RestoreRefused, Unsound, BackupFailed) as error:
            raise CommandError(f"Not restored. {error}") from error
        listed = done.manifest
        self.stdout.write(
            self.style.SUCCESS(
                f"Restored: {listed.rows} rows and {len(listed.members) - 1} uploads "
                f"as of {listed.made_at}."
            )
        )
        steps = ["Start the services and look at /readyz.", "Staff: look through outgoing mail."]
        if done.lacking:
            steps.insert(0, f"Settings given then, but not here: {', '.join(done.lacking)}.")
        if listed.elsewhere:
            steps.insert(0, f"Bring back from elsewhere: {', '.join(listed.elsewhere)}.")
        if done.kept:
            steps.append(f"When all is well, delete {done.kept}, where the former state is kept.")
        self.stdout.write("\n".join(["Next:", *(f"- {step}" for step in steps)]))
