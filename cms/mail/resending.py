"""Sending again on purpose: staff decide about mails given up or of unknown fate."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.audit import log
from cms.mail.models import OutboxMessage
from plugins.api import NotificationTemplate
from plugins.registry import contribution

Status = OutboxMessage.Status
RESENDABLE = frozenset({Status.FAILED, Status.UNKNOWN})


class ResendRefused(Exception):
    """The mail cannot be sent again; the message says why."""


def can_resend(message: OutboxMessage) -> bool:
    """Return whether staff may send it again: its fate is open and its secrets are not gone."""
    try:
        template = contribution(NotificationTemplate, message.template)
    except LookupError:
        return False
    return message.status in RESENDABLE and not template.secrets


@transaction.atomic
def resend(message: OutboxMessage, *, by: Any, now: datetime, note: str = "") -> None:
    """Put the mail back among those waiting, its attempts counted anew.

    Raises ResendRefused when it waits, went out, or held a one-time secret.
    """
    if not can_resend(message):
        raise ResendRefused(_("This mail cannot be sent again."))
    changed = OutboxMessage.objects.filter(pk=message.pk, status=message.status).update(
        status=Status.PENDING, attempts=0, next_attempt_at=now, claimed_at=None
    )
    if not changed:
        raise ResendRefused(_("Somebody else has just dealt with this mail."))
    log.record(
        "mail.message.resent",
        subject=message,
        by=by,
        before={"status": message.status},
        after={"status": Status.PENDING},
        note=note,
    )
