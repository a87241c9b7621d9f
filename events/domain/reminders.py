"""Sending the reminders that are due, each once.

``send_due`` claims row by row while it holds the course, so that a cancellation either came
before and is seen, or waits until the reminder stands in the outbox. Mail is queued in the
claim's own transaction. Another channel's message is claimed, committed, handed over, marked;
what a crash leaves claimed becomes *unknown*.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, QuerySet

from cms.channels import channels, reaches
from events.domain.registrations import hold
from events.domain.reminder_letters import channel_message, queue_reminder
from events.domain.reminder_planning import recipient_of, void_from
from events.models import Course, Registration, Reminder, ReminderChoice
from events.models.reminder import MAIL
from events.settings import ClassSettings
from plugins.api import ChannelMessage, MessageChannel, NotSent, current
from plugins.registry import log_failure

LEASE = timedelta(minutes=10)
"""Longer than any gateway takes; what is leased longer belongs to a dead process."""
MAX_ATTEMPTS = 5
IN_A_RUN = 500

State, Why = Reminder.State, Reminder.Why


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
    """Send one and return its state then; empty when another worker had it or it was moved."""
    with transaction.atomic():
        reminder = _held(pk)
        claimed = _claim(reminder, now=now) if reminder is not None else ""
    return _hand_over(claimed, now=now) if isinstance(claimed, _Claim) else claimed


def _unclaimed(pk: int) -> QuerySet[Reminder]:
    return Reminder.objects.filter(pk=pk, state=State.DUE, leased_until=None)


def _held(pk: int) -> Reminder | None:
    """Return the row if it is still to be sent, its course held until the transaction ends.

    Whoever cancels or moves holds the course too: from here on nothing changes under us.
    """
    found = Reminder.objects.filter(pk=pk).select_related("session").first()
    if found is None:
        return None
    course = hold(found.session.course)
    loaded = _unclaimed(pk).select_related("registration__person", "session__venue")
    reminder = loaded.first()
    if reminder is not None:
        reminder.session.course = reminder.registration.course = course
    return reminder


def _claim(reminder: Reminder, *, now: datetime) -> str | _Claim:
    """Take the row: drop it, skip it, queue its mail, or lease it for its channel."""
    mine = _unclaimed(reminder.pk)
    if reminder.session.starts_at != reminder.starts_at:
        mine.delete()
        return ""
    channel = channels().get(reminder.channel)
    if why := _why_not(reminder, channel, now):
        skipped = mine.update(state=State.SKIPPED, why=why, closed_at=now)
        return State.SKIPPED.value if skipped else ""
    spent = F("attempts") + 1
    if channel is None:
        sent = mine.update(state=State.SENT, closed_at=now, attempts=spent)
        if sent:
            queue_reminder(reminder)
        return State.SENT.value if sent else ""
    if not mine.update(leased_until=now + LEASE, attempts=spent):
        return ""
    message = channel_message(reminder, recipient_of(reminder.registration))
    return _Claim(reminder.pk, channel, message)


def _why_not(reminder: Reminder, channel: MessageChannel | None, now: datetime) -> str:
    """Return why it must not go out any more; empty if it may."""
    session, registration = reminder.session, reminder.registration
    leads = current(ClassSettings).leads()
    to = recipient_of(registration)
    off = ReminderChoice.objects.filter(person=registration.person_id, channel=reminder.channel)
    by_mail = reminder.channel == MAIL
    reachable = bool(to.email) if by_mail else channel is not None and reaches(channel, to)
    reasons = (
        (registration.state != Registration.State.CONFIRMED, Why.CANCELLED),
        (session.is_cancelled or session.course.status != Course.Status.PUBLISHED, Why.CANCELLED),
        (now >= void_from(reminder.kind, session.starts_at, leads), Why.LATE),
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


def choose(person: Any, wanted: Iterable[str], *, offered: Iterable[str]) -> None:
    """Keep on which of the ``offered`` channels the person wants reminders; others stay as is."""
    wanted = set(wanted)
    with transaction.atomic():
        ReminderChoice.objects.filter(person=person, channel__in=wanted).delete()
        ReminderChoice.objects.bulk_create(
            [
                ReminderChoice(person=person, channel=channel)
                for channel in offered
                if channel not in wanted
            ],
            ignore_conflicts=True,
        )


def standing(course: Course) -> dict[str, int]:
    """Return ``{state: number}`` of a course's reminders, in one query; empty if there are none."""
    rows = Reminder.objects.filter(session__course=course).order_by()
    return dict(rows.values_list("state").annotate(number=Count("pk")))
