"""A mailer for developers and the demo: each mail is a file one can open and read."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmailBackend(BaseEmailBackend):
    """Writes ``<time> <address>.eml``, and a ``.txt`` beside it with subject and text.

    ``file_path`` is the folder; it is made when the first mail is written.
    """

    def __init__(self, file_path: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.folder = Path(file_path)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            now = timezone.localtime()
            to = re.sub(r"[^\w.@-]", "_", mail.recipients()[0].rpartition("<")[2].strip(">"))
            stem = self.folder / f"{now:%Y%m%d-%H%M%S-%f} {to}"
            stem.with_name(f"{stem.name}.eml").write_bytes(mail.message().as_bytes())
            stem.with_name(f"{stem.name}.txt").write_text(
                f"{mail.subject}\n\n{mail.body}", encoding="utf-8"
            )
        return len(email_messages)
