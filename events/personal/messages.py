"""What is known of a person by reminders and mails to many."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from events.models import BulkMail, BulkMailCopy, Reminder, ReminderChoice
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

COVERS = ("events.Reminder", "events.ReminderChoice", "events.BulkMailCopy")
WRITTEN = {"events.BulkMail": "the centre's words to many, not the data of one"}


def contributions() -> Iterable[Contribution]:
    """Return exporter, eraser and retention rule."""
    label = gettext_lazy("Reminders and mails of classes")
    yield PersonalDataExporter(
        key="events.messages_data",
        label=label,
        covers=COVERS,
        exempt=WRITTEN,
        export=export,
        order=21,
    )
    yield PersonalDataEraser(
        key="events.messages_erase",
        label=label,
        covers=(*COVERS, *WRITTEN),
        plan=plan,
        erase=erase,
        order=210,
    )
    yield RetentionRule(
        key="events.reminders",
        label=gettext_lazy("Reminders of classes"),
        rule=gettext_lazy("90 days after the class"),
        days=90,
        destroy=_forget_reminders,
    )


def _forget_reminders(before: datetime) -> list[str]:
    past = Reminder.objects.filter(starts_at__lt=before)
    names = [str(pk) for pk in past.values_list("pk", flat=True)]
    past.filter(pk__in=names).delete()
    return names


def export(person: Any) -> Iterable[DataSection]:
    """Yield reminders, the channels switched off, and the mails to many one got."""
    reminders = Reminder.objects.filter(registration__person=person).select_related(
        "session__course"
    )
    yield DataSection(
        title=_("Reminders"),
        rows=rows_of(reminders, "session", "kind", "channel", "due_at", "state", "closed_at"),
    )
    off = ReminderChoice.objects.filter(person=person)
    yield DataSection(title=_("Reminders switched off"), rows=rows_of(off, "channel"))
    copies = BulkMailCopy.objects.filter(registration__person=person).select_related("mail__course")
    yield DataSection(
        title=_("Mails to many"),
        rows=[
            {
                _("Sent at"): copy.mail.at,
                _("Course"): str(copy.mail.course),
                pgettext("mail", "Subject"): copy.mail.subject,
            }
            for copy in copies
        ],
    )


def plan(person: Any, _now: datetime) -> ErasurePlan:
    """Say that all of it goes."""
    goes = [
        words
        for words, found in (
            (_("Reminders"), Reminder.objects.filter(registration__person=person)),
            (_("Reminders switched off"), ReminderChoice.objects.filter(person=person)),
            (_("Mails to many"), BulkMailCopy.objects.filter(registration__person=person)),
        )
        if found.exists()
    ]
    return ErasurePlan(goes=goes)


def erase(person: Any, _now: datetime) -> Iterable[Kept]:
    """Delete the rows; of a mail to many only its text and the number of its readers stay."""
    Reminder.objects.filter(registration__person=person).delete()
    ReminderChoice.objects.filter(person=person).delete()
    BulkMailCopy.objects.filter(registration__person=person).delete()
    BulkMail.objects.filter(by=person).update(by=None)
    return ()
