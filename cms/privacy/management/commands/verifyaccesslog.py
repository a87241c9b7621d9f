"""``manage.py verifyaccesslog``: whether the access log is what was written, row by row."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.privacy.chain import verify
from cms.privacy.models import Chain


class Command(BaseCommand):
    """Prove the chain from its cut to its head; exit status 1 at the first broken row."""

    help = "Proves the access log's chain and names the first broken row."

    def handle(self, *args: Any, **options: Any) -> None:
        proof = verify()
        if proof.fault:
            raise CommandError(
                f"Row {proof.number} is broken: {proof.fault}. {proof.rows} rows before it hold."
            )
        chain = Chain.objects.filter(pk=1).first()
        head = f" Newest: {chain.number} {chain.digest[:16]}." if chain and chain.number else ""
        self.stdout.write(f"The access log holds: {proof.rows} rows.{head}")
