"""Planning reminders: the rows that are due soon, for whom and on which channel.

Looks a little ahead and may run any number of times, in any number of workers: a row is there
once, because its key is unique.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from cms.channels import channels, reaches
from events.models import Course, Registration, Reminder, ReminderChoice, Session
from events.models.reminder import MAIL
from events.settings import ClassSettings
from plugins.api import MessageChannel, Recipient, current

AHEAD = timedelta(minutes=15)
"""How long before they are due rows are made: longer than the job's period."""

State = Reminder.State

type Key = tuple[int, int, str, str]


def recipient_of(registration: Registration) -> Recipient:
    """Return whom channels are asked to reach; ``registration.person`` loaded."""
    person = registration.person
    if person is None:
        return Recipient(name=registration.name, language="ko", phone=registration.guest_phone)
    return Recipient(
        name=person.name,
        language=person.language,
        phone=person.phone,
        email=person.email,
        person=person,
    )


def plan(*, now: datetime) -> int:
    """Make the rows of reminders due soon, and drop those of times that were moved; count new."""
    with transaction.atomic():
        Reminder.objects.filter(state=State.DUE, leased_until=None).exclude(
            starts_at=F("session__starts_at")
        ).delete()
    made = 0
    leads = current(ClassSettings).leads()
    for session in _sessions_soon(leads, now):
        rows = list(_missing(session, leads, now))
        with transaction.atomic():
            # What another worker made meanwhile stays as it is.
            Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)
        made += len(rows)
    return made


def _sessions_soon(leads: dict[str, timedelta], now: datetime) -> QuerySet[Session]:
    longest = max(leads.values(), default=timedelta(0))
    return Session.objects.select_related("course").filter(
        status=Session.Status.SCHEDULED,
        course__status=Course.Status.PUBLISHED,
        course__takes_registrations=True,
        starts_at__gt=now,
        starts_at__lte=now + longest + AHEAD if leads else now,
    )


def _missing(session: Session, leads: dict[str, timedelta], now: datetime) -> Iterator[Reminder]:
    """Yield the rows of this session that are not there yet.

    Who got the seat after the reminder was due has just been told; no reminder for them.
    """
    seated = session.course.registrations.filter(state=Registration.State.CONFIRMED).select_related(
        "person"
    )
    known: set[Key] = set(
        Reminder.objects.filter(session=session, starts_at=session.starts_at).values_list(
            "registration_id", "session_id", "kind", "channel"
        )
    )
    choices = ReminderChoice.objects.filter(person__registrations__course=session.course_id)
    off = set(choices.values_list("person_id", "channel"))
    ways = channels()
    for kind, due_at in _due_instants(session, leads, now):
        for registration in seated:
            if registration.confirmed_at is not None and registration.confirmed_at > due_at:
                continue
            for channel in _channels_of(registration, ways):
                key = (registration.pk, session.pk, kind, channel)
                if key in known or (registration.person_id, channel) in off:
                    continue
                yield Reminder(
                    registration=registration,
                    session=session,
                    kind=kind,
                    channel=channel,
                    starts_at=session.starts_at,
                    due_at=due_at,
                )


def _due_instants(
    session: Session, leads: dict[str, timedelta], now: datetime
) -> Iterator[tuple[str, datetime]]:
    """Yield kind and instant of what is due soon; a day's is void once the hour's has come."""
    for kind, lead in leads.items():
        due_at = session.starts_at - lead
        if due_at <= now + AHEAD and now < void_from(kind, session.starts_at, leads):
            yield kind, due_at


def void_from(kind: str, starts_at: datetime, leads: dict[str, timedelta]) -> datetime:
    """Return from when on such a reminder no longer goes out."""
    later = leads.get("hour", timedelta(0)) if kind == "day" else timedelta(0)
    return starts_at - later


def _channels_of(registration: Registration, ways: dict[str, MessageChannel]) -> Iterable[str]:
    to = recipient_of(registration)
    if to.email:
        yield MAIL
    yield from (key for key, channel in ways.items() if reaches(channel, to))
