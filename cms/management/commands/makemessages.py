"""``manage.py makemessages``: Korean catalogues, each beside the app its words belong to."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.commands import makemessages

# Folders of templates that replace a package's, and whose words they are.
_OWNERS = {"account": "members", "allauth": "members", "mfa": "members", "socialaccount": "members"}


class Command(makemessages.Command):
    """Extract every message into its app's catalogue; nothing is guessed by likeness.

    Templates live in ``templates/<app>/`` but their words belong to ``<app>/locale``.
    The source language is English, so only Korean needs a catalogue.
    """

    msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching", "--no-wrap"]
    msgattrib_options = ["--no-obsolete", "--no-wrap"]
    msguniq_options = ["--to-code=utf-8", "--no-wrap"]

    def handle(self, *args: Any, **options: Any) -> None:
        options.update(
            locale=options["locale"] or ["ko"],
            add_location="file",
            no_obsolete=True,
            ignore_patterns=[*options["ignore_patterns"], "tests/*", ".venv/*", "var/*", "docs/*"],
        )
        super().handle(*args, **options)

    def find_files(self, root: str) -> list[makemessages.TranslatableFile]:
        """Send the words of ``templates/<app>/`` to the catalogue of ``<app>`` or ``cms/<app>``."""
        templates = Path(settings.BASE_DIR) / "templates"
        files: list[makemessages.TranslatableFile] = super().find_files(root)
        for file in files:
            path = Path(file.path).resolve()
            if path.is_relative_to(templates):
                folder = path.relative_to(templates).parts[0]
                name = _OWNERS.get(folder, folder)
                for home in (Path(settings.BASE_DIR), Path(settings.BASE_DIR) / "cms"):
                    if (home / name / "locale").is_dir():
                        file.locale_dir = str(home / name / "locale")
        return files
