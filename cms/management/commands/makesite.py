"""``manage.py makesite``: give a new installation its two home pages."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cms.pages.trees import ENGLISH_NAME, ensure_site


class Command(BaseCommand):
    """Run once, after the first ``migrate``; run again, it changes nothing."""

    help = "Make the Korean and the English home page in place of Wagtail's welcome page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the centre's name in Korean")
        parser.add_argument("--english", default=ENGLISH_NAME, help="its name in English")

    def handle(self, *args: Any, **options: Any) -> None:
        home = ensure_site(name=options["name"], name_en=options["english"])
        self.stdout.write(f"{home.title}: {home.full_url}")
