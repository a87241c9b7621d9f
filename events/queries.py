"""Reads used in more than one place, each in a fixed number of queries."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, Min, Prefetch, Q, QuerySet, Sum, Value, When
from django.utils import timezone

from events.models import Attendance, Course, Registration, Series, Session

SEOUL = ZoneInfo("Asia/Seoul")
SCHEDULED = Session.Status.SCHEDULED

# Half-hours matter to people with one hour for lunch: a class from 11:30 to 14:00 counts.
LUNCH = (time(11, 0), time(13, 59))
EVENING_FROM = time(17, 0)


def in_public(prefix: str = "") -> Q:
    """Return what lists, calendars, feeds and search may tell of: no drafts, nothing private.

    The one place that says so; whoever lists courses or sessions asks here. ``prefix`` leads to
    the course from another model: ``Session.objects.filter(in_public("course__"))``.
    """
    seen = (Course.Status.PUBLISHED, Course.Status.CANCELLED)
    return Q(**{f"{prefix}status__in": seen, f"{prefix}is_listed": True})


def seen_courses() -> QuerySet[Course]:
    """Return courses anyone who has their address may see, the cancelled among them."""
    return Course.objects.exclude(status=Course.Status.DRAFT).select_related("category", "venue")


def public_courses() -> QuerySet[Course]:
    """Return the courses that lists tell of, the cancelled among them."""
    return Course.objects.filter(in_public()).select_related("category", "venue")


def upcoming_courses(now: datetime) -> QuerySet[Course]:
    """Return published, listed courses with a session still to come, the soonest first.

    Each has ``next_start`` and its coming sessions in ``coming``: one query more,
    however many courses.
    """
    coming = Q(sessions__status=SCHEDULED, sessions__ends_at__gt=now)
    return (
        public_courses()
        .filter(status=Course.Status.PUBLISHED)
        .annotate(next_start=Min("sessions__starts_at", filter=coming))
        .filter(next_start__isnull=False)
        .prefetch_related(coming_sessions(now))
        .order_by("next_start", "pk")
    )


def coming_sessions(now: datetime) -> Prefetch:
    """Return the prefetch that fills ``course.coming``, soonest first."""
    return Prefetch(
        "sessions",
        queryset=Session.objects.filter(status=SCHEDULED, ends_at__gt=now)
        .select_related("venue")
        .order_by("starts_at"),
        to_attr="coming",
    )


def at_time_of_day(courses: QuerySet[Course], when: str, now: datetime) -> QuerySet[Course]:
    """Return those with a coming session at ``lunch``, in the ``evening`` or at the ``weekend``."""
    weekend = Q(starts_at__iso_week_day__gte=6)
    match when:
        case "lunch":
            wanted = ~weekend & Q(starts_at__time__range=LUNCH)
        case "evening":
            wanted = ~weekend & Q(starts_at__time__gte=EVENING_FROM)
        case "weekend":
            wanted = weekend
        case _:
            return courses
    sessions = Session.objects.filter(wanted, status=SCHEDULED, ends_at__gt=now)
    return courses.filter(pk__in=sessions.values("course_id"))


def open_for_registration(courses: QuerySet[Course], now: datetime) -> QuerySet[Course]:
    """Return those one can register for or just walk into at ``now``."""
    return courses.filter(
        Q(takes_registrations=False)
        | Q(
            ~Q(admission=Course.Admission.FIRST_COME) | Q(taken__lt=F("capacity")),
            registration_opens_at__lte=now,
            registration_closes_at__gt=now,
        )
    )


def sessions_between(first: date, last: date, *, private: bool = False) -> QuerySet[Session]:
    """Return the public sessions of the days ``first`` to ``last``, cancelled ones included.

    ``private``: for staff, those of courses that are in no list as well.
    """
    wanted = ~Q(course__status=Course.Status.DRAFT) if private else in_public("course__")
    start = datetime.combine(first, time(), tzinfo=SEOUL)
    end = datetime.combine(last + timedelta(days=1), time(), tzinfo=SEOUL)
    return (
        Session.objects.filter(wanted, starts_at__gte=start, starts_at__lt=end)
        .select_related("course__category", "course__venue", "venue")
        .order_by("starts_at", "pk")
    )


def waiting_for_draw(now: datetime) -> QuerySet[Course]:
    """Return the courses whose window has closed and whose draw is to be held, with ``applied``."""
    return (
        Course.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=now),
            status=Course.Status.PUBLISHED,
            admission=Course.Admission.LOTTERY,
            registration_closes_at__lte=now,
            draw__drawn_at=None,
        )
        .annotate(
            applied=Count(
                "registrations", filter=Q(registrations__state=Registration.State.APPLIED)
            )
        )
        .filter(applied__gt=0)
    )


def series_courses(series: Series, now: datetime) -> QuerySet[Course]:
    """Return the listed courses of a series: coming ones first, then the past, latest first."""
    is_past = Case(When(ends_at__lte=now, then=Value(1)), default=Value(0))
    coming = Case(When(ends_at__gt=now, then="starts_at"))
    return (
        public_courses()
        .filter(series=series)
        .prefetch_related(coming_sessions(now))
        .order_by(is_past, coming, "-starts_at", "pk")
    )


def live_registration(course: Course, person: Any) -> Registration | None:
    """Return the person's seat or place in the queue of this course, if there is one."""
    if not person.is_authenticated:
        return None
    return (
        Registration.objects.filter(course=course, person=person, state__in=Registration.LIVE)
        .select_related("person")
        .first()
    )


def applied_with(course: Course, person: Any) -> Registration | None:
    """Return the person's latest registration that went into the course's draw, or may yet."""
    if not person.is_authenticated:
        return None
    return (
        Registration.objects.filter(course=course, person=person)
        .exclude(state=Registration.State.CANCELLED)
        .order_by("-created_at", "-pk")
        .first()
    )


def queue_position(registration: Registration) -> int:
    """Return the place in the queue, 1 for the next to move up."""
    ahead = Registration.objects.filter(
        course_id=registration.course_id,
        state=Registration.State.WAITING,
        waiting_number__lt=registration.waiting_number,
    )
    return ahead.count() + 1


def no_shows_of(person: Any, since: datetime) -> list[datetime]:
    """Return when the sessions ended since ``since`` that the person held a seat for and missed."""
    missed = Registration.objects.filter(
        person=person,
        state=Registration.State.CONFIRMED,
        attendances__state="absent",
        attendances__session__ends_at__gte=since,
    )
    return list(missed.values_list("attendances__session__ends_at", flat=True))


def registrations_of(person: Any, now: datetime) -> QuerySet[Registration]:
    """Return a person's registrations with their courses and coming sessions, newest first."""
    return (
        Registration.objects.filter(person=person)
        .select_related("course__category", "course__venue")
        .prefetch_related(
            Prefetch(
                "course__sessions",
                queryset=Session.objects.filter(status=SCHEDULED, ends_at__gt=now)
                .select_related("venue")
                .order_by("starts_at"),
                to_attr="coming",
            )
        )
        .order_by("-created_at", "-pk")
    )


def queue_positions(registrations: Iterable[Registration]) -> dict[int, int]:
    """Return ``{registration pk: place in the queue}`` of the waiting ones, in one query."""
    waiting = [registration for registration in registrations if registration.is_waiting]
    if not waiting:
        return {}
    numbers: dict[int, list[int]] = {}
    rows = Registration.objects.filter(
        course_id__in={registration.course_id for registration in waiting},
        state=Registration.State.WAITING,
    ).values_list("course_id", "waiting_number")
    for course_id, number in rows:
        numbers.setdefault(course_id, []).append(number)
    return {
        registration.pk: 1
        + sum(number < registration.waiting_number for number in numbers[registration.course_id])
        for registration in waiting
        if registration.waiting_number is not None
    }


def my_coming(person: Any, now: datetime) -> QuerySet[Registration]:
    """Return the live registrations of courses not yet over, the soonest course first."""
    return (
        registrations_of(person, now)
        .filter(_not_over(now), state__in=Registration.LIVE)
        .order_by(F("course__starts_at").asc(nulls_last=True), "pk")
    )


def my_past(person: Any, now: datetime) -> QuerySet[Registration]:
    """Return what is over or was cancelled, newest first."""
    return registrations_of(person, now).exclude(_not_over(now), state__in=Registration.LIVE)


def _not_over(now: datetime) -> Q:
    return Q(course__ends_at__isnull=True) | Q(course__ends_at__gt=now)


def attended_share(registration: Registration, now: datetime | None = None) -> int:
    """Return how many percent of the sessions held the person attended, rounded down.

    Held are those that have ended at ``now`` and were not cancelled; who was excused was
    not there. Before the first session has ended it is 0.
    """
    held = Session.objects.filter(
        course_id=registration.course_id, status=SCHEDULED, ends_at__lte=now or timezone.now()
    )
    total = held.count()
    if not total:
        return 0
    came = Attendance.objects.filter(
        registration=registration, session__in=held, state=Attendance.State.CAME
    ).count()
    return 100 * came // total


def came_in(sessions: Iterable[Session]) -> dict[int, tuple[int, int]]:
    """Return ``{session pk: (adults, children)}`` of those who came, for every session given."""
    keys = [session.pk for session in sessions]
    found = dict.fromkeys(keys, (0, 0))
    rows = (
        Attendance.objects.filter(session_id__in=keys, state=Attendance.State.CAME)
        .order_by()
        .values_list("session_id")
        .annotate(adults=Count("pk"), children=Sum("children_came"))
    )
    found.update({pk: (adults, children) for pk, adults, children in rows})
    return found
