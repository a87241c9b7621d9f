"""Reminders: planning the rows, and sending what is due.

``plan`` looks a little ahead and may run any number of times: a row is there once. ``send_due``
claims row by row while it holds the course, so that a cancellation either came before and is
seen, or waits until the reminder stands in the outbox. Mail is queued in the claim's own
transaction. Another channel's message is claimed, committed, handed over, marked; what a crash
leaves claimed becomes *unknown*.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from cms.channels import channels, reaches
from events.domain.reminder_letters import channel_message, queue_reminder
from events.domain.registrations import hold
from events.models import Course, Registration, Reminder, ReminderChoice, Session
from events.models.reminder import MAIL
from events.reminding import ReminderSettings
from plugins.api import ChannelMessage, MessageChannel, NotSent, Recipient, current
from plugins.registry import log_failure

logger = logging.getLogger("pumasi.events")

AHEAD = timedelta(minutes=15)
"""How long before they are due rows are made: longer than the job's period."""
LEASE = timedelta(minutes=10)
"""Longer than any gateway takes; what is leased longer belongs to a dead process."""
MAX_ATTEMPTS = 5
IN_A_RUN = 500

State, Why = Reminder.State, Reminder.Why

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
    leads = current(ReminderSettings).leads()
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
        if due_at <= now + AHEAD and now < _void_from(kind, session.starts_at, leads):
            yield kind, due_at


def _void_from(kind: str, starts_at: datetime, leads: dict[str, timedelta]) -> datetime:
    later = leads.get("hour", timedelta(0)) if kind == "day" else timedelta(0)
    return starts_at - later


def _channels_of(registration: Registration, ways: dict[str, MessageChannel]) -> Iterable[str]:
    to = recipient_of(registration)
    if to.email:
        yield MAIL
    yield from (key for key, channel in ways.items() if reaches(channel, to))


def send_due(*, now: datetime) -> dict[str, int]:
    """Send what is due; return how many of each state. May run in many workers at once."""
    done = {State.SENT.value: 0, State.SKIPPED.value: 0, State.UNKNOWN.value: give_up(now=now)}
    due = Reminder.objects.filter(state=State.DUE, leased_until=None, due_at__lte=now)
    for pk in list(due.values_list("pk", flat=True)[:IN_A_RUN]):
        outcome = _send_one(pk, now=now)
        if outcome in done:
            done[outcome] += 1
    return done


def give_up(*, now: datetime) -> int:
    """Call *unknown* what a dead process had claimed; return how many."""
    return Reminder.objects.filter(state=State.DUE, leased_until__lt=now).update(
        state=State.UNKNOWN, leased_until=None, closed_at=now
    )


@dataclass(frozen=True, slots=True)
class _Claim:
    """What is to be handed over by another channel than mail."""

    pk: int
    channel: MessageChannel
    message: ChannelMessage


def _send_one(pk: int, *, now: datetime) -> str:
    with transaction.atomic():
        claimed = _claim(pk, now=now)
    return _hand_over(claimed, now=now) if isinstance(claimed, _Claim) else claimed


def _claim(pk: int, *, now: datetime) -> str | _Claim:
    """Take one row: skip it, queue its mail, or lease it. Empty when another worker has it."""
    found = Reminder.objects.filter(pk=pk).select_related("session").first()
    if found is None:
        return ""
    # Whoever cancels or moves holds the course too: from here on nothing changes under us.
    course = hold(found.session.course)
    reminder = (
        Reminder.objects.filter(pk=pk, state=State.DUE, leased_until=None)
        .select_related("registration__person", "session__venue")
        .first()
    )
    if reminder is None:
        return ""
    reminder.session.course = reminder.registration.course = course
    mine = Reminder.objects.filter(pk=pk, state=State.DUE, leased_until=None)
    if reminder.session.starts_at != reminder.starts_at:
        mine.delete()
        return ""
    channel = channels().get(reminder.channel)
    why = _why_not(reminder, channel, now)
    if why:
        skipped = mine.update(state=State.SKIPPED, why=why, closed_at=now)
        return State.SKIPPED.value if skipped else ""
    if channel is None:
        if not mine.update(state=State.SENT, closed_at=now, attempts=F("attempts") + 1):
            return ""
        queue_reminder(reminder)
        return State.SENT.value
    if not mine.update(leased_until=now + LEASE, attempts=F("attempts") + 1):
        return ""
    return _Claim(pk, channel, channel_message(reminder, recipient_of(reminder.registration)))


def _why_not(reminder: Reminder, channel: MessageChannel | None, now: datetime) -> str:
    """Return why it must not go out any more; empty if it may."""
    session, registration = reminder.session, reminder.registration
    leads = current(ReminderSettings).leads()
    to = recipient_of(registration)
    off = ReminderChoice.objects.filter(person=registration.person, channel=reminder.channel)
    by_mail = reminder.channel == MAIL
    reachable = bool(to.email) if by_mail else channel is not None and reaches(channel, to)
    reasons = (
        (registration.state != Registration.State.CONFIRMED, Why.CANCELLED),
        (session.is_cancelled or session.course.status != Course.Status.PUBLISHED, Why.CANCELLED),
        (now >= _void_from(reminder.kind, session.starts_at, leads), Why.LATE),
        (reminder.kind not in leads, Why.OFF),
        (not by_mail and channel is None, Why.OFF),
        (registration.person is not None and off.exists(), Why.OFF),
        (not reachable, Why.UNREACHABLE),
        (registration.person is not None and not registration.person.is_active, Why.UNREACHABLE),
        (reminder.attempts >= MAX_ATTEMPTS, Why.UNREACHABLE),
    )
    return next((why.value for applies, why in reasons if applies), "")


def _hand_over(claim: _Claim, *, now: datetime) -> str:
    """Let the channel send outside of any transaction, and mark what became of it."""
    mine = Reminder.objects.filter(pk=claim.pk, leased_until=now + LEASE)
    try:
        claim.channel.send(claim.message)
    except NotSent:
        mine.update(leased_until=None)
        return State.DUE.value
    except Exception as error:  # noqa: BLE001 - code of others: nobody can tell what it did
        log_failure(claim.channel.key, error)
        mine.update(state=State.UNKNOWN, leased_until=None, closed_at=now)
        return State.UNKNOWN.value
    mine.update(state=State.SENT, leased_until=None, closed_at=now)
    return State.SENT.value


def choose(person: object, wanted: Iterable[str], *, offered: Iterable[str]) -> None:
    """Keep on which of the ``offered`` channels the person wants reminders; others stay as is."""
    wanted = set(wanted)
    with transaction.atomic():
        ReminderChoice.objects.filter(person=person, channel__in=wanted).delete()
        ReminderChoice.objects.bulk_create(
            [
                ReminderChoice(person=person, channel=channel)  # type: ignore[misc]  # a User
                for channel in offered
                if channel not in wanted
            ],
            ignore_conflicts=True,
        )


def standing(sessions: Q) -> dict[int, dict[str, int]]:
    """Return ``{session: {state: number}}`` of those sessions' reminders, in one query."""
    found: dict[int, dict[str, int]] = {}
    rows = Reminder.objects.filter(sessions).order_by()
    for session, state, number in rows.values_list("session", "state").annotate(n=Count("pk")):
        found.setdefault(session, {})[state] = number
    return found
