"""The life of a call: made, changed, announced, decided, copied for the next year.

Whatever an anonymous visitor or a calendar sees of it is brought up to date here: the
ready VEVENT of its deadline, the stamp of the deadlines' feed, the version of the
public pages.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from cms.audit import log
from cms.calendars.entries import CalendarEntry, vevent
from cms.calendars.stamps import raise_stamps
from cms.pagecache.version import touch
from grants.domain.applications import Clock, take
from grants.domain.refusals import InUse, Refusal, WrongState
from grants.models import Application, ApplicationState, Call, Criterion, EligibilityRule
from grants.models.call import CALENDAR_LENGTH

DEADLINES_STAMP = "grants.deadlines"
TOLD = (
    "title",
    "slug",
    "announced_at",
    "opens_at",
    "closes_at",
    "decided_at",
    "budget",
    "maximum",
    "awards_expected",
)
"""The fields whose changes the audit log tells."""
TIMED = ("title", "closes_at")
"""The fields a calendar programme must take notice of."""


@transaction.atomic
def create_call(
    *,
    by: Any,
    title: str,
    slug: str,
    year: int,
    opens_at: datetime,
    closes_at: datetime,
    budget: int,
    maximum: int,
    questions: Sequence[Mapping[str, Any]] = (),
    rules: Sequence[Mapping[str, Any]] = (),
    criteria: Sequence[Mapping[str, Any]] = (),
    now: datetime | None = None,
    **fields: Any,
) -> Call:
    """Make a call and return it; money in whole won, instants aware.

    ``questions`` are raw blocks (``{"type", "value"}``, see ``grants.default_form``);
    ``rules`` and ``criteria`` the fields of EligibilityRule and Criterion. Without
    ``announced_at`` it is a draft. Raises ValidationError for what a call cannot be.
    """
    call = Call(
        title=title,
        slug=slug,
        year=year,
        opens_at=opens_at,
        closes_at=closes_at,
        budget=budget,
        maximum=maximum,
        **fields,
    )
    call.questions = call._meta.get_field("questions").to_python(list(questions))
    for order, rule in enumerate(rules):
        call.rules.add(EligibilityRule(sort_order=order, **rule))
    for order, criterion in enumerate(criteria):
        call.criteria.add(Criterion(sort_order=order, **criterion))
    call.full_clean()
    save_call(call, by=by, now=now)
    return call


@transaction.atomic
def save_call(call: Call, *, by: Any, now: datetime | None = None) -> None:
    """Store a new or changed call with all that follows from it."""
    now = now or timezone.now()
    old = Call.objects.filter(pk=call.pk).values(*TOLD).first() if call.pk else None
    new = {name: getattr(call, name) for name in TOLD}
    call.changed_at = now
    if old and any(old[name] != new[name] for name in TIMED):
        call.calendar_sequence += 1
    call.save()
    call.__dict__.pop("form", None)
    call.ics = vevent(deadline_entry(call))
    Call.objects.filter(pk=call.pk).update(ics=call.ics)
    changed = [name for name in TOLD if old is None or old[name] != new[name]]
    log.record(
        "grants.call.created" if old is None else "grants.call.changed",
        subject=call,
        by=by,
        before={name: old[name] for name in changed} if old else None,
        after={name: new[name] for name in changed},
    )
    raise_stamps(DEADLINES_STAMP)
    touch()


def deadline_entry(call: Call) -> CalendarEntry:
    """Return the call's deadline as it stands in calendars, in Korean."""
    with translation.override("ko"):
        return CalendarEntry(
            uid=f"grants-call-{call.pk}@pumasi",
            summary=_("Deadline: %(call)s") % {"call": call.title},
            starts_at=call.closes_at - CALENDAR_LENGTH,
            ends_at=call.closes_at,
            sequence=call.calendar_sequence,
            last_modified=call.changed_at,
            description=call.summary,
            url=f"{settings.WAGTAILADMIN_BASE_URL}{call.get_absolute_url()}",
            category=_("Grant call"),
        )


@transaction.atomic
def delete_call(call: Call, *, by: Any) -> None:
    """Delete a call nobody has seen; raises InUse for any other."""
    if call.announced_at is not None or call.applications.exists() or call.pages.exists():
        raise InUse
    log.record(
        "grants.call.deleted",
        subject=call,
        by=by,
        before={name: getattr(call, name) for name in TOLD},
    )
    call.delete()


@transaction.atomic
def copy_call(call: Call, *, by: Any, now: datetime | None = None) -> Call:
    """Return a draft for the next year: same form, rules, criteria and money, a year later.

    Days of the week are kept by moving 52 weeks. Question keys stay, so that two years
    can be compared.
    """
    now = now or timezone.now()
    year = call.year + 1
    taken = set(Call.objects.filter(year=year).values_list("round", flat=True))
    round_ = next(number for number in range(call.round, call.round + 100) if number not in taken)
    shift = timedelta(weeks=52)
    raw: StreamValue = call.questions
    return create_call(
        by=by,
        title=_next_year(call.title, call.year),
        title_en=_next_year(call.title_en, call.year),
        slug=_free_slug(f"{year}-{round_}"),
        year=year,
        round=round_,
        summary=call.summary,
        summary_en=call.summary_en,
        opens_at=call.opens_at + shift,
        closes_at=call.closes_at + shift,
        budget=call.budget,
        maximum=call.maximum,
        awards_expected=call.awards_expected,
        eligibility=call.eligibility,
        eligibility_en=call.eligibility_en,
        contact=call.contact,
        contact_en=call.contact_en,
        questions=list(raw.get_prep_value()),
        rules=list(call.rules.values("kind", "number", "note", "note_en")),
        criteria=list(call.criteria.values("name", "name_en", "weight", "note", "note_en")),
        now=now,
    )


def _next_year(title: str, year: int) -> str:
    return title.replace(str(year), str(year + 1))


def _free_slug(wanted: str) -> str:
    slug, number = wanted, 1
    while Call.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


@transaction.atomic
def decide(
    call: Call, awards: Mapping[Application, int], *, by: Any, clock: Clock = timezone.now
) -> None:
    """Record which applications are selected, with their awards in won, and the rest not.

    Raises WrongState before the deadline, and Refusal for awards above the budget or the
    maximum, or to an application that is not submitted.
    """
    now = clock()
    Call.objects.filter(pk=call.pk).update(changed_at=now)
    call.refresh_from_db()
    if now < call.closes_at or call.decided_at is not None:
        raise WrongState
    if sum(awards.values()) > call.budget or any(won > call.maximum for won in awards.values()):
        raise Refusal(_("The awards exceed the budget or the maximum for each community."))
    by_key = {application.pk: won for application, won in awards.items()}
    submitted = call.applications.filter(state=ApplicationState.SUBMITTED)
    if set(by_key) - set(submitted.values_list("pk", flat=True)):
        raise Refusal(_("Only submitted applications can be selected."))
    for application in submitted:
        held = take(application)
        held.award = by_key.get(held.pk)
        held.state = (
            ApplicationState.NOT_SELECTED if held.award is None else ApplicationState.SELECTED
        )
        held.save(update_fields=["award", "state"])
        log.record(
            "grants.application.decided",
            subject=held,
            by=by,
            before={"state": ApplicationState.SUBMITTED},
            after={"state": held.state, "award": held.award},
        )
    call.decided_at = now
    save_call(call, by=by, now=now)
