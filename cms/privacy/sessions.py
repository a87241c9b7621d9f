"""The sessions of one person, which the session table does not name."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone


def sessions_of(person: Any) -> Iterator[Session]:
    """Yield the person's sessions that have not run out; reads every session there is."""
    wanted = str(person.pk)
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == wanted:
            yield session
