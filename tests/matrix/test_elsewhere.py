"""The canaries again where no one asks by address: letters in the outbox, and the log."""

import logging

import pytest

from cms.mail.models import OutboxMessage
from cms.mail.rendering import render
from tests.matrix.answers import ask
from tests.matrix.asking import doors
from tests.matrix.secrets import may_read, secrets_in
from tests.matrix.world import MEMBERS

pytestmark = pytest.mark.django_db


def test_letters_hold_only_what_their_readers_may_know(world):
    readers = {person.email: name for name, person in world.people.items()}
    # Whoever asked for an outreach class is no account: their own name and link are theirs.
    asked = {
        home.outreach.contact_email: {("asker", home.owner), ("asktoken", home.owner)}
        for home in world.homes
        if hasattr(home, "outreach")
    }
    letters = OutboxMessage.objects.select_related("to_user")
    assert letters
    for letter in letters:
        mail = render(letter.template, letter.context, language=letter.language)
        body = f"{mail.subject}\n{mail.text}\n{mail.html}".encode()
        if letter.to_address in asked:
            assert secrets_in(body) <= asked[letter.to_address], letter.template
            continue
        reader = readers[letter.to_address]
        told = [one for one in secrets_in(body) if not may_read(*one, reader)]
        assert not told, f"{letter.template} tells {reader} {told}"


def test_the_log_names_nobody(world, caplog):
    logging.getLogger("django.request").disabled = False
    with caplog.at_level(logging.DEBUG):
        for address, path, _home in doors(world):
            if address.namespace in {"members", "events_my", "grants_my", "files", "people"}:
                for actor in (*MEMBERS, "coordinator"):
                    ask(world.clients[actor], "GET", path)
    logged = "\n".join(record.getMessage() for record in caplog.records).encode()
    assert not secrets_in(logged)
