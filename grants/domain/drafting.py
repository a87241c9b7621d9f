"""Several members writing one draft.

A form remembers, by a mark for each question, which answer it was shown. Saving changes
only what its writer changed. When somebody else has changed the same answer since,
theirs stays and this one is *set aside*: kept, shown beside it, until one is chosen.
Nothing anybody typed is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import log
from cms.files import uploads
from cms.files.models import StoredFile
from cms.questions.answers import digest
from cms.questions.definitions import Section
from cms.questions.kinds.files import FileChange, Files, reference
from grants import rules
from grants.domain.applications import Clock, guard_open, take
from grants.domain.refusals import NotAllowed, WrongState
from grants.models import Application, SectionSave, SetAside

FILE_KIND = "grants.attachment"
WRITING = timedelta(minutes=2)
"""Who saved within this time is said to be writing."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: when, which questions now wait for a choice, which files were refused."""

    at: datetime
    answers: Mapping[str, Any]
    conflicts: tuple[str, ...] = ()
    refused: Mapping[str, list[str]] | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """Somebody else who is at it now."""

    name: str
    section: str
    at: datetime


def marks(application: Application, section: Section) -> dict[str, str]:
    """Return the mark of each answer of a section, as the form shows it now."""
    return {
        question.key: digest(application.answers.get(question.key))
        for question in section.questions
        if question.kind != "files"
    }


@transaction.atomic
def save_section(
    application: Application,
    section: Section,
    answers: Mapping[str, Any],
    *,
    by: Any,
    seen: Mapping[str, str],
    files: Mapping[str, FileChange] | None = None,
    clock: Clock = timezone.now,
) -> Saved:
    """Keep a section's answers, however incomplete, and return what came of it.

    ``answers`` are stored answers by question; ``seen`` the marks the form carried, a
    question without one is saved as it comes. Raises NotAllowed, WrongState, NotOpen
    or Closed.
    """
    held = take(application)
    now = clock()
    _guard(held, by, now)
    asked = {question.key: question for question in section.questions}
    conflicts = []
    changed = {}
    for key, mine in answers.items():
        theirs = held.answers.get(key)
        if key not in asked or mine == theirs or seen.get(key) == digest(mine):
            continue
        if key in seen and seen[key] != digest(theirs):
            SetAside.objects.update_or_create(
                application=held, question=key, by=by, defaults={"answer": mine, "at": now}
            )
            conflicts.append(key)
        else:
            changed[key] = mine
    refused = {}
    for key, change in (files or {}).items():
        if key in asked:
            present = held.answers.get(key) or []
            try:
                with transaction.atomic():
                    changed[key] = _carry_out(held, asked[key], present, change, by)
            except ValidationError as error:
                refused[key] = list(error.messages)
    if changed:
        held.answers = {**held.answers, **changed}
        Application.objects.filter(pk=held.pk).update(answers=held.answers, saved_at=now)
    if changed or conflicts:
        SectionSave.objects.update_or_create(
            application=held, section=section.key, saved_by=by, defaults={"saved_at": now}
        )
    application.answers, application.saved_at = held.answers, held.saved_at
    return Saved(now, held.answers, tuple(conflicts), refused)


def _guard(held: Application, by: Any, now: datetime) -> None:
    if not rules.may_see(by, held):
        raise NotAllowed
    if not rules.may_edit(by, held):
        raise WrongState
    guard_open(held.call, now)


def _carry_out(
    held: Application, question: Any, present: list[Any], change: FileChange, by: Any
) -> list[Any]:
    """Store and drop the files of one answer; return the answer, None when nothing is left."""
    Files().accept(question, change, present)
    kept = [item for item in present if item["id"] not in change.removed]
    added = [
        reference(uploads.store(upload, kind=FILE_KIND, subject=held, by=by))
        for upload in change.added
    ]
    needed = rules.submitted_files(held)
    for item in present:
        if item["id"] in change.removed and item["id"] not in needed:
            row = StoredFile.objects.filter(pk=item["id"], subject_id=str(held.pk)).first()
            if row is not None:
                uploads.delete(row, by=by)
    return [*kept, *added] or None  # type: ignore[return-value]  # no file is no answer


@transaction.atomic
def settle(set_aside: SetAside, *, use: bool, by: Any, clock: Clock = timezone.now) -> None:
    """Choose between two versions: ``use`` the one set aside, or drop it.

    The audit log names the question only: what a draft says is its community's own.
    Raises as ``save_section``.
    """
    held = take(set_aside.application)
    now = clock()
    _guard(held, by, now)
    row = SetAside.objects.filter(pk=set_aside.pk).first()
    if row is None:
        raise WrongState
    if use:
        held.answers = {**held.answers, row.question: row.answer}
        Application.objects.filter(pk=held.pk).update(answers=held.answers, saved_at=now)
    log.record(
        "grants.answer.settled",
        subject=held,
        by=by,
        after={"question": row.question, "used": "set aside" if use else "current"},
    )
    row.delete()


def writing_now(application: Application, *, but: Any, now: datetime) -> list[Writing]:
    """Return who else saved something within the last two minutes, the latest first."""
    saves = (
        SectionSave.objects.filter(application=application, saved_at__gt=now - WRITING)
        .exclude(saved_by=but)
        .select_related("saved_by")
        .order_by("-saved_at", "pk")
    )
    return [Writing(save.saved_by.name, save.section, save.saved_at) for save in saves]
