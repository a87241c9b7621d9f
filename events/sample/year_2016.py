"""The year 2016 as rows: the classes of a public report, month by month, with what was planned.

The report counts to the end of September in one table (15 labour-law classes, 311 people)
and to November in the text (16 classes, 8 at the centre and 8 on request, 348 people); both
follow from these rows, for the sixteenth class is on a day in October. Days, places and the
number at each class are made up; sums and plans are the report's. Classes that the report
only announces (healing, parents) have a plan and no session.

Written in bulk: it is history, nobody is to be told of it, and its calendar texts come last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from cms.calendars.entries import vevent
from events.domain.calendar import entry_of
from events.models import (
    Attendance,
    Category,
    Course,
    HeadCount,
    Plan,
    Registration,
    Session,
    Venue,
)

PLANS = (
    # programme, way, classes, people, of them children
    ("labour_law", "", 16, 800, None),
    ("humanities", "", 1, 50, None),
    ("healing", "", None, 20, None),
    ("parents", "", 2, None, None),
    ("outreach_desk", "outreach", 48, None, None),
)
PLACES = {
    "school": ("특성화고등학교 강당", "gangdong"),
    "college": ("여자대학교 강의실", "seodaemun"),
    "union": ("외국계 물류회사 노동조합", "jung"),
    "nurseries": ("어린이집연합회 회의실", "gangdong"),
    "family": ("다문화가족지원센터", "yeongdeungpo"),
    "employer": ("지식산업센터 회의실", "geumcheon"),
    "museum": ("박물관 교육실", "seongdong"),
    "women": ("여성인력개발센터", "guro"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """One class: when, about what, where, for whom, and who came (adults, children or pupils)."""

    day: date
    category: str
    title: str
    place: str
    audience: str
    adults: int
    children: int = 0
    starts: time = time(19)
    minutes: int = 90

    @property
    def is_outreach(self) -> bool:
        """Whether the centre came to them."""
        return self.place != "centre"


def _law(month: int, day: int, title: str, place: str, audience: str, *people: int) -> Held:
    return Held(date(2016, month, day), "labour-law", title, place, audience, *people)


LEAVE, RIGHTS = "출산휴가·육아휴직 똑똑하게 쓰기", "직장맘이 알아야 할 노동상식"
EMPLOYERS = "사업주가 알아야 할 인사노무 ABC"
CLASSES: Sequence[Held] = (
    # At the centre or where everybody can come: eight, 139 people.
    _law(3, 22, LEAVE, "centre", "parents", 18),
    _law(4, 19, RIGHTS, "centre", "parents", 15),
    _law(5, 17, "노동법률 기획강좌 1: 임신기", "centre", "parents", 21),
    _law(5, 24, "노동법률 기획강좌 2: 육아기", "centre", "parents", 19),
    _law(6, 14, LEAVE, "centre", "parents", 17),
    _law(7, 12, RIGHTS, "centre", "parents", 12),
    _law(9, 6, LEAVE, "centre", "parents", 20),
    _law(9, 27, RIGHTS, "centre", "parents", 17),
    # On request, at their place: eight, 209 people; the last after the table was made up.
    _law(4, 7, "첫 직장에서 알아야 할 노동법", "school", "students", 2, 38),
    _law(4, 28, RIGHTS, "nurseries", "workers", 24),
    _law(5, 31, "첫 직장에서 알아야 할 노동법", "college", "students", 31),
    _law(6, 9, LEAVE, "union", "workers", 19),
    _law(6, 28, EMPLOYERS, "employer", "employers", 16),
    _law(7, 20, RIGHTS, "family", "parents", 14),
    _law(9, 21, LEAVE, "women", "parents", 28),
    _law(10, 13, RIGHTS, "museum", "workers", 37),
    Held(
        date(2016, 7, 2), "humanities", "인문학 멘토 초청 강연회", "centre", "parents", 48,
        starts=time(14), minutes=120,
    ),
)  # fmt: skip
# Advice at underground stations: thirteen, nobody counted by head.
DESKS = tuple(
    date(2016, month, day)
    for month, day in (
        (3, 10), (3, 24), (4, 14), (4, 21), (5, 12), (5, 26), (6, 2),
        (6, 16), (6, 30), (7, 7), (9, 1), (9, 8), (9, 22),
    )
)  # fmt: skip


def load(demo: Any) -> None:
    """Add the year, in a few queries for each table."""
    categories = {category.slug: category for category in Category.objects.all()}
    venues = _venues()
    held = [
        *CLASSES,
        *(
            Held(day, "desks", "지하철역 찾아가는 상담", "station", "anyone", 0, starts=time(17))
            for day in DESKS
        ),
    ]
    courses = Course.objects.bulk_create(
        _course(number, one, categories, venues) for number, one in enumerate(held, start=1)
    )
    sessions = Session.objects.bulk_create(
        _session(course, one) for course, one in zip(courses, held, strict=True)
    )
    _people(demo, courses, sessions, held)
    Plan.objects.bulk_create(
        Plan(
            year=2016,
            programme=programme,
            way=way,
            courses=classes,
            participants=people,
            children=children,
        )
        for programme, way, classes, people, children in PLANS
    )


def _venues() -> dict[str, Venue]:
    made = Venue.objects.bulk_create(
        Venue(name=name, district=district) for name, district in PLACES.values()
    )
    known = {
        "centre": Venue.objects.filter(name="센터 교육장").first(),
        "station": Venue.objects.filter(name="당산역 대합실").first(),
    }
    return {**dict(zip(PLACES, made, strict=True)), **known}


def _course(
    number: int, one: Held, categories: dict[str, Category], venues: dict[str, Venue]
) -> Course:
    start, end = _instants(one)
    window = (
        {"takes_registrations": False}
        if one.is_outreach
        else {
            "capacity": max(one.adults, 30),
            "taken": one.adults,
            "registration_opens_at": start - timedelta(days=21),
            "registration_closes_at": start - timedelta(days=1),
        }
    )
    return Course(
        slug=f"2016-{number:02d}",
        title=one.title,
        category=categories[one.category],
        kind=Course.Kind.OUTREACH if one.is_outreach else Course.Kind.AT_CENTRE,
        audience_group=one.audience,
        venue=venues[one.place],
        status=Course.Status.PUBLISHED,
        starts_at=start,
        ends_at=end,
        created_at=start - timedelta(days=28),
        feed_modified=end,
        **window,
    )


def _instants(one: Held) -> tuple[datetime, datetime]:
    start = datetime.combine(one.day, one.starts, tzinfo=timezone.get_default_timezone())
    return start, start + timedelta(minutes=one.minutes)


def _session(course: Course, one: Held) -> Session:
    start, end = _instants(one)
    session = Session(course=course, starts_at=start, ends_at=end, last_modified=end)
    session.vevent = vevent(entry_of(session))
    return session


def _people(
    demo: Any, courses: Sequence[Course], sessions: Sequence[Session], held: Sequence[Held]
) -> None:
    """Keep who came: a number at other people's places, by name where they registered.

    Those who registered in 2016 have no account here any more: they stand as guests without
    a name of their own.
    """
    HeadCount.objects.bulk_create(
        HeadCount(
            session=session,
            adults=one.adults,
            children=one.children,
            recorded_by=demo.people["coordinator"],
            recorded_at=session.ends_at,
        )
        for session, one in zip(sessions, held, strict=True)
        if one.is_outreach and one.category != "desks"
    )
    registered = Registration.objects.bulk_create(
        Registration(
            course=course,
            guest_name=f"참가자 {number}",
            guest_phone="010-0000-0000",
            state=Registration.State.CONFIRMED,
            created_at=course.registration_opens_at,
            confirmed_at=course.registration_opens_at,
            changed_at=course.registration_opens_at,
        )
        for course, one in zip(courses, held, strict=True)
        if not one.is_outreach
        for number in range(1, one.adults + 1)
    )
    by_course = dict(zip((course.pk for course in courses), sessions, strict=True))
    Attendance.objects.bulk_create(
        Attendance(
            registration=registration,
            session=by_course[registration.course_id],
            state=Attendance.State.CAME,
            method=Attendance.Method.SHEET,
            at=by_course[registration.course_id].starts_at,
            recorded_at=by_course[registration.course_id].ends_at,
        )
        for registration in registered
    )
