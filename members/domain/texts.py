"""Writing consent texts: what someone has agreed to never changes; a change is a new version."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cms.audit import log
from members import rules
from members.domain.refusals import Refused
from members.models import ConsentText, User


@transaction.atomic
def write(values: Mapping[str, Any], *, by: User) -> ConsentText:
    """Add the next version of a purpose's wording."""
    held = ConsentText.objects.filter(purpose=values["purpose"]).aggregate(last=Max("version"))
    text = ConsentText.objects.create(version=(held["last"] or 0) + 1, **values)
    log.record(
        "members.consent_text.written",
        subject=text,
        by=by,
        after={"purpose": text.purpose, "version": text.version},
    )
    return text


@transaction.atomic
def change(text: ConsentText, values: Mapping[str, Any], *, by: User) -> None:
    """Correct a version nobody has agreed to yet; raises Refused once somebody has."""
    if not rules.may_edit_text(text):
        raise Refused(_("People have agreed to this version. Please write a new one."))
    changed = [name for name, value in values.items() if getattr(text, name) != value]
    for name in changed:
        setattr(text, name, values[name])
    text.save(update_fields=changed)
    log.record("members.consent_text.changed", subject=text, by=by, after={"fields": changed})
