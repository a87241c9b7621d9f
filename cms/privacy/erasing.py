"""A person leaves: every eraser in one transaction, or nothing at all.

The account's row stays, without anything personal in it, so that numbers and papers that
point to it stay whole. Erasers are not guarded: one that raises undoes what the others did.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import translation

from cms.audit import log
from cms.mail import outbox
from cms.privacy.models import Erasure
from cms.privacy.refusals import Hindered
from cms.templatetags.design import moment
from plugins.api import ErasurePlan, Kept, PersonalDataEraser
from plugins.registry import contributions


def plan_for(person: Any, now: datetime) -> ErasurePlan:
    """Return what erasing the person would do, of all plug-ins together."""
    plans = [eraser.plan(person, now) for eraser in contributions(PersonalDataEraser)]
    return ErasurePlan(
        goes=[one for plan in plans for one in plan.goes],
        stays=[one for plan in plans for one in plan.stays],
        hindered_by=[one for plan in plans for one in plan.hindered_by],
    )


@transaction.atomic
def erase(person: Any, *, by: Any, now: datetime, reason: str = "") -> Erasure:
    """Erase the person, end all sessions and queue a last mail; return the record of it.

    ``by`` is the person, or staff with a ``reason``. Raises Hindered while the person must
    hand something over first, and whatever an eraser raises; nothing is changed then.
    """
    # FOR UPDATE: nobody can make a row that points to the person while this runs.
    held = get_user_model().objects.select_for_update().get(pk=person.pk)
    plan = plan_for(held, now)
    if plan.hindered_by:
        raise Hindered(plan.hindered_by)
    address, name, language = held.email, held.name, held.language
    with translation.override(settings.LANGUAGE_CODE):
        kept = [
            one for eraser in contributions(PersonalDataEraser) for one in eraser.erase(held, now)
        ]
        record = Erasure.objects.create(
            at=now,
            person_id=held.pk,
            by_staff_id=None if by.pk == held.pk else by.pk,
            reason=reason,
            kept=[as_json(one) for one in kept],
        )
    log.record(
        "cms.person.erased",
        subject=record,
        by=None if by.pk == held.pk else by,
        after={"person": held.pk, "kept": sum(one.number for one in kept)},
        note=reason,
    )
    with translation.override(language):
        outbox.queue(
            "cms.farewell",
            to=address,
            language=language,
            context={
                "name": name,
                "when": moment(now),
                "kept": [as_words(one) for one in plan.stays],
            },
            idempotency_key=f"cms.farewell:{record.pk}",
        )
    return record


def as_json(kept: Kept) -> dict[str, Any]:
    """Return what was kept as plain values."""
    return {
        "what": str(kept.what),
        "rule": str(kept.rule),
        "number": kept.number,
        "until": kept.until.isoformat() if kept.until else None,
    }


def as_words(kept: Kept) -> str:
    """Return what was kept in one line of the language being spoken."""
    until = f" ~ {kept.until:%Y. %-m. %-d.}" if kept.until else ""
    return f"{kept.what}: {kept.rule}{until}"
