"""A kind of mail made up for tests, its templates kept in memory."""

import pytest
from django.template import engines
from django.template.loaders.locmem import Loader

from plugins.api import NotificationTemplate

FILES = {
    "note.subject.txt": "{{ title }}\n",
    "note.txt": (
        '{% extends "mail/base.txt" %}{% block content %}{{ title }}\n{{ url }}{% endblock %}'
    ),
    "note.html": (
        '{% extends "mail/base.html" %}{% block title %}{{ title }}{% endblock %}'
        "{% block content %}<h1>{{ title }}</h1>{% endblock %}"
    ),
}


@pytest.fixture
def kind(contribute, monkeypatch):
    """The key of a NotificationTemplate whose context is ``title`` and ``url``."""
    engine = engines["django"].engine
    monkeypatch.setattr(
        engine, "template_loaders", [Loader(engine, FILES), *engine.template_loaders]
    )
    contribute(
        NotificationTemplate(
            key="members.test_note", label="Note", template="note", sample={"title": "안내"}
        ),
        NotificationTemplate(
            key="members.test_code",
            label="Code",
            template="note",
            sample={"title": "1"},
            secrets=("title",),
        ),
    )
    return "members.test_note"


@pytest.fixture
def queued(db, kind):
    """Return ``queued(**fields)``: an outbox row, as another process left it."""
    from cms.mail.models import OutboxMessage

    def make(**fields):
        count = OutboxMessage.objects.count()
        values = {
            "idempotency_key": f"test:{count}",
            "template": kind,
            "to_address": f"parent{count}@example.org",
            "context": {"title": "첫 수업 안내", "url": "https://pumasi.example/my/"},
        }
        return OutboxMessage.objects.create(**{**values, **fields})

    return make
