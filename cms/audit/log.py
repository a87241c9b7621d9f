"""Writing the audit log."""

from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.json import normalize_json

from cms.audit.models import Entry


def record(
    action: str,
    *,
    subject: models.Model,
    by: Any,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> Entry:
    """Write one entry in the caller's transaction and return it.

    ``action`` is ``<app>.<noun>.<past participle>``, e.g. ``events.registration.cancelled``;
    ``before`` and ``after`` hold only the fields that changed; ``by`` is a user, or None
    for the system itself. Raises RuntimeError outside a transaction: an entry without
    its change, or a change without its entry, is a lie.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record must run in the transaction of the change it records.")
    return Entry.objects.create(
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_text=str(subject)[:200],
        by=by if by is not None and by.is_authenticated else None,
        before=_plain(before),
        after=_plain(after),
        note=note,
    )


def _plain(values: Mapping[str, Any] | None) -> Any:
    encoder = DjangoJSONEncoder()
    return {
        key: value
        if isinstance(value, str | int | float | bool | None)
        else _encoded(encoder, value)
        for key, value in (values or {}).items()
    }


def _encoded(encoder: DjangoJSONEncoder, value: Any) -> Any:
    try:
        return normalize_json(value)
    except (TypeError, ValueError):
        return encoder.default(value)
