"""``manage.py compilecatalogues``: message catalogues compiled without gettext's tools."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Write a .mo beside each .po that is newer than it."""

    help = "Compile the translations of this project; needs nothing of the system."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        base = Path(settings.BASE_DIR)
        depths = ("*/", "*/*/", "*/*/*/")
        found = (po for depth in depths for po in base.glob(f"{depth}locale/*/LC_MESSAGES/*.po"))
        for po in sorted(found):
            mo = po.with_suffix(".mo")
            if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
                continue
            try:
                catalogue = polib.pofile(str(po), check_for_duplicates=True)
            except (OSError, ValueError) as error:
                raise CommandError(f"{po.relative_to(base)} cannot be read: {error}") from error
            catalogue.save_as_mofile(str(mo))
