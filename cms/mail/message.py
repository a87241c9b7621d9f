"""The MIME message of an outbox row.

``Message-ID`` comes from the row's key, so a mail that is sent again on purpose is
recognised by programs that have it already. ``Auto-Submitted`` (RFC 3834) keeps
absence notes from answering.
"""

import base64
from dataclasses import replace
from email.headerregistry import Address
from email.message import MIMEPart
from email.policy import SMTP
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from cms.mail.models import OutboxMessage
from cms.mail.rendering import one_line, render
from cms.models.centre import CentreSettings
from plugins.api import Attachment, CompleteMail, NotificationTemplate
from plugins.registry import contribution

NAME_LENGTH = 60
PICTURE = {"content_type": "image/png", "filename": "picture.png"}


def message_id(row: OutboxMessage) -> str:
    """Return the row's Message-ID, the same at every attempt."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{row.pk.hex}@{domain}>"


def build(row: OutboxMessage) -> EmailMultiAlternatives:
    """Return the mail of a row, rendered now.

    Raises LookupError when the template's plug-in is gone, ValueError for an address
    that is none, and template errors.
    """
    whole = completed(row)
    rendered = render(row.template, whole.context, language=row.language)
    mail = EmailMultiAlternatives(
        subject=rendered.subject,
        body=rendered.text,
        to=[_recipient(row)],
        reply_to=_reply_to(),
        headers={
            "Message-ID": message_id(row),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": row.language,
        },
    )
    mail.attach_alternative(rendered.html, "text/html")
    for item in whole.attachments:
        mail.attach(_part(item))
    for key, picture in whole.pictures.items():
        mail.attach(_part(Attachment(content=picture, **PICTURE), content_id=key))
    return mail


def completed(row: OutboxMessage) -> CompleteMail:
    """Return what the row's mail is made of, now.

    Raises LookupError when the template's plug-in is gone, and whatever keeps the plug-in
    from saying what was only to be said later.
    """
    template = contribution(NotificationTemplate, row.template)
    stored = [
        Attachment(
            filename=item["filename"],
            content_type=item["content_type"],
            content=base64.b64decode(item["content"]),
        )
        for item in row.attachments
    ]
    if template.complete is None:
        return CompleteMail(context=row.context, attachments=stored)
    whole = template.complete(row.context, row.language)
    return replace(whole, attachments=[*stored, *whole.attachments])


def _reply_to() -> list[str]:
    """Return the centre's own address, where somebody reads the answers; none if it has none."""
    address = one_line(CentreSettings.load().email)
    return [address] if "@" in address else []


def _recipient(row: OutboxMessage) -> str:
    address = one_line(row.to_address)
    if address != row.to_address or "@" not in address:
        raise ValueError(f"{row.to_address!r} is not an e-mail address.")
    name = one_line(row.to_user.name)[:NAME_LENGTH] if row.to_user else ""
    return str(Address(display_name=name, addr_spec=address)) if name else address


def _part(item: Attachment, *, content_id: str = "") -> MIMEPart:
    """Return an attachment whose type keeps its parameters (``method=REQUEST``)."""
    kind, *parameters = [part.strip() for part in one_line(item.content_type).split(";")]
    maintype, _slash, subtype = kind.partition("/")
    part = MIMEPart(policy=SMTP)
    content_id = one_line(content_id)
    part.set_content(
        item.content,
        maintype=maintype,
        subtype=subtype,
        disposition="inline" if content_id else "attachment",
        cid=f"<{content_id}>" if content_id else None,
        filename=one_line(item.filename),
        params=dict(parameter.split("=", 1) for parameter in parameters if "=" in parameter),
    )
    return part
