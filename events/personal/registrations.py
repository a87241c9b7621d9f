"""What the classes know of a person: registrations and places in the queue."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.domain import children_consent, registrations
from events.models import Attendance, Draw, RegisteredChild, Registration, StaffCalendar
from events.models.registration import new_reference, new_ticket
from plugins.api import (
    ConsentedData,
    Contribution,
    DataSection,
    ErasurePlan,
    Kept,
    PersonalDataEraser,
    PersonalDataExporter,
    RetentionRule,
    rows_of,
)

COVERS = (
    "events.Registration",
    "events.RegisteredChild",
    "events.Attendance",
    "events.StaffCalendar",
)
DRAW = "events.Draw"


def contributions() -> Iterable[Contribution]:
    """Return this app's exporter and eraser, what ends with a consent, and a retention rule."""
    label = gettext_lazy("Classes")
    yield PersonalDataExporter(
        key="events.data",
        label=label,
        covers=COVERS,
        exempt={DRAW: "Only which member of staff held a draw: the centre's own record."},
        export=export,
        order=20,
    )
    yield PersonalDataEraser(
        key="events.erase",
        label=label,
        covers=(*COVERS, DRAW),
        plan=plan,
        erase=erase,
        order=200,
    )
    yield ConsentedData(
        key="events.children_consented",
        purpose="children",
        plan=children_consent.plan_forgetting,
        forget=children_consent.forget_children_of,
    )
    yield RetentionRule(
        key="events.cancel_reasons",
        label=gettext_lazy("Reasons of cancelled registrations"),
        rule=gettext_lazy("Half a year after cancelling"),
        days=180,
        destroy=_forget_reasons,
    )


def _forget_reasons(before: datetime) -> list[str]:
    due = Registration.objects.filter(cancelled_at__lt=before).exclude(cancel_reason="")
    names = [str(pk) for pk in due.values_list("pk", flat=True)]
    Registration.objects.filter(pk__in=names).update(cancel_reason="")
    return names


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
            "offer_expires_at",
            "cancelled_at",
            "cancel_reason",
            "childcare_places",
            "answers",
            "ticket",
        ),
    )
    children = RegisteredChild.objects.filter(registration__person=person)
    yield DataSection(
        title=_("Children in childcare"),
        rows=rows_of(children.select_related("registration"), "registration", "name", "birth_year"),
    )
    attended = Attendance.objects.filter(registration__person=person)
    yield DataSection(
        title=_("Attendance"),
        rows=rows_of(
            attended.select_related("session__course"),
            "session",
            "state",
            "children_came",
            "method",
            "at",
            "recorded_at",
        ),
    )
    if address := rows_of(StaffCalendar.objects.filter(person=person), "token", "created_at"):
        yield DataSection(title=_("Staff calendar"), rows=address)


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
            registrations.cancel(registration, by=person, now=now, any_time=True)
    for pk in Registration.objects.filter(person=person).values_list("pk", flat=True):
        Registration.objects.filter(pk=pk).update(
            cancel_reason="", reference=new_reference(), ticket=new_ticket(), answers={}
        )
    RegisteredChild.objects.filter(registration__person=person).delete()
    Registration.objects.filter(added_by=person).update(added_by=None)
    # That somebody came stays as a number; by which device, and who wrote it down, does not.
    Attendance.objects.filter(registration__person=person).update(device_key="", recorded_by=None)
    Attendance.objects.filter(recorded_by=person).update(recorded_by=None)
    StaffCalendar.objects.filter(person=person).delete()
    Draw.objects.filter(drawn_by=person).update(drawn_by=None)
    return ()


def _is_coming(registration: Registration, now: datetime) -> bool:
    ends_at = registration.course.ends_at
    return registration.is_live and (ends_at is None or ends_at > now)
