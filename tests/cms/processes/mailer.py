"""A mail server made of a file: one line for what it has begun, one for what it has taken."""

import os
import time

from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes ``begun <id>``, waits ``seconds``, writes ``taken <id>``."""

    def __init__(self, file_path, seconds, **kwargs):
        super().__init__(**kwargs)
        self.file_path = file_path
        self.seconds = seconds

    def send_messages(self, email_messages):
        for message in email_messages:
            name = message.extra_headers["Message-ID"]
            self.write(f"begun {name}")
            time.sleep(self.seconds)
            self.write(f"taken {name}")
        return len(email_messages)

    def write(self, line):
        handle = os.open(self.file_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(handle, f"{line}\n".encode())
        os.fsync(handle)
        os.close(handle)
