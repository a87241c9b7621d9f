"""Real worker processes against the test's own database."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from cms.mail.models import OutboxMessage

BASE = Path(settings.BASE_DIR)


def database_url():
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return "postgres://{user}:{password}@{host}:{port}/{name}".format(
        user=quote(values["USER"]),
        password=quote(values["PASSWORD"]),
        host=values["HOST"],
        port=values["PORT"] or 5432,
        name=values["NAME"],
    )


def wait_until(true, seconds=60):
    """Wait for ``true()``; fail when it does not become so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


@pytest.fixture
def mail_log(tmp_path):
    path = tmp_path / "mail.log"
    path.touch()
    return path


@pytest.fixture
def worker(transactional_db, mail_log):
    """Return ``worker(*arguments, seconds=0)``: a started ``manage.py worker``."""
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("the test database lives in this process only")
    started = []

    def start(*arguments, seconds=0.0):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker", *arguments],
            cwd=BASE,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.cms.processes.settings",
                "DATABASE_URL": database_url(),
                "MAIL_LOG": str(mail_log),
                "MAIL_SECONDS": str(seconds),
            },
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        sys.stderr.write(process.communicate()[1])  # pytest shows it beside a failure


@pytest.fixture
def mails(transactional_db):
    """Return ``mails(count)``: that many waiting mails of a template that is installed."""
    from plugins.api import NotificationTemplate
    from plugins.registry import registry

    templates = registry().by_kind.get(NotificationTemplate, ())
    if not templates:
        pytest.skip("no plug-in sends mail")
    _label, template = templates[0]

    def make(count):
        return OutboxMessage.objects.bulk_create(
            OutboxMessage(
                idempotency_key=f"process:{number}",
                template=template.key,
                to_address=f"parent{number}@example.org",
                context=dict(template.sample),
            )
            for number in range(count)
        )

    return make
