"""What was held and who came: the results that reports and plans are held against.

The rule, in one place:

* A *class held* is one session that is over, was not called off, and belongs to a published
  course. A course of four Saturdays counts four times. It counts on the day it began, in Seoul.
* *Participants* are those who were there: each registration entered as having come is one
  adult, with it the children in childcare who came; where nobody registers (outreach classes,
  desks, open talks) the number staff counted, adults and children or pupils apart.
  Who registered and stayed away is not counted. A person at two sessions counts twice.
* A course counts to the *programme* of its category, to the *way* of its kind (outreach is
  the centre coming to people, everything else people coming to the centre), and to the
  *audience* group it names.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import TruncMonth
from django.utils import timezone

from events.models import (
    Attendance,
    AudienceGroup,
    Category,
    Course,
    HeadCount,
    Plan,
    Session,
    Way,
)
from events.queries import SEOUL

PARTS: Mapping[str, Any] = {
    "programme": F("course__category__programme"),
    "way": Case(When(course__kind="outreach", then=Value("outreach")), default=Value("coming")),
    "audience": F("course__audience_group"),
}
WORDS: Mapping[str, Iterable[tuple[str, Any]]] = {
    "programme": Category.Programme.choices,
    "way": Way.choices,
    "audience": AudienceGroup.choices,
}
MEASURES = ("sessions", "participants", "adults", "children")

type ByMonth = Mapping[str, Mapping[date, int]]


def held_sessions(first: date, last: date, now: datetime | None = None) -> QuerySet[Session]:
    """Return the sessions held on those days in Seoul, both included; see the module's rule."""
    start = datetime.combine(first, time(), tzinfo=SEOUL)
    end = datetime.combine(last + timedelta(days=1), time(), tzinfo=SEOUL)
    return Session.objects.filter(
        starts_at__gte=start,
        starts_at__lt=end,
        ends_at__lte=now or timezone.now(),
        status=Session.Status.SCHEDULED,
        course__status=Course.Status.PUBLISHED,
    )


def narrowed(sessions: QuerySet[Session], chosen: Mapping[str, str]) -> QuerySet[Session]:
    """Return those of one part in each dimension named; an empty part narrows nothing."""
    for dimension, part in chosen.items():
        if part:
            sessions = sessions.annotate(**{f"its_{dimension}": PARTS[dimension]}).filter(
                **{f"its_{dimension}": part}
            )
    return sessions


def total(measure: str, first: date, last: date) -> int:
    """Return one measure over those days."""
    sessions = held_sessions(first, last)
    if measure == "sessions":
        return sessions.count()
    adults, children = people_at(sessions)
    return {"adults": adults, "children": children, "participants": adults + children}[measure]


def people_at(sessions: QuerySet[Session]) -> tuple[int, int]:
    """Return ``(adults, children)`` who came to those sessions."""
    keys = sessions.order_by().values("pk")
    counted = HeadCount.objects.filter(session__in=keys).aggregate(
        adults=Sum("adults"), children=Sum("children")
    )
    came = Attendance.objects.filter(session__in=keys, state=Attendance.State.CAME).aggregate(
        adults=Count("pk"), children=Sum("children_came")
    )
    return (
        (counted["adults"] or 0) + (came["adults"] or 0),
        (counted["children"] or 0) + (came["children"] or 0),
    )


def by_month(measure: str, dimension: str, first: date, last: date) -> ByMonth:
    """Return ``{part: {first day of the month: number}}``; two queries, one for sessions."""
    found: dict[str, Counter[date]] = defaultdict(Counter)
    sessions = held_sessions(first, last).annotate(
        part=PARTS[dimension], month=TruncMonth("starts_at", tzinfo=SEOUL)
    )
    for sums in _sums(measure):
        rows = sessions.order_by().values("part", "month").annotate(number=sums)
        for part, month, number in rows.values_list("part", "month", "number"):
            found[part][month.date()] += number or 0
    return found


def _sums(measure: str) -> list[Any]:
    """Return what to add up; each is asked alone, for two joins would multiply each other."""
    came = Q(attendances__state=Attendance.State.CAME)
    adults = [Sum("head_count__adults"), Count("attendances", filter=came)]
    children = [Sum("head_count__children"), Sum("attendances__children_came", filter=came)]
    return {
        "sessions": [Count("pk")],
        "adults": adults,
        "children": children,
        "participants": adults + children,
    }[measure]


def parts_of(dimension: str) -> Mapping[str, Any]:
    """Return the parts of a dimension with their words."""
    return dict(WORDS[dimension])


def planned(measure: str, year: int, dimension: str) -> Mapping[str, int]:
    """Return what the year's plan says by part, ``{"": number}`` without a dimension.

    Audiences are not planned for, and a line that does not tell the two ways apart is in
    neither. Adults are the participants who are no children.
    """
    if dimension not in {"", "programme", "way"}:
        return {}
    found: Counter[str] = Counter()
    for plan in Plan.objects.filter(year=year):
        number = _number_of(plan, measure)
        part = getattr(plan, dimension) if dimension else ""
        if number is not None and (part or not dimension):
            found[part] += number
    return found


def _number_of(plan: Plan, measure: str) -> int | None:
    match measure:
        case "sessions":
            return plan.courses
        case "participants":
            return plan.participants
        case "children":
            return plan.children
        case _:
            if plan.participants is None or plan.children is None:
                return None
            return plan.participants - plan.children


def without_number(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Return the sessions for which nobody has said yet how many came."""
    return sessions.filter(
        Q(course__takes_registrations=False, head_count__isnull=True)
        | (Q(course__takes_registrations=True) & ~Q(attendances__state=Attendance.State.CAME))
    )
