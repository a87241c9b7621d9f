"""What needs a decision of staff: one function for each kind, listed in ``SOURCES``.

A source takes the instant and yields ``Decision``s, in one query however many there are.
Another part of the programme adds a function, and its line stands on the board.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Attendance, Course, Registration, Session
from events.rows import short_moment

SOON = timedelta(days=7)
DECIDE_SOON = timedelta(days=3)
ATTENDANCE_LOOKED_BACK = timedelta(days=30)
NEARLY = 0.9

TONES = {"danger": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One line: what about, why now, and the button that leads to where it is decided.

    ``tone`` is danger (today, or people lose by waiting), warning or info; ``due`` the
    instant it should be decided by, which sorts within a tone.
    """

    what: str
    course: str
    why: str
    tone: str
    action: str
    url: str
    due: datetime | None = None


type Source = Callable[[datetime], Iterable[Decision]]


def decisions(now: datetime) -> list[Decision]:
    """Return everything to decide, the most pressing first."""
    found = [decision for source in SOURCES for decision in source(now)]
    return sorted(
        found, key=lambda one: (TONES[one.tone], one.due or now + timedelta(days=999), one.course)
    )


def below_minimum(now: datetime) -> Iterator[Decision]:
    """Courses with too few people whose day of decision is near; without one, their start is."""
    found = _coming(now).filter(
        Q(decide_by__lte=now + DECIDE_SOON) | Q(decide_by__isnull=True, starts_at__lte=now + SOON),
        taken__lt=F("minimum"),
        goes_ahead_at=None,
    )
    for course in found:
        due = course.decide_by or course.starts_at
        yield Decision(
            what=_("Too few registrations: hold it or cancel it?"),
            course=str(course),
            why=_("%(taken)s of at least %(minimum)s, to be decided by %(due)s")
            % {"taken": course.taken, "minimum": course.minimum, "due": short_moment(due)},
            tone="danger" if due is not None and due <= _end_of_day(now) else "warning",
            action=_("Decide"),
            url=reverse("courses:decide", args=[course.pk]),
            due=due,
        )


def lotteries(now: datetime) -> Iterator[Decision]:
    """Lotteries whose registration has closed and that nobody has drawn."""
    found = _coming(now).filter(admission="lottery", registration_closes_at__lte=now)
    for course, number in _with(found, Registration.State.APPLIED):
        yield Decision(
            what=_("Draw the lottery"),
            course=str(course),
            why=ngettext(
                "%(n)s applicant for %(seats)s seats, begins %(starts)s",
                "%(n)s applicants for %(seats)s seats, begins %(starts)s",
                number,
            )
            % {
                "n": number,
                "seats": course.seats_left,
                "starts": short_moment(course.starts_at),
            },
            tone="danger",
            action=_("Draw"),
            url=reverse("courses:draw", args=[course.pk]),
            due=course.starts_at,
        )


def applicants(now: datetime) -> Iterator[Decision]:
    """People who applied where staff choose, and wait for an answer."""
    for course, number in _with(
        _coming(now).filter(admission="approval"), Registration.State.APPLIED
    ):
        yield Decision(
            what=_("Choose who gets a seat"),
            course=str(course),
            why=ngettext(
                "%(n)s applicant waits for an answer, %(seats)s seats left",
                "%(n)s applicants wait for an answer, %(seats)s seats left",
                number,
            )
            % {"n": number, "seats": course.seats_left},
            tone="warning",
            action=_("Choose"),
            url=reverse("courses:applicants", args=[course.pk]),
            due=course.registration_closes_at,
        )


def expiring_offers(now: datetime) -> Iterator[Decision]:
    """Seats that were offered and fall to the next in line before the day is over."""
    ending = Q(
        registrations__state=Registration.State.OFFERED,
        registrations__offer_expires_at__lte=_end_of_day(now),
    )
    found = _coming(now).annotate(
        number=Count("registrations", filter=ending),
        first=Min("registrations__offer_expires_at", filter=ending),
    )
    for course in found.filter(number__gt=0):
        yield Decision(
            what=_("Offers of seats end today"),
            course=str(course),
            why=ngettext(
                "%(n)s offer not accepted yet, the first ends %(due)s",
                "%(n)s offers not accepted yet, the first ends %(due)s",
                course.number,
            )
            % {"n": course.number, "due": short_moment(course.first)},
            tone="warning",
            action=_("See who"),
            url=reverse("courses:registrants", args=[course.pk]) + "?state=offered",
            due=course.first,
        )


def attendance_missing(now: datetime) -> Iterator[Decision]:
    """Sessions that are over and of which it is not known who came."""
    entered = Attendance.objects.filter(session=OuterRef("pk"))
    seated = Registration.objects.filter(
        course=OuterRef("course"), state=Registration.State.CONFIRMED
    )
    found = (
        Session.objects.filter(
            Exists(seated),
            ~Exists(entered),
            status=Session.Status.SCHEDULED,
            course__status=Course.Status.PUBLISHED,
            ends_at__lte=now,
            ends_at__gt=now - ATTENDANCE_LOOKED_BACK,
        )
        .select_related("course")
        .order_by("-ends_at")
    )
    for session in found:
        yield Decision(
            what=_("Enter who came"),
            course=str(session.course),
            why=_("Session of %(when)s") % {"when": short_moment(session.starts_at)},
            tone="warning",
            action=_("Enter"),
            url=reverse("events_door:door", args=[session.pk]),
            due=session.ends_at,
        )


def nearly_full(now: datetime) -> Iterator[Decision]:
    """Courses whose last seats are going: time to add seats or a second date."""
    found = _coming(now).filter(
        taken__gte=F("capacity") * NEARLY, taken__lt=F("capacity"), registration_closes_at__gt=now
    )
    for course in found:
        yield Decision(
            what=_("Nearly full: more seats, or another date?"),
            course=str(course),
            why=_("%(taken)s of %(capacity)s seats taken, closes %(due)s")
            % {
                "taken": course.taken,
                "capacity": course.capacity,
                "due": short_moment(course.registration_closes_at),
            },
            tone="info",
            action=_("Look"),
            url=reverse("courses:overview", args=[course.pk]),
            due=course.registration_closes_at,
        )


SOURCES: tuple[Source, ...] = (
    below_minimum,
    lotteries,
    applicants,
    expiring_offers,
    attendance_missing,
    nearly_full,
)


def _coming(now: datetime) -> QuerySet[Course]:
    return Course.objects.filter(
        status=Course.Status.PUBLISHED, takes_registrations=True, starts_at__gt=now
    )


def _with(courses: QuerySet[Course], state: str) -> Iterator[tuple[Course, int]]:
    counted = courses.annotate(
        number=Count("registrations", filter=Q(registrations__state=state))
    ).filter(number__gt=0)
    for course in counted:
        yield course, course.number


def _end_of_day(now: datetime) -> datetime:
    local = timezone.localtime(now)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
