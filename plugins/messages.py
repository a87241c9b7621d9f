"""What plug-ins tell each other: few, typed, after the fact.

A message says that something has happened. It is sent in the transaction of the change
and delivered after its commit, to the ``Receiver`` contributions of the plug-ins that are
on; a change that is rolled back was never told. It holds keys and plain values, no
records: who needs the record reads it as it is by then.

Delivery is at most once, in the process that made the change. What must never be lost
(a mail, a posting) is a row written in the change's own transaction instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something that has happened. Plug-ins make their own in their module ``messages``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityJoined(Message):
    """Somebody belongs to a community now."""

    community_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityLeft(Message):
    """Somebody belongs to a community no more: left, was taken out, or it was dissolved."""

    community_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatReleased(Message):
    """A confirmed seat of a course was given back.

    ``passed_on``: the first of the waiting list has it already, so no seat is free.
    """

    course_id: int
    registration_id: int
    passed_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSubmitted(Message):
    """A community has handed in an application; ``version`` is 1 for the first time."""

    application_id: int
    call_id: int
    community_id: int
    version: int


def send(message: Message) -> None:
    """Tell ``message`` to its receivers once the caller's transaction has committed.

    Raises RuntimeError outside a transaction: what has not been written has not happened.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A message is sent in the transaction of the change it tells of.")
    transaction.on_commit(partial(deliver, message))


def deliver(message: Message) -> None:
    """Call each receiver of that very type, in order, in a transaction of its own.

    One that raises is named in the log and undone, and the next is called; under the tests
    it raises.
    """
    from plugins.api import Receiver
    from plugins.registry import contributions, guarded

    for receiver in contributions(Receiver):
        if receiver.message is type(message):
            guarded(receiver, _apart, receiver.receive, message)


def _apart(receive: Callable[[Any], None], message: Message) -> None:
    with transaction.atomic():
        receive(message)
