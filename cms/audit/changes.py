"""What changed on a record, field by field, for the audit log."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from cms.audit import log
from cms.audit.models import Entry
from cms.pagecache.version import touch


def values_of(record: models.Model) -> dict[str, Any]:
    """Return the record's stored fields as plain values; relations by their key."""
    return {
        field.attname: field.value_to_string(record)
        if isinstance(field, models.FileField)
        else field.value_from_object(record)
        for field in record._meta.concrete_fields
        if not field.primary_key
    }


def record_change(
    record: models.Model, *, by: Any, before: Mapping[str, Any] | None, gone: bool = False
) -> Entry | None:
    """Write what staff did to a record and let public pages be rendered anew.

    In the transaction of the change. ``before`` is ``values_of`` as it was, None for a new
    record; the action is ``<app>.<model>.added``, ``.changed`` or ``.deleted``. Returns None
    when nothing changed.
    """
    after = {} if gone else values_of(record)
    was = dict(before or {})
    differing = {key for key in was.keys() | after.keys() if was.get(key) != after.get(key)}
    if not differing and before is not None and not gone:
        return None
    word = "deleted" if gone else "added" if before is None else "changed"
    touch()
    return log.record(
        f"{record._meta.label_lower}.{word}",
        subject=record,
        by=by,
        before={key: was[key] for key in sorted(differing & was.keys())},
        after={key: after[key] for key in sorted(differing & after.keys())},
    )
