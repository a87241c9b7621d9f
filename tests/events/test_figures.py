"""What the classes report: what was held, who came, told apart and beside the plan."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.mail.models import OutboxMessage
from events.domain import registrations
from events.domain.attendance import check_in
from events.domain.head_counts import record_head_count
from events.figures import held as figures_held
from events.figures.metrics import contributions, seats_given, sessions_held
from events.models import Attendance, Plan, Registration, Session
from events.recurrence import SEOUL
from events.tasks import close_yesterday
from tests.events.factories import NOW, CategoryFactory, make_course
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db
# Long past, whatever the day on which these run.
THEN = datetime(2019, 5, 20, 12, 0, tzinfo=SEOUL)
MAY, JUNE = date(2019, 5, 1), date(2019, 6, 1)
YEAR = (date(2019, 1, 1), date(2019, 12, 31))


def attended(course, children=0, state="came"):
    person = UserFactory()
    registration = registrations.register(course, person=person, by=person, now=THEN)
    [session] = course.sessions.all()
    Attendance.objects.create(
        registration=registration,
        session=session,
        state=state,
        children_came=children,
        method="sheet",
        at=session.starts_at if state == "came" else None,
    )


@pytest.fixture
def classes():
    """May: a lecture of three, one of whom stayed away. June: pupils at a school, a desk."""
    law = CategoryFactory(programme="labour_law")
    lecture = make_course(now=THEN, slug="lecture", category=law)
    attended(lecture)
    attended(lecture, children=2)
    attended(lecture, state="absent")
    for slug, group, adults, children in (("school", "students", 3, 80), ("desk", "anyone", 9, 0)):
        course = make_course(
            now=THEN,
            days=20,
            slug=slug,
            category=law
            if slug == "school"
            else CategoryFactory(slug="desks", programme="outreach_desk"),
            kind="outreach",
            audience_group=group,
            takes_registrations=False,
            capacity=0,
        )
        [session] = course.sessions.all()
        record_head_count(session, adults=adults, children=children, by=None, now=session.ends_at)


def test_sessions_and_seats_are_counted_on_their_days_in_seoul(member):
    course = make_course(now=THEN)
    [session] = course.sessions.all()
    day = session.starts_at.astimezone(SEOUL).date()
    assert sessions_held(day, day) == 1
    assert sessions_held(day + timedelta(days=1), day + timedelta(days=31)) == 0
    course.sessions.update(status="cancelled")
    assert sessions_held(day, day) == 0
    taken = registrations.register(course, person=member, by=member, now=THEN)
    registrations.cancel(taken, by=member, now=THEN)
    today = THEN.date()
    assert seats_given(today, today) == 1
    assert seats_given(today - timedelta(days=9), today - timedelta(days=1)) == 0


def test_what_is_still_to_come_or_was_never_shown_is_not_held():
    [session] = make_course(now=THEN, slug="a").sessions.all()
    make_course(now=THEN, slug="b", publish=False)
    days = (MAY, date(2019, 5, 31))
    assert figures_held.held_sessions(*days, now=session.starts_at).count() == 0
    assert figures_held.held_sessions(*days, now=session.ends_at).count() == 1


def test_only_those_who_came_are_counted_children_apart(classes):
    totals = {name: figures_held.total(name, *YEAR) for name in figures_held.MEASURES}
    assert totals == {"sessions": 3, "participants": 96, "adults": 14, "children": 82}


@pytest.mark.parametrize(
    ("measure", "dimension", "expected"),
    [
        ("sessions", "programme", {"labour_law": {MAY: 1, JUNE: 1}, "outreach_desk": {JUNE: 1}}),
        ("sessions", "way", {"coming": {MAY: 1}, "outreach": {JUNE: 2}}),
        (
            "participants",
            "programme",
            {"labour_law": {MAY: 4, JUNE: 83}, "outreach_desk": {JUNE: 9}},
        ),
        ("adults", "way", {"coming": {MAY: 2}, "outreach": {JUNE: 12}}),
        (
            "children",
            "audience",
            {"parents": {MAY: 2}, "students": {JUNE: 80}, "anyone": {JUNE: 0}},
        ),
    ],
)
def test_figures_are_told_apart_by_month(classes, measure, dimension, expected):
    assert figures_held.by_month(measure, dimension, *YEAR) == expected


def test_the_parts_of_each_dimension_add_up_to_the_whole(classes):
    for metric in contributions():
        for dimension in metric.dimensions:
            found = metric.break_down(dimension.name, *YEAR)
            assert found.keys() <= dict(dimension.parts()).keys()
            parts = sum(sum(months.values()) for months in found.values())
            assert parts == metric.measure(*YEAR), (metric.key, dimension.name)


def test_the_records_behind_a_figure_are_exactly_those_counted(classes, staff_client):
    client = staff_client("coordinator")
    participants = next(one for one in contributions() if one.key == "events.participants")
    for dimension in participants.dimensions:
        for part, months in participants.break_down(dimension.name, *YEAR).items():
            page = client.get(participants.records(dimension.name, part, *YEAR))
            totals = page.context["totals"]
            assert totals["adults"] + totals["children"] == sum(months.values()), part


def test_plans_are_summed_by_programme_and_by_way():
    for programme, way, courses, people, children in (
        ("labour_law", "coming", 8, 400, 0),
        ("labour_law", "outreach", 8, 400, 300),
        ("healing", "", None, 20, None),
    ):
        Plan.objects.create(
            year=2019,
            programme=programme,
            way=way,
            courses=courses,
            participants=people,
            children=children,
        )
    assert figures_held.planned("sessions", 2019, "") == {"": 16}
    assert figures_held.planned("participants", 2019, "") == {"": 820}
    assert figures_held.planned("participants", 2019, "programme") == {
        "labour_law": 800,
        "healing": 20,
    }
    assert figures_held.planned("adults", 2019, "way") == {"coming": 400, "outreach": 100}
    assert figures_held.planned("children", 2019, "programme") == {"labour_law": 300}
    assert figures_held.planned("sessions", 2019, "audience") == {}
    assert figures_held.planned("sessions", 2018, "") == {}


def test_a_figure_told_apart_asks_as_often_for_many_sessions(classes):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            for name in figures_held.MEASURES:
                figures_held.by_month(name, "programme", *YEAR)
        return len(queries)

    few = asked()
    for number in range(20):
        make_course(now=THEN, slug=f"more-{number}")
    assert asked() == few == 1 + 2 + 2 + 4


def test_adults_and_children_who_came_are_counted_by_the_day(member):
    course = make_course()
    [session] = course.sessions.all()
    taken = registrations.register(course, person=member, by=member, now=NOW)
    Registration.objects.filter(pk=taken.pk).update(childcare_places=2)
    taken.refresh_from_db()
    day = session.starts_at.astimezone().date()

    def counted(first, last):
        return [figures_held.total(name, first, last) for name in ("adults", "children")]

    assert counted(day, day) == [0, 0]
    check_in(taken, session, by=None, now=session.starts_at, method="name", children=2)
    assert counted(day, day) == [1, 2]
    assert counted(day + timedelta(days=1), day + timedelta(days=31)) == [0, 0]


def test_the_worker_closes_what_is_over_and_was_kept(member):
    now = timezone.now()
    course = make_course(now=now)
    kept, not_kept = course.sessions.get(), make_course(now=now, slug="b").sessions.get()
    came, missing = (
        registrations.register(course, person=person, by=person, now=now)
        for person in (member, UserFactory())
    )
    registrations.register(not_kept.course, person=member, by=member, now=now)
    Session.objects.update(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=2))
    Registration.objects.update(confirmed_at=now - timedelta(days=2))
    kept.refresh_from_db()
    check_in(came, kept, by=None, now=kept.starts_at, method="name")
    letters = OutboxMessage.objects.count()
    close_yesterday()
    close_yesterday()
    assert dict(Attendance.objects.values_list("registration_id", "state")) == {
        came.pk: "came",
        missing.pk: "absent",
    }
    assert OutboxMessage.objects.count() == letters
