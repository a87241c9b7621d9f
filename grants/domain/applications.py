"""The life of an application: begun, submitted, changed and submitted again, withdrawn.

Every verb first takes the application's row by an update, so that two people at once
come one after the other on either database; then it reads the clock and the call's
instants, inside the transaction. At ``closes_at`` it is too late, a moment before it
is not.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone, translation

from cms.audit import log
from cms.calendars.stamps import raise_stamps
from cms.mail import outbox
from cms.questions.answers import problems
from cms.templatetags.design import moment, won
from grants import rules
from grants.domain import eligibility
from grants.domain.refusals import (
    Closed,
    Incomplete,
    NotAllowed,
    NotEligible,
    NotOpen,
    OnlyLeaders,
    Unresolved,
    WrongState,
)
from grants.models import Application, ApplicationState, Call, CallState, Submission
from members.models import Community
from plugins.api import ApplicationSubmitted, CommunityJoined, CommunityLeft, send

type Clock = Callable[[], datetime]

DRAFTS_STAMP = "grants.drafts"


def guard_open(call: Call, now: datetime) -> None:
    """Raise NotOpen or Closed unless one may apply at that instant."""
    state = call.state_at(now)
    if state in {CallState.DRAFT, CallState.ANNOUNCED}:
        raise NotOpen
    if state != CallState.OPEN:
        raise Closed


def take(application: Application) -> Application:
    """Return the application as it is now, its row held until the transaction ends."""
    Application.objects.filter(pk=application.pk).update(revision=F("revision") + 1)
    return Application.objects.select_related("call", "community").get(pk=application.pk)


@transaction.atomic
def open_draft(
    call: Call, community: Community, *, by: Any, clock: Clock = timezone.now
) -> Application:
    """Begin the community's application and return it; the one it already has, if any.

    Raises NotAllowed, NotOpen or Closed.
    """
    if not rules.may_start(by, community):
        raise NotAllowed
    now = clock()
    call = Call.objects.get(pk=call.pk)
    guard_open(call, now)
    try:
        with transaction.atomic():
            application = Application.objects.create(
                call=call, community=community, created_at=now, created_by=by, saved_at=now
            )
    except IntegrityError:
        return Application.objects.live().get(call=call, community=community)
    log.record(
        "grants.application.begun",
        subject=application,
        by=by,
        after={"state": application.state, "call": call.slug},
    )
    raise_stamps(DRAFTS_STAMP)
    return application


@transaction.atomic
def submit(
    application: Application, *, by: Any, clock: Clock = timezone.now, declared: str = ""
) -> Submission:
    """Hand in the answers as they stand and return the submission.

    The first one gets the reference number; handing in unchanged answers again returns
    the submission there is. ``declared`` is the wording the submitter agreed to.
    Raises OnlyLeaders, NotOpen, Closed, WrongState, Unresolved, NotEligible, Incomplete.
    """
    held = take(application)
    now = clock()
    if not rules.may_submit(by, held):
        raise OnlyLeaders
    guard_open(held.call, now)
    if held.state not in {ApplicationState.DRAFT, ApplicationState.SUBMITTED}:
        raise WrongState
    before = held.state
    last = held.submission
    if last is not None and last.answers == held.answers:
        return last
    checks = guard_complete(held)
    if held.number is None:
        held.number = next_number(held.call)
        held.reference = f"{held.call.year}-{held.call.round}-{held.number:03d}"
    form = held.form
    submission = Submission.objects.create(
        application=held,
        version=(last.version if last else 0) + 1,
        questions=form.to_json(),
        answers=held.answers,
        eligibility=eligibility.as_json(checks),
        declared=declared,
        submitted_at=now,
        submitted_by=by,
    )
    held.state = ApplicationState.SUBMITTED
    held.submitted_at, held.submitted_by = now, by
    held.district = held.community.district
    held.asked, held.own_share = budget_sums(held)
    held.save()
    log.record(
        "grants.application.submitted" if last is None else "grants.application.resubmitted",
        subject=held,
        by=by,
        before={"state": before, "version": last.version if last else None},
        after={
            "state": held.state,
            "version": submission.version,
            "reference": held.reference,
            "asked": held.asked,
        },
    )
    _tell_members(held, "grants.submitted", f"{held.pk}:{submission.version}", by=by)
    send(
        ApplicationSubmitted(
            application_id=held.pk,
            call_id=held.call_id,
            community_id=held.community_id,
            version=submission.version,
        )
    )
    raise_stamps(DRAFTS_STAMP)
    _renew(application)
    return submission


def guard_complete(application: Application) -> list[eligibility.Check]:
    """Raise what stands against submitting; return the eligibility checks."""
    if application.set_aside.exists():
        raise Unresolved
    checks = eligibility.check(application.call, application.community)
    missed = [item for item in checks if item.is_missed]
    if missed:
        raise NotEligible(f"{missed[0].text}: {missed[0].found}. {missed[0].advice}")
    found = problems(application.form, application.answers)
    if found:
        raise Incomplete(found)
    return checks


def next_number(call: Call) -> int:
    """Return the next application number of the call; the call's row is held from here."""
    Call.objects.filter(pk=call.pk).update(last_number=F("last_number") + 1)
    return Call.objects.values_list("last_number", flat=True).get(pk=call.pk)


def budget_sums(application: Application) -> tuple[int, int]:
    """Return the won asked for and the own share, over all budget tables of the form."""
    budgets = [
        application.answers.get(question.key) or {"grant": 0, "own": 0}
        for question in application.form.of_kind("budget")
    ]
    return sum(one["grant"] for one in budgets), sum(one["own"] for one in budgets)


@transaction.atomic
def withdraw(application: Application, *, by: Any, clock: Clock = timezone.now) -> None:
    """Take the application back, or give a draft up; before the deadline only.

    What was written stays readable for its community, which may begin anew. Raises
    OnlyLeaders, Closed or WrongState.
    """
    held = take(application)
    now = clock()
    if not rules.may_submit(by, held):
        raise OnlyLeaders
    if held.state not in {ApplicationState.DRAFT, ApplicationState.SUBMITTED}:
        raise WrongState
    guard_open(held.call, now)
    before = held.state
    Application.objects.filter(pk=held.pk).update(state=ApplicationState.WITHDRAWN)
    held.state = ApplicationState.WITHDRAWN
    log.record(
        "grants.application.withdrawn",
        subject=held,
        by=by,
        before={"state": before},
        after={"state": held.state},
    )
    if before == ApplicationState.SUBMITTED:
        _tell_members(held, "grants.withdrawn", str(held.pk), by=by)
    raise_stamps(DRAFTS_STAMP)
    _renew(application)


def membership_changed(_message: CommunityJoined | CommunityLeft) -> None:
    """Renew the personal feeds of deadlines: who belongs to a community sees those of its drafts.

    Without it a feed would say, by its Last-Modified, that nothing had changed.
    """
    raise_stamps(DRAFTS_STAMP)


def _renew(application: Application) -> None:
    application.refresh_from_db()
    application.__dict__.pop("submission", None)


def _tell_members(application: Application, template: str, mark: str, *, by: Any) -> None:
    """Queue the mail for every member of the community, each in their own language."""
    for person in application.community.members.filter(is_active=True).order_by("pk"):
        with translation.override(person.language):
            context = {
                "name": person.name,
                "by": by.name,
                "community": application.community.name,
                "call": application.call.text,
                "reference": application.reference or "",
                "submitted": moment(application.submitted_at),
                "asked": won(application.asked),
                "deadline": moment(application.call.closes_at),
                "contact": application.call.contact_words,
                "url": f"{settings.WAGTAILADMIN_BASE_URL}{application.get_absolute_url()}",
            }
        outbox.queue(
            template,
            to=person,
            context=context,
            idempotency_key=f"{template}:{mark}:{person.pk}",
        )
