"""A course's registrations as a table: one column for each question that was ever asked."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cms.questions.definitions import Question, Questionnaire, Section
from cms.questions.rendering import export_cells, export_headers
from events.admin.exports import CHUNK, email_of, phone_of
from events.models import Registration


def columns_of(found: QuerySet[Registration]) -> Questionnaire:
    """Return the questions asked of any of them, the latest wording of each.

    Each registration keeps the form as it was; different forms of one course are few.
    """
    latest: dict[tuple[str, str], Question] = {}
    forms = found.order_by().exclude(form=[]).values_list("form", flat=True).distinct()
    for form in forms:
        for question in Questionnaire.from_json(form).questions:
            latest[question.key, question.kind] = question
    return Questionnaire((Section(key="all", title="", items=tuple(latest.values())),))


def headers(questions: Questionnaire) -> list[str]:
    """Return the headings; those of the questions come last."""
    return [
        _("Reference"),
        _("Name"),
        _("E-mail"),
        _("Phone"),
        _("Guest"),
        _("State"),
        _("Number in the queue"),
        _("Registered at"),
        _("Offer ends"),
        _("Cancelled at"),
        _("Reason"),
        _("Childcare places"),
        _("Children in childcare"),
        *export_headers(questions),
    ]


def rows(found: QuerySet[Registration], questions: Questionnaire) -> Iterator[list[Any]]:
    """Yield one row for each registration, read in chunks."""
    people = found.prefetch_related("children")
    for item in people.iterator(chunk_size=CHUNK):
        yield [
            item.reference,
            item.name,
            email_of(item),
            phone_of(item),
            _("guest") if item.person_id is None else "",
            item.get_state_display(),
            item.waiting_number if item.is_waiting else None,
            item.created_at,
            item.offer_expires_at if item.state == Registration.State.OFFERED else None,
            item.cancelled_at,
            item.cancel_reason,
            item.childcare_places,
            _in_words(item.children.all()),
            *export_cells(questions, item.answers),
        ]


def _in_words(children: Iterable[Any]) -> str:
    return ", ".join(f"{child.name} ({child.birth_year})" for child in children)
