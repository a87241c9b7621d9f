"""What the classes know of a person: registrations and places in the queue."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.domain import registrations
from events.models import Registration
from events.models.registration import new_reference
from plugins.api import (
    DataSection,
    ErasurePlan,
    Kept,
    PersonalDataEraser,
    PersonalDataExporter,
    rows_of,
)

COVERS = ("events.Registration",)


def contributions() -> Iterable[PersonalDataExporter | PersonalDataEraser]:
    """Return this app's exporter and eraser."""
    label = gettext_lazy("Classes")
    yield PersonalDataExporter(
        key="events.data", label=label, covers=COVERS, export=export, order=20
    )
    yield PersonalDataEraser(
        key="events.erase", label=label, covers=COVERS, plan=plan, erase=erase, order=200
    )


def export(person: Any) -> Iterable[DataSection]:
    """Yield the person's registrations, places in the queue among them."""
    found = Registration.objects.filter(person=person).select_related("course")
    yield DataSection(
        title=_("Registrations"),
        rows=rows_of(
            found,
            "course",
            "state",
            "reference",
            "waiting_number",
            "created_at",
            "confirmed_at",
            "cancelled_at",
            "cancel_reason",
        ),
    )


def plan(person: Any, now: datetime) -> ErasurePlan:
    """Say that seats to come go to the next in the queue, and that the past is only counted."""
    found = Registration.objects.filter(person=person).select_related("course")
    coming = sum(1 for one in found if _is_coming(one, now))
    goes = []
    if coming:
        goes.append(
            _("%(number)d seats or places in a queue; the next in line move up")
            % {"number": coming}
        )
    if len(found) > coming:
        goes.append(
            _("Your name on %(number)d earlier registrations; they are only counted from then on")
            % {"number": len(found) - coming}
        )
    return ErasurePlan(goes=goes)


def erase(person: Any, now: datetime) -> Iterable[Kept]:
    """Cancel what is to come, take every trace but the number off what was."""
    for registration in Registration.objects.filter(person=person).select_related("course"):
        if _is_coming(registration, now):
            registrations.cancel(registration, by=person, now=now)
    for pk in Registration.objects.filter(person=person).values_list("pk", flat=True):
        Registration.objects.filter(pk=pk).update(cancel_reason="", reference=new_reference())
    Registration.objects.filter(added_by=person).update(added_by=None)
    return ()


def _is_coming(registration: Registration, now: datetime) -> bool:
    ends_at = registration.course.ends_at
    return registration.is_live and (ends_at is None or ends_at > now)
