"""Queueing mail in the transaction that gives reason for it."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from cms.mail.models import OutboxMessage
from plugins.api import Attachment, NotificationTemplate
from plugins.registry import contribution


def queue(
    template: str,
    *,
    to: Any,
    context: Mapping[str, Any],
    idempotency_key: str,
    language: str | None = None,
    attachments: Sequence[Attachment] = (),
) -> OutboxMessage:
    """Put a mail in the outbox, in the caller's transaction; return its row.

    ``template`` is the key of a NotificationTemplate; ``to`` a user or an address;
    ``context`` plain JSON values. The same ``idempotency_key`` queues once: the row
    already there is returned. Raises LookupError for an unknown template and
    RuntimeError outside a transaction.
    """
    contribution(NotificationTemplate, template)
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Mail is queued in the transaction of the change it tells of.")
    is_address = isinstance(to, str)
    row = OutboxMessage(
        idempotency_key=idempotency_key,
        template=template,
        to_user=None if is_address else to,
        to_address=to if is_address else to.email,
        language=language or ("ko" if is_address else to.language),
        context=dict(context),
        attachments=[
            {
                "filename": item.filename,
                "content_type": item.content_type,
                "content": base64.b64encode(item.content).decode("ascii"),
            }
            for item in attachments
        ],
    )
    try:
        # Nearly every mail is new: asking first would be a question too many.
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        known = OutboxMessage.objects.filter(idempotency_key=idempotency_key).first()
        if known is None:
            raise
        return known
    return row
