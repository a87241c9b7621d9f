"""Messages: told after the commit, to those who are on, each on its own."""

import logging

import pytest
from django.db import transaction

from members.models import User
from plugins import messages, registry
from plugins.api import CommunityJoined, HealthCheck, Message, Receiver, SeatReleased, send
from plugins.state import remember
from plugins.survey import make_survey

JOINED = CommunityJoined(community_id=1, person_id=2)


@pytest.fixture
def receivers(monkeypatch, plugin):
    """Return ``receivers(one=..., two=...)``: plug-ins that receive CommunityJoined."""

    def install(**calls):
        found = make_survey(
            [
                plugin(label, Receiver(key=f"{label}.r", message=CommunityJoined, receive=receive))
                for label, receive in calls.items()
            ]
        )
        assert found.problems == ()
        monkeypatch.setattr(registry, "registry", lambda: found)

    return install


@pytest.mark.django_db(transaction=True)
def test_a_message_is_told_after_the_commit_and_not_without_one(receivers):
    heard = []
    receivers(one=lambda message: heard.append((message, transaction.get_rollback())))
    with transaction.atomic():
        send(JOINED)
        send(SeatReleased(course_id=1, registration_id=1, passed_on=False))
        assert heard == []
    assert heard == [(JOINED, False)]
    with transaction.atomic():
        send(JOINED)
        transaction.set_rollback(True)
    assert len(heard) == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="in the transaction of the change"):
        send(JOINED)


@pytest.mark.django_db
def test_who_is_off_hears_nothing(receivers):
    heard = []
    receivers(one=lambda message: heard.append("one"), two=lambda message: heard.append("two"))
    remember(frozenset({"one"}))
    messages.deliver(JOINED)
    assert heard == ["two"]


def half_way(_message):
    User.objects.create(email="half@example.org", name="Half")
    raise ZeroDivisionError("a mistake")


@pytest.mark.django_db
def test_one_that_raises_is_named_and_undone_and_the_next_is_called(receivers, settings, caplog):
    settings.PLUGINS_RAISE = False
    heard = []
    receivers(one=half_way, two=heard.append)
    with caplog.at_level(logging.ERROR, "pumasi.plugins"):
        messages.deliver(JOINED)
    [record] = caplog.records
    assert record.getMessage().startswith("Plug-in one: its contribution one.r failed at ")
    assert heard == [JOINED]
    assert not User.objects.filter(email="half@example.org").exists()


@pytest.mark.django_db
def test_under_the_tests_it_raises(receivers):
    receivers(one=half_way)
    with pytest.raises(ZeroDivisionError):
        messages.deliver(JOINED)


class Loose(Message):
    at = 1


def for_seats(_message: SeatReleased) -> None: ...


@pytest.mark.parametrize(
    ("message", "receive", "fault"),
    [
        (CommunityJoined, lambda message: None, None),
        (SeatReleased, for_seats, None),
        (CommunityJoined, for_seats, "E020: it receives CommunityJoined, but its receive takes"),
        (Message, lambda message: None, "E020: its message Message is no frozen dataclass"),
        (Loose, lambda message: None, "E020: its message Loose is no frozen dataclass"),
        (HealthCheck, lambda message: None, "E014: its message is "),
        (JOINED, lambda message: None, "E014: its message is "),
        (SeatReleased, lambda: None, "E013: its receive cannot be called as receive(message)"),
    ],
)
def test_a_receiver_that_cannot_work_is_refused(plugin, message, receive, fault):
    given = Receiver(key="one.r", message=message, receive=receive)
    found = [
        f"{problem.id.partition('.')[2]}: {problem.message.partition('one.r: ')[2]}"
        for problem in make_survey([plugin("one", given)]).problems
    ]
    assert (found[0][: len(fault)] if fault else found) == (fault or [])
