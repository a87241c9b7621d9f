"""``manage.py democode``: an authenticator app for those who try the demo without one."""

import base64
import hmac
import time
from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core.management.base import BaseCommand, CommandError


def one_time_code(secret: str, *, now: float) -> str:
    """Return the six digits of RFC 6238 (SHA-1, 30 s) for a base32 secret.

    Raises ValueError when the secret is not base32.
    """
    key = base64.b32decode(secret.replace(" ", "").upper())
    digest = hmac.digest(key, int(now // 30).to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


class Command(BaseCommand):
    """Print the code for the secret shown at enrolment, or for an enrolled demo account."""

    help = "Print the one-time code for an enrolment secret or a demo account's address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("secret", help="the secret shown at enrolment, or an account's address")

    def handle(self, *args: Any, **options: Any) -> None:
        given = options["secret"]
        secret = self._secret_of(given.lower()) if "@" in given else given
        try:
            self.stdout.write(one_time_code(secret, now=time.time()))
        except ValueError as error:
            raise CommandError("That is no secret: it has letters A-Z and digits 2-7.") from error

    def _secret_of(self, email: str) -> str:
        found = Authenticator.objects.filter(
            user__email=email, type=Authenticator.Type.TOTP
        ).first()
        if found is None or not email.endswith("@pumasi.example"):
            raise CommandError(f"{email} is no demo account with an authenticator app set up.")
        return str(decrypt(found.data["secret"]))
