"""What the grants know of a person: the part they had in their communities' applications.

An application is its community's. What was handed in are papers of the centre, kept by the
rule the centre names in its settings; drafts go with the last member of their community.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.files import uploads
from cms.files.models import StoredFile
from cms.privacy.models import privacy_settings
from cms.questions.rendering import plain_answers
from grants.models import Application, ApplicationState, SectionSave, SetAside, Submission
from members.models import Community
from plugins.api import (
    Contribution,
    DataSection,
    ErasurePlan,
    Hindrance,
    Kept,
    PersonalDataEraser,
    PersonalDataExporter,
    RetentionRule,
)

COVERS = (
    "grants.Application",
    "grants.Submission",
    "grants.SectionSave",
    "grants.SetAside",
)
PAPERS = "papers of the community, kept by the centre's rule"
OF_COMMUNITY = "the community's, not one person's"
NO_ERASURE = {
    "grants.Application.reference": PAPERS,
    "grants.Application.decision_note": PAPERS,
    "grants.Application.answers": OF_COMMUNITY,
    "grants.Submission.questions": PAPERS,
    "grants.Submission.answers": PAPERS,
    "grants.Submission.eligibility": PAPERS,
    "grants.Submission.declared": PAPERS,
    "grants.SectionSave.section": "a word of the form",
    "grants.SetAside.question": "a word of the form",
}
NO_EXPORT = {
    "grants.SectionSave.section": "a word of the form",
    "grants.SetAside.question": "a word of the form",
    "grants.Application.decision_note": "the centre's own note on the decision",
}


def contributions() -> Iterable[Contribution]:
    """Return this app's exporter, eraser and retention rules."""
    yield RetentionRule(
        key="grants.drafts",
        label=gettext_lazy("Drafts of applications never handed in"),
        rule=gettext_lazy("A year after the call closed"),
        days=365,
        destroy=_drop_drafts,
    )
    yield RetentionRule(
        key="grants.papers",
        label=gettext_lazy("Answers and files of applications"),
        rule=gettext_lazy("After the years the centre's settings name"),
        days=0,
        destroy=_empty_papers,
    )
    label = gettext_lazy("Grant applications")
    yield PersonalDataExporter(
        key="grants.data", label=label, covers=COVERS, exempt=NO_EXPORT, export=export, order=30
    )
    yield PersonalDataEraser(
        key="grants.erase",
        label=label,
        covers=COVERS,
        exempt=NO_ERASURE,
        plan=plan,
        erase=erase,
        order=300,
    )


def export(person: Any) -> Iterable[DataSection]:
    """Yield the applications of the person's communities, and what the person did in them."""
    found = applications_of(person)
    yield DataSection(
        title=_("Applications"),
        rows=[
            {
                _("call"): str(application.call),
                _("community"): application.community.name,
                _("state"): str(application.get_state_display()),
                _("reference number"): application.reference or "",
                _("begun at"): application.created_at,
                _("submitted at"): application.submitted_at,
                _("begun by you"): application.created_by_id == person.pk,
                _("submitted by you"): application.submitted_by_id == person.pk,
                _("answers"): plain_answers(application.form, application.answers),
            }
            for application in found
        ],
        files=[str(file.pk) for file in files_of(person)],
    )
    yield DataSection(
        title=_("Handed in"),
        rows=[
            {
                _("application"): str(submission.application),
                _("version"): submission.version,
                _("submitted at"): submission.submitted_at,
                _("submitted by you"): submission.submitted_by_id == person.pk,
                _("declaration"): submission.declared,
                _("answers"): plain_answers(submission.form, submission.answers),
            }
            for submission in Submission.objects.filter(application__in=found)
        ],
    )
    yield DataSection(
        title=_("Answers of yours set aside"),
        rows=[
            {_("application"): str(one.application), _("answer"): one.answer, _("at"): one.at}
            for one in SetAside.objects.filter(by=person)
        ],
    )
    yield DataSection(
        title=_("Sections you saved"),
        rows=[
            {_("application"): str(one.application), _("saved at"): one.saved_at}
            for one in SectionSave.objects.filter(saved_by=person)
        ],
    )


def applications_of(person: Any) -> QuerySet[Application]:
    """Return what the person may read as a member, and what they began or handed in."""
    mine = Community.objects.of(person).values("pk")
    return (
        Application.objects.filter(community__in=mine)
        | Application.objects.filter(created_by=person)
        | Application.objects.filter(submitted_by=person)
    ).select_related("call", "community")


def files_of(person: Any) -> QuerySet[StoredFile]:
    """Return the attachments the person uploaded."""
    return StoredFile.objects.filter(uploaded_by=person, subject_type=Application._meta.label_lower)


def plan(person: Any, now: datetime) -> ErasurePlan:
    """Say which drafts go, which papers stay and until when, which grant must be handed over."""
    goes, hindered_by = [], []
    led = Community.objects.active().filter(leader=person) | Community.objects.active().filter(
        treasurer=person
    )
    for application in Application.objects.filter(community__in=led).select_related("call"):
        if is_running(application, now):
            text = _("The grant “%(call)s” is running. Please hand over your part in it first.")
        elif application.state == ApplicationState.SUBMITTED and _is_last(application, person):
            text = _("“%(call)s” is being decided. Please withdraw, or hand over the lead first.")
        else:
            continue
        words = text % {"call": application.call}
        hindered_by.append(Hindrance(text=words, path=application.get_absolute_url()))
    if drafts := len(_lonely_drafts(person)):
        goes.append(_("%(number)d drafts of applications, with their files") % {"number": drafts})
    if SetAside.objects.filter(by=person).exists() or SectionSave.objects.filter(saved_by=person):
        goes.append(_("Your name on what you wrote in your communities' applications"))
    return ErasurePlan(goes=goes, stays=list(_papers(person)), hindered_by=hindered_by)


def erase(person: Any, now: datetime) -> Iterable[Kept]:
    """Delete drafts nobody else has and the person's traces; return the papers that stay."""
    kept = list(_papers(person))
    for application in _lonely_drafts(person):
        _drop_files(application)
        application.delete()
    SectionSave.objects.filter(saved_by=person).delete()
    SetAside.objects.filter(by=person).delete()
    files_of(person).update(uploaded_by=None)
    return kept


def _drop_drafts(before: datetime) -> list[str]:
    due = Application.objects.filter(call__closes_at__lt=before, submissions__isnull=True)
    names = []
    for application in due:
        names.append(f"{application.pk}")
        _drop_files(application)
        application.delete()
    return names


def _empty_papers(before: datetime) -> list[str]:
    year = timezone.localdate(before).year - privacy_settings().papers_years
    due = Submission.objects.filter(application__call__year__lt=year).exclude(answers={})
    names = []
    for submission in due.select_related("application"):
        names.append(f"{submission.pk}")
        _drop_files(submission.application)
        Application.objects.filter(pk=submission.application_id).update(
            answers={}, decision_note=""
        )
        Submission.objects.filter(pk=submission.pk).update(answers={}, declared="")
    return names


def _drop_files(application: Application) -> None:
    for file in uploads.files_of(application):
        uploads.delete(file, by=None)


def is_running(application: Application, now: datetime) -> bool:
    """Return whether it is being spent or settled: the year of the activities and 30 days."""
    settled_by = date(application.call.year + 1, 1, 30)
    return application.state == ApplicationState.SELECTED and timezone.localdate(now) <= settled_by


def _papers(person: Any) -> Iterable[Kept]:
    rules = privacy_settings()
    numbers: dict[int, int] = {}
    for application in applications_of(person).filter(submissions__isnull=False).distinct():
        numbers[application.call.year] = numbers.get(application.call.year, 0) + 1
    for year, number in sorted(numbers.items()):
        yield Kept(
            what=_("Papers your community handed in for %(year)d") % {"year": year},
            rule=rules.papers_words,
            number=number,
            until=date(year + rules.papers_years, 12, 31),
        )


def _lonely_drafts(person: Any) -> list[Application]:
    """Return unsubmitted applications of communities in which nobody else is left."""
    return [
        application
        for application in Application.objects.filter(
            community__leader=person, community__dissolved_at=None, submissions__isnull=True
        ).select_related("community")
        if _is_last(application, person)
    ]


def _is_last(application: Application, person: Any) -> bool:
    return not application.community.memberships.exclude(user=person).exists()
