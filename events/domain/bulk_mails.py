"""Writing to many: one row, one transaction, one mail for each person in the outbox.

The ``key`` comes with the form. A form that is sent twice finds the row of the first time, and
nothing is sent again.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.audit.log import record
from cms.mail.links import absolute
from cms.mail.models import OutboxMessage
from cms.mail.outbox import queue
from cms.models.centre import CentreSettings
from events.audiences import AUDIENCES, reach
from events.domain.letters import when
from events.domain.refusals import Refusal
from events.models import BulkMail, BulkMailCopy, Course, Registration, Session
from events.placeholders import filled

LEAVE = "events.leave_news"
TEMPLATE = "events.bulk"


class NobodyThere(Refusal):
    """The audience is empty, or nobody in it can be reached by mail."""

    code = "nobody_there"
    message = _("There is nobody to send this mail to.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was written, to whom; texts may hold placeholders. English may be empty."""

    course: Course
    session: Session | None
    audience: str
    subject: str
    text: str
    subject_en: str = ""
    text_en: str = ""
    is_advertising: bool = False

    def __post_init__(self) -> None:
        if self.audience not in AUDIENCES:
            raise ValueError(f"There is no audience {self.audience!r}.")


def send_to_many(draft: Draft, *, key: uuid.UUID, by: Any, now: datetime) -> BulkMail:
    """Queue the mail to everyone it reaches and return its row; the same key sends once.

    Raises NobodyThere.
    """
    with transaction.atomic():
        mail, is_new = BulkMail.objects.get_or_create(
            key=key,
            defaults={
                "course": draft.course,
                "session": draft.session,
                "audience": draft.audience,
                "subject": draft.subject,
                "subject_en": draft.subject_en,
                "text": draft.text,
                "text_en": draft.text_en,
                "is_advertising": draft.is_advertising,
                "by": by,
                "at": now,
            },
        )
        if not is_new:
            return mail
        reached = reach(
            draft.course, draft.session, draft.audience, is_advertising=draft.is_advertising
        )
        if not reached.count:
            raise NobodyThere
        session = told_session(draft, now=now)
        BulkMailCopy.objects.bulk_create(
            [
                BulkMailCopy(
                    mail=mail,
                    registration=registration,
                    message=_queue(mail, draft, registration, session),
                )
                for registration in reached.registrations
            ],
            batch_size=200,
        )
        mail.recipients, mail.unreachable = reached.count, len(reached.guests)
        mail.save(update_fields=["recipients", "unreachable"])
        record(
            "events.bulk_mail.sent",
            subject=mail,
            by=by,
            after={
                "course": str(draft.course),
                "audience": draft.audience,
                "recipients": mail.recipients,
                "unreachable": mail.unreachable,
                "advertising": mail.is_advertising,
            },
        )
    return mail


def _queue(
    mail: BulkMail, draft: Draft, registration: Registration, session: Session | None
) -> OutboxMessage:
    person: Any = registration.person  # reach() leaves guests out
    return queue(
        TEMPLATE,
        to=person,
        context=letter(draft, registration, session, person.language),
        idempotency_key=f"{TEMPLATE}:{mail.pk}:{registration.pk}",
        language=person.language,
    )


def told_session(draft: Draft, *, now: datetime) -> Session | None:
    """Return the session that {when} tells of: the chosen, the next to come, or the last."""
    if draft.session is not None:
        return draft.session
    held = draft.course.sessions.filter(status=Session.Status.SCHEDULED)
    return held.filter(ends_at__gt=now).first() or held.last()


def letter(
    draft: Draft, registration: Registration, session: Session | None, language: str
) -> Mapping[str, Any]:
    """Return what the mail's template needs, as this recipient reads it in that language."""
    is_english = language == "en" and bool(draft.subject_en and draft.text_en)
    subject = draft.subject_en if is_english else draft.subject
    text = draft.text_en if is_english else draft.text
    with override("en" if is_english else "ko"):
        values = {
            "name": registration.name,
            "course": str(draft.course.title_text),
            "when": when(session) if session is not None else "",
        }
    with override(language):
        title = str(draft.course.title_text)
    manage = reverse("events_my:registration", args=[registration.reference])
    return {
        "subject": filled(subject, values),
        "paragraphs": paragraphs(filled(text, values)),
        "title": title,
        "manage_url": absolute(manage),
        "reply_to": CentreSettings.load().email,
        "is_advertising": draft.is_advertising,
        "leave_url": leave_url(registration, language) if draft.is_advertising else "",
    }


def paragraphs(text: str) -> list[str]:
    """Return what blank lines divide; a line break inside one stays."""
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return [part.strip("\n") for part in parts if part.strip()]


def leave_url(registration: Registration, language: str) -> str:
    """Return the address at which this person ends the news with one click, signed in or not."""
    token = signing.dumps(registration.person_id, salt=LEAVE)
    with override(language):
        return absolute(reverse("events:leave_news", args=[token]))


def past_mails(course: Course) -> QuerySet[BulkMail]:
    """Return a course's mails, newest first, with how many went, wait, or came to nothing.

    A message that left the outbox after half a year had been sent.
    """
    Status = OutboxMessage.Status  # noqa: N806 - a class

    def number(*states: str, gone: bool = False) -> Count:
        wanted = Q(copies__message__status__in=states)
        if gone:
            wanted |= Q(copies__isnull=False, copies__message__isnull=True)
        return Count("copies", filter=wanted)

    return course.bulk_mails.select_related("by", "session").annotate(
        sent=number(Status.SENT, gone=True),
        waiting_number=number(Status.PENDING, Status.CLAIMED),
        failed=number(Status.FAILED, Status.UNKNOWN),
    )
