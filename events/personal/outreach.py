"""People named in outreach requests: contacts without an account, and staff who look after them.

A contact is no member, so nothing here is theirs by a key; what was kept of them for the
request goes half a year after its end. Of staff only links are kept, which erasing cuts.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import HeadCount, OutreachProposal, OutreachRequest
from plugins.api import (
    Contribution,
    DataSection,
    ErasurePlan,
    Kept,
    PersonalDataEraser,
    PersonalDataExporter,
    RetentionRule,
)

KEPT_DAYS = 180
_WHY = "An organisation's, not the person's: of the member of staff only the link is kept."
EXEMPT = {
    "events.OutreachRequest": _WHY,
    "events.OutreachDate": _WHY,
    "events.OutreachProposal": _WHY,
    "events.HeadCount": "A number of people nobody named; of the member of staff only the link.",
}


def contributions() -> Iterable[Contribution]:
    """Return exporter, eraser and retention rule of outreach requests and head counts."""
    label = _("Outreach requests")
    yield PersonalDataExporter(
        key="events.outreach_data", label=label, covers=(), exempt=EXEMPT, export=_export, order=21
    )
    yield PersonalDataEraser(
        key="events.outreach_erase",
        label=label,
        covers=(),
        exempt=EXEMPT,
        plan=_plan,
        erase=erase,
        order=201,
    )
    yield RetentionRule(
        key="events.outreach_contacts",
        label=_("Contacts of outreach requests"),
        rule=_("Half a year after the class was held, or the request declined or withdrawn"),
        days=KEPT_DAYS,
        destroy=destroy_contacts,
    )


def _export(_person: Any) -> Iterable[DataSection]:
    return ()


def _plan(_person: Any, _now: datetime) -> ErasurePlan:
    return ErasurePlan()


def erase(person: Any, _now: datetime) -> Iterable[Kept]:
    """Cut the links to a former member of staff."""
    OutreachRequest.objects.filter(assigned_to=person).update(assigned_to=None)
    OutreachProposal.objects.filter(proposed_by=person).update(proposed_by=None)
    HeadCount.objects.filter(recorded_by=person).update(recorded_by=None)
    return ()


def destroy_contacts(before: datetime) -> list[str]:
    """Take contact, free words and the secret link off requests that ended before then.

    Organisation, subject, dates and numbers stay: the figures and the next class at the
    same place need them, and they name nobody.
    """
    due = OutreachRequest.objects.filter(
        state__in=OutreachRequest.ENDED,
        state_changed_at__lt=before,
        contact_destroyed_at__isnull=True,
    )
    names = [str(pk) for pk in due.values_list("pk", flat=True)]
    OutreachProposal.objects.filter(request__in=names).update(message="", answer="")
    OutreachRequest.objects.filter(pk__in=names).update(
        contact_name="",
        contact_email="",
        contact_phone="",
        notes="",
        wishes="",
        end_reason="",
        token=None,
        contact_destroyed_at=timezone.now(),
    )
    return names
