"""Counters beside the rows they count: proved equal, or said where they are not.

Beside the counters stands the series that allows each person one course, which every live
registration of a person repeats so that the database can keep it (``limited_series``). The
domain keeps both in one transaction; this finds what was changed past it.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from cms.audit.log import record
from cms.pagecache.version import touch
from events.domain.refusals import SeriesHeldTwice
from events.domain.seats import hold
from events.domain.series_limits import follow_series
from events.models import Course, Registration

_SEATED = Q(registrations__state__in=Registration.SEATED)
_WAITING = Q(registrations__state=Registration.State.WAITING)
COUNTERS = ("taken", "childcare_taken", "waiting")
# The series each live registration of a course should name; none where there is no such limit.
_LIMITED = Case(
    When(
        person__isnull=False,
        course__series__one_per_person=True,
        then=F("course__series_id"),
    ),
    default=None,
    output_field=BigIntegerField(),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One course's counters (``counted``) and what its registrations say (``real``)."""

    course: Course
    counted: dict[str, int]
    real: dict[str, int]

    def __str__(self) -> str:
        parts = [
            f"{name} {self.counted[name]} != {self.real[name]}"
            for name in self.counted
            if self.counted[name] != self.real[name]
        ]
        return f"{self.course.slug}: {', '.join(parts)}"


def differences() -> list[Difference]:
    """Return the courses whose counters differ from their registrations, in one query."""
    return [_compared(course) for course in _counted(Course.objects.all()) if _differs(course)]


def mend(difference: Difference, *, by: Any) -> bool:
    """Set one course's counters to what its registrations say, while it is held.

    Returns whether anything still differed. Raises ``django.db.IntegrityError`` where more
    people are registered than there are seats: that is for a person to decide.
    """
    with transaction.atomic():
        hold(difference.course)
        fresh = _counted(Course.objects.filter(pk=difference.course.pk)).get()
        if not _differs(fresh):
            return False
        found = _compared(fresh)
        Course.objects.filter(pk=fresh.pk).update(**found.real)
        record(
            "events.course.counters_mended",
            subject=fresh,
            by=by,
            before=found.counted,
            after=found.real,
        )
        touch()
    return True


@dataclass(frozen=True, slots=True)
class Unlimited:
    """A course with ``number`` live registrations that do not name the series they should."""

    course: Course
    number: int

    def __str__(self) -> str:
        return f"{self.course.slug}: limited_series of {self.number} registrations"


def unlimited() -> list[Unlimited]:
    """Return the courses of which live registrations name another series than they should."""
    found = (
        Course.objects.filter(registrations__in=_misnamed())
        .annotate(number=Count("registrations", filter=Q(registrations__in=_misnamed())))
        .order_by("pk")
    )
    return [Unlimited(course=course, number=course.number) for course in found]


def mend_limits(*, by: Any) -> list[Unlimited]:
    """Let live registrations name the series they should, one held course after the other.

    Wrong names are let go everywhere first: a person's wrong one would stand in the way of the
    right one. Returns the courses where somebody holds a place in two of a series that allows
    one: that is for a person to decide.
    """
    left, found = [], unlimited()
    for one in found:
        with transaction.atomic():
            hold(one.course)
            named = _misnamed().filter(course=one.course).values_list("pk", flat=True)
            Registration.objects.filter(pk__in=list(named)).update(limited_series_id=None)
    for one in found:
        try:
            _enter_limit(one, by=by)
        except SeriesHeldTwice:
            left.append(one)
    return left


def _enter_limit(unlimited: Unlimited, *, by: Any) -> None:
    with transaction.atomic():
        held = hold(unlimited.course)
        follow_series(held)
        record(
            "events.course.limits_mended", subject=held, by=by, after={"number": unlimited.number}
        )


def _misnamed() -> QuerySet[Registration]:
    return (
        Registration.objects.filter(state__in=Registration.LIVE)
        .annotate(should_be=_LIMITED)
        .filter(
            Q(limited_series__isnull=True, should_be__isnull=False)
            | Q(limited_series__isnull=False, should_be__isnull=True)
            | ~Q(limited_series_id=F("should_be")) & Q(limited_series__isnull=False)
        )
    )


def _counted(courses: QuerySet[Course]) -> QuerySet[Course]:
    highest = Coalesce(Max("registrations__waiting_number"), 0)
    return courses.annotate(
        real_taken=Count("registrations", filter=_SEATED),
        real_childcare_taken=Coalesce(Sum("registrations__childcare_places", filter=_SEATED), 0),
        real_waiting=Count("registrations", filter=_WAITING),
        # A number once given out stays given out, though its row says no more of it.
        real_waiting_issued=Case(
            When(waiting_issued__lt=highest, then=highest),
            default=F("waiting_issued") + Value(0),
            output_field=IntegerField(),
        ),
    ).order_by("pk")


def _compared(course: Course) -> Difference:
    names = (*COUNTERS, "waiting_issued")
    return Difference(
        course=course,
        counted={name: getattr(course, name) for name in names},
        real={name: getattr(course, f"real_{name}") for name in names},
    )


def _differs(course: Course) -> bool:
    compared = _compared(course)
    return compared.counted != compared.real
