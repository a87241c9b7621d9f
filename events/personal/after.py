"""What a class leaves of a person: certificates, and that a survey was answered.

What was answered is nobody's: no row leads from an answer to a person, so neither exporter
nor eraser can find it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import Certificate, Survey, SurveyTicket
from plugins.api import (
    Contribution,
    DataSection,
    ErasurePlan,
    Kept,
    PersonalDataEraser,
    PersonalDataExporter,
    RetentionRule,
    rows_of,
)

COVERS = ("events.Certificate", "events.SurveyTicket")
TICKET_DAYS = 90
NO_REASON_KEPT = "-"


def contributions() -> Iterable[Contribution]:
    """Return exporter, eraser and the rule for tickets of surveys."""
    label = gettext_lazy("Certificates and surveys")
    yield PersonalDataExporter(
        key="events.after_data", label=label, covers=COVERS, export=export, order=21
    )
    yield PersonalDataEraser(
        key="events.after_erase", label=label, covers=COVERS, plan=plan, erase=erase, order=190
    )
    yield RetentionRule(
        key="events.survey_tickets",
        label=gettext_lazy("Who has answered a survey"),
        rule=gettext_lazy("90 days after the survey closed"),
        days=TICKET_DAYS,
        destroy=destroy_tickets,
    )


def export(person: Any) -> Iterable[DataSection]:
    """Yield the person's certificates, and which surveys were answered on which day."""
    found = Certificate.objects.filter(registration__person=person)
    names = ["name_as_printed", "course_title", "first_day", "last_day", "minutes"]
    names += ["issued_at", "revoked_at", "revoke_reason", "token"]
    yield DataSection(
        title=_("Certificates"),
        rows=[
            {_("Number of the certificate"): one.number, **row}
            for one, row in zip(found, rows_of(found, *names), strict=True)
        ],
    )
    tickets = SurveyTicket.objects.filter(registration__person=person)
    yield DataSection(
        title=_("Surveys answered"),
        rows=rows_of(tickets.select_related("survey__course"), "survey", "used_on"),
    )


def plan(person: Any, _now: datetime) -> ErasurePlan:
    """Say that names go from certificates, whose numbers stay."""
    number = Certificate.objects.filter(registration__person=person).count()
    goes = []
    if number:
        goes.append(
            ngettext(
                "Your name on %(number)d certificate; its number and the class stay",
                "Your name on %(number)d certificates; their numbers and the classes stay",
                number,
            )
            % {"number": number}
        )
    if SurveyTicket.objects.filter(registration__person=person).exists():
        goes.append(_("That you answered surveys; the answers themselves were never yours by name"))
    return ErasurePlan(goes=goes)


def erase(person: Any, _now: datetime) -> Iterable[Kept]:
    """Take the name off certificates and destroy the tickets of surveys."""
    found = Certificate.objects.filter(registration__person=person)
    found.exclude(revoke_reason="").update(revoke_reason=NO_REASON_KEPT)
    found.update(name_as_printed="")
    SurveyTicket.objects.filter(registration__person=person).delete()
    return ()


def destroy_tickets(before: datetime) -> list[str]:
    """Destroy who answered surveys closed before that instant; only the answers are left.

    A survey whose tickets are gone can never be answered again.
    """
    due = Survey.objects.filter(
        Q(closed_at__lt=before), tickets_destroyed_at__isnull=True
    ).values_list("pk", flat=True)
    keys = list(due)
    tickets = SurveyTicket.objects.filter(survey__in=keys)
    names = [str(pk) for pk in tickets.values_list("pk", flat=True)]
    tickets.delete()
    Survey.objects.filter(pk__in=keys).update(
        tickets_destroyed_at=before + timedelta(days=TICKET_DAYS)
    )
    return names
