"""Reads used in more than one place."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Sum, Value
from django.utils import timezone

from cms.calendars.memory import kept
from cms.calendars.models import Stamp
from cms.calendars.stamps import BEGINNING, StampedFeed
from cms.districts import District
from cms.pagecache import until
from cms.pages.telling import address_at, page_path
from grants.domain.applications import DRAFTS_STAMP
from grants.domain.calls import DEADLINES_STAMP
from grants.models import Application, ApplicationState, Call, CallPage, CallState, Submission
from plugins.api import FeedState


@dataclass(frozen=True)
class DeadlineFeed:
    """The deadlines of some calls; ``state`` is one query over the stamps and the calls."""

    calls: Any

    def state(self) -> FeedState:
        """Return what identifies the feed: the stamps, and which calls it shows now."""
        stamps = Stamp.objects.filter(key__in=[DEADLINES_STAMP, DRAFTS_STAMP]).values_list(
            "key", "version", "changed_at"
        )
        shown = (
            self.calls.order_by()
            .annotate(label=Value("call", output_field=CharField()), mark=F("pk"))
            .values_list("label", "mark", "announced_at")
        )
        rows = sorted(stamps.union(shown, all=True), key=lambda row: (row[0], row[1]))
        return FeedState(
            version=" ".join(f"{key}={mark}" for key, mark, _at in rows),
            last_modified=max((at for _key, _mark, at in rows), default=BEGINNING),
        )

    def events(self) -> Iterable[str]:
        """Return the ready lines."""
        ics: Iterable[str] = self.calls.order_by("closes_at", "pk").values_list("ics", flat=True)
        return ics


def public_deadlines() -> StampedFeed:
    """Return the deadlines of every announced call; a call appears when it is announced."""
    return StampedFeed(
        (DEADLINES_STAMP,), lambda: DeadlineFeed(Call.objects.announced()).events(), _shown
    )


def _announcements() -> Iterable[datetime]:
    announced = Call.objects.filter(announced_at__isnull=False).order_by("announced_at")
    return announced.values_list("announced_at", flat=True)


def _shown(version: str) -> tuple[str, datetime]:
    """Return how many calls are announced by now, and when the last of them was."""
    instants = kept("grants.announced", version, _announcements)
    number = bisect_right(instants, timezone.now())
    return f"shown={number}", instants[number - 1] if number else BEGINNING


def personal_deadlines(user: Any) -> DeadlineFeed:
    """Return the deadlines of calls for which a community of the user has a draft."""
    drafts = Application.objects.of(user).filter(state=ApplicationState.DRAFT)
    return DeadlineFeed(Call.objects.announced().filter(pk__in=drafts.values("call")))


def current_calls(now: datetime | None = None) -> list[Call]:
    """Return the calls that are open or still to open, the first deadline first.

    The page that shows them is good until the next call is announced; one query.
    """
    now = now or timezone.now()
    ahead = Call.objects.filter(
        announced_at__isnull=False, closes_at__gt=now, decided_at__isnull=True
    ).order_by("closes_at", "pk")
    found = list(knowing_pages(ahead))
    until(None, *(call.announced_at for call in found))
    return [call for call in found if call.state_at(now) != CallState.DRAFT]


def knowing_pages(calls: "QuerySet[Call]") -> "QuerySet[Call]":
    """Return the calls knowing their page, so that ``with_pages`` need not ask."""
    return calls.annotate(page_path=page_path(CallPage, "call"))


def with_pages(calls: Iterable[Call]) -> list[Call]:
    """Return the calls, each with ``url``: its page in the active language, else its own address.

    At most one query for pages, none for calls that know theirs. The page that shows them
    is good until the next instant at which one of them opens or closes.
    """
    found = list(calls)
    until(None, *(at for one in found for at in (one.opens_at, one.closes_at, one.decided_at)))
    unknown = [call.pk for call in found if not hasattr(call, "page_path")]
    asked = knowing_pages(Call.objects.filter(pk__in=unknown))
    paths = dict(asked.values_list("pk", "page_path")) if unknown else {}
    for call in found:
        path = getattr(call, "page_path", paths.get(call.pk))
        call.url = address_at(path) or call.get_absolute_url()
    return found


def selected_by_district(call: Call) -> list[tuple[str, list[Application]]]:
    """Return the selected communities by district, only what the public may know."""
    groups: dict[str, list[Application]] = {}
    selected = (
        call.applications.filter(state=ApplicationState.SELECTED)
        .select_related("community")
        .order_by("district", "community__name")
    )
    for application in selected:
        groups.setdefault(application.get_district_display(), []).append(application)
    return sorted(groups.items())


@dataclass(frozen=True, slots=True)
class DistrictCount:
    """How many applications of one district stand where."""

    label: str
    draft: int
    submitted: int
    withdrawn: int

    @property
    def total(self) -> int:
        return self.draft + self.submitted + self.withdrawn


@dataclass(frozen=True, slots=True)
class Figures:
    """A call, or all of them, in numbers."""

    draft: int
    submitted: int
    withdrawn: int
    selected: int
    asked: int
    awarded: int
    budget: int
    districts: list[DistrictCount]

    @property
    def busiest(self) -> int:
        """The highest total of a district: the length of the longest bar."""
        return max((district.total for district in self.districts), default=0)


def figures(call: Call | None = None) -> Figures:
    """Return the numbers of one call, or of all; two queries. Of drafts, only how many."""
    applications = Application.objects.filter(call=call) if call else Application.objects.all()
    handed_in = ~Q(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
    rows = (
        applications.order_by()
        .values("community__district")
        .annotate(
            draft=Count("pk", filter=Q(state=ApplicationState.DRAFT)),
            submitted=Count("pk", filter=handed_in),
            withdrawn=Count("pk", filter=Q(state=ApplicationState.WITHDRAWN)),
            selected=Count("pk", filter=Q(state=ApplicationState.SELECTED)),
            asked=Sum("asked", filter=handed_in, default=0),
            awarded=Sum("award", default=0),
        )
    )
    names = dict(District.choices)
    found = list(rows)
    totals = {
        name: sum(row[name] for row in found)
        for name in ("draft", "submitted", "withdrawn", "selected", "asked", "awarded")
    }
    budget = (
        call.budget if call else Call.objects.aggregate(total=Sum("budget", default=0))["total"]
    )
    districts = [
        DistrictCount(
            str(names.get(row["community__district"], row["community__district"])),
            row["draft"],
            row["submitted"],
            row["withdrawn"],
        )
        for row in found
    ]
    districts.sort(key=lambda one: (-one.total, one.label))
    return Figures(**totals, budget=budget, districts=districts)


def _received(first: date, last: date) -> "QuerySet[Application]":
    """Return the applications first handed in on those days in Seoul, withdrawn or not."""
    firsts = Submission.objects.filter(
        version=1, submitted_at__date__gte=first, submitted_at__date__lte=last
    )
    return Application.objects.filter(pk__in=firsts.values("application"))


def applications_received(first: date, last: date) -> int:
    """Return how many applications were first handed in on those days."""
    return _received(first, last).count()


def won_asked_for(first: date, last: date) -> int:
    """Return the won the applications of those days ask for, as they stand today."""
    total: int = _received(first, last).aggregate(total=Sum("asked", default=0))["total"]
    return total


def next_deadline(now: datetime | None = None) -> Call | None:
    """Return the open call that closes first."""
    return Call.objects.open(now or timezone.now()).order_by("closes_at", "pk").first()
