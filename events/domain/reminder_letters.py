"""What a reminder says, as mail and as a message of another channel."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.mail.links import absolute
from cms.mail.outbox import queue
from events.domain.letters import seat_context, when
from events.models import Reminder
from plugins.api import ChannelMessage, Recipient

BRIEF = 80


def queue_reminder(reminder: Reminder) -> None:
    """Put the mail in the outbox, in the caller's transaction; once for each start of a session."""
    person = reminder.registration.person
    if person is None:
        return
    queue(
        f"events.reminder_{reminder.kind}",
        to=person,
        context=reminder_context(reminder, person.language),
        idempotency_key=_key(reminder),
        language=person.language,
    )


def channel_message(reminder: Reminder, to: Recipient) -> ChannelMessage:
    """Return the reminder for a channel; its course, session, person and venues loaded."""
    with override(to.language):
        said = reminder_context(reminder, to.language)
        begins = timezone.localtime(reminder.starts_at)
        subject = _subject(reminder.kind) % {"title": said["title"]}
        brief = f"[{begins:%m/%d %H:%M}] {said['title']} {said['place']}".strip()
        facts = (said["when"], said["place"], said["address"], said["access"])
        rest = (said["map_url"], said["online_url"], said["bring"])
        return ChannelMessage(
            key=_key(reminder),
            to=to,
            subject=subject,
            brief=Truncator(brief).chars(BRIEF),
            text="\n".join(filter(None, [subject, *facts, *rest])),
            url=said["manage_url"],
            useless_after=reminder.starts_at,
        )


def reminder_context(reminder: Reminder, language: str) -> dict[str, Any]:
    """Return the plain values of the mail, in that language."""
    registration, session = reminder.registration, reminder.session
    venue = session.venue or (None if session.room else session.course.venue)
    with override(language):
        return {
            **seat_context(registration, [session]),
            "when": when(session),
            "topic": str(session.topic_text),
            "place": session.place_text,
            "address": str(venue.address_text) if venue else "",
            "access": str(venue.access_text) if venue else "",
            "map_url": venue.map_url if venue else "",
            "online_url": session.course.online_url,
            "cancel_url": absolute(reverse("events_my:cancel", args=[registration.reference])),
            "profile_url": absolute(reverse("members:profile")),
        }


def _subject(kind: str) -> str:
    return {
        Reminder.Kind.DAY.value: _("Soon: %(title)s"),
        Reminder.Kind.HOUR.value: _("Starting shortly: %(title)s"),
    }[kind]


def _key(reminder: Reminder) -> str:
    starts = f"{reminder.starts_at.timestamp():.0f}"
    parts = (reminder.registration_id, reminder.session_id, starts, reminder.kind, reminder.channel)
    return "events.reminder:" + ":".join(map(str, parts))
