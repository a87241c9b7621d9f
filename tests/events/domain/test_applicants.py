import pytest

from cms.audit.models import Entry
from cms.mail.models import OutboxMessage
from events.domain import applicants, registrations
from events.domain.claims import NamedChild
from events.domain.refusals import (
    AlreadyRegistered,
    ApplyInstead,
    ChildcareFull,
    ChildOutsideAges,
    Closed,
    Full,
    NotApplied,
)
from tests.events.factories import NOW, make_course, people

pytestmark = pytest.mark.django_db
SAERON = NamedChild("새론", 2021)


@pytest.fixture
def staff(staff_user):
    return staff_user("coordinator")


def lottery(**fields):
    return make_course(**{"admission": "lottery", **fields})


def apply(course, person, now=NOW, **claim):
    return registrations.register(course, person=person, by=person, now=now, **claim)


def counters(course):
    course.refresh_from_db()
    return course.taken, course.childcare_taken, course.waiting


@pytest.mark.parametrize("admission", ["lottery", "approval"])
def test_registering_for_a_course_that_chooses_is_an_application_and_takes_nothing(
    member, admission
):
    course = make_course(admission=admission, capacity=1, childcare_capacity=1)
    for person in [member, *people(2)]:
        found = apply(course, person, children=[SAERON, NamedChild("가람", 2020)])
        assert (found.state, found.childcare_places) == ("applied", 2)
    assert counters(course) == (0, 0, 0)
    assert {mail.template for mail in OutboxMessage.objects.all()} == {"events.applied"}
    assert Entry.objects.filter(action="events.registration.applied").count() == 3
    with pytest.raises(AlreadyRegistered):
        apply(course, member)


def test_applying_checks_the_window_and_the_ages(member):
    course = lottery(childcare_capacity=2, childcare_from_age=3, childcare_to_age=7)
    with pytest.raises(Closed):
        apply(course, member, now=course.registration_closes_at)
    with pytest.raises(ChildOutsideAges) as refusal:
        apply(course, member, children=[NamedChild("새론", 2025)])
    assert "2019" in str(refusal.value)
    assert "2023" in str(refusal.value)
    assert course.registrations.count() == 0


def test_nobody_queues_for_a_course_that_draws(member):
    with pytest.raises(ApplyInstead):
        registrations.join_waiting_list(lottery(), person=member, by=member, now=NOW)


def test_applicants_are_seated_until_seats_or_childcare_places_run_out(staff):
    course = lottery(capacity=2, childcare_capacity=1)
    first, second, third, fourth = (
        apply(course, person, children=children)
        for person, children in zip(people(4), ([SAERON], [SAERON], [], []), strict=True)
    )
    seated = applicants.seat_applicant(first, by=staff, now=NOW)
    assert (seated.state, seated.confirmed_at) == ("confirmed", NOW)
    with pytest.raises(ChildcareFull):
        applicants.seat_applicant(second, by=staff, now=NOW)
    applicants.seat_applicant(third, by=staff, now=NOW)
    with pytest.raises(Full):
        applicants.seat_applicant(fourth, by=staff, now=NOW)
    second.refresh_from_db()
    assert second.state == "applied"
    assert counters(course) == (2, 1, 0)
    with pytest.raises(NotApplied):
        applicants.seat_applicant(first, by=staff, now=NOW)
    mail = OutboxMessage.objects.filter(template="events.admitted").order_by("pk").first()
    assert [one["content_type"] for one in mail.attachments] == [
        "text/calendar; charset=utf-8; method=REQUEST"
    ]


def test_a_queued_applicant_waits_at_the_end_and_moves_up_where_there_is_room(staff):
    course = lottery(capacity=1)
    one, two, three = (apply(course, person) for person in people(3))
    applicants.seat_applicant(one, by=staff, now=NOW)
    waits = applicants.queue_applicant(two, by=staff, now=NOW)
    assert (waits.state, waits.waiting_number) == ("waiting", 1)
    assert applicants.queue_applicant(three, by=staff, now=NOW).waiting_number == 2
    assert counters(course) == (1, 0, 2)
    (moved,) = registrations.cancel(one, by=staff, now=NOW)
    assert moved == two
    (four,) = people(1)
    later = apply(course, four)
    registrations.cancel(two, by=staff, now=NOW)
    three.refresh_from_db()
    registrations.cancel(three, by=staff, now=NOW)
    assert applicants.queue_applicant(later, by=staff, now=NOW).state == "confirmed"
    assert counters(course) == (1, 0, 0)


def test_a_declined_applicant_reads_why(staff, member):
    found = apply(lottery(), member)
    declined = applicants.decline_applicant(found, by=staff, now=NOW, reason="정원 초과")
    assert (declined.state, declined.cancel_reason) == ("declined", "정원 초과")
    mail = OutboxMessage.objects.get(template="events.declined")
    assert mail.context["reason"] == "정원 초과"
    with pytest.raises(NotApplied):
        applicants.queue_applicant(found, by=staff, now=NOW)


def test_staff_choose_by_adding_and_add_to_a_draw_only_before_it_closes(staff, member):
    chosen = registrations.register(
        make_course(admission="approval"), person=member, by=staff, now=NOW, any_time=True
    )
    assert chosen.state == "confirmed"
    course = lottery()
    one, two = people(2)
    before = registrations.register(course, person=one, by=staff, now=NOW, any_time=True)
    after = registrations.register(
        course, person=two, by=staff, now=course.registration_closes_at, any_time=True
    )
    assert (before.state, after.state) == ("applied", "confirmed")


def test_an_application_can_be_withdrawn(member):
    course = lottery()
    found = apply(course, member)
    assert registrations.cancel(found, by=member, now=NOW) == []
    found.refresh_from_db()
    assert found.state == "cancelled"
    assert counters(course) == (0, 0, 0)
