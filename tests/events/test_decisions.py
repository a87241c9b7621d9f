"""What stands under "To decide", and that each line leads to the right screen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from events import decisions
from events.domain import registrations
from events.models import Attendance, Course, Registration
from tests.events.factories import NOW, make_course, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def lines(now=NOW):
    return [(one.action, one.course, one.tone) for one in decisions.decisions(now)]


def put(course, state, count=1, **fields):
    for person in people(count):
        Registration.objects.create(course=course, person=person, state=state, **fields)


def test_nothing_to_decide_is_an_empty_list():
    make_course()
    assert lines() == []


def test_too_few_are_asked_about_before_the_day_of_decision():
    course = make_course(minimum=5, decide_by=NOW + timedelta(days=4))
    assert lines() == []
    assert lines(NOW + timedelta(days=1)) == [("Decide", course.title_en, "warning")]
    assert lines(NOW + timedelta(days=4)) == [("Decide", course.title_en, "danger")]
    Course.objects.filter(pk=course.pk).update(taken=5)
    assert lines(NOW + timedelta(days=4)) == []


def test_without_a_day_of_decision_the_week_before_the_start_counts():
    make_course(minimum=5, days=9)
    assert lines() == []
    assert len(lines(NOW + timedelta(days=2))) == 1


def test_a_lottery_is_drawn_once_registration_has_closed():
    course = make_course(admission="lottery", capacity=3)
    put(course, "applied", 5)
    assert lines() == []
    (line,) = decisions.decisions(course.registration_closes_at)
    assert (line.action, line.tone) == ("Draw", "danger")
    assert line.why.startswith("5 applicants for 3 seats")
    assert line.url == reverse("courses:registrants", args=[course.pk]) + "?state=applied"


def test_applicants_wait_for_an_answer_as_soon_as_there_are_any():
    course = make_course(admission="approval")
    assert lines() == []
    put(course, "applied", 2)
    assert lines() == [("Choose", course.title_en, "warning")]


def test_offers_that_end_today_are_told_of():
    course = make_course()
    put(course, "offered", offer_expires_at=NOW + timedelta(days=1))
    assert lines() == []
    put(course, "offered", offer_expires_at=NOW + timedelta(hours=11))
    (line,) = decisions.decisions(NOW)
    assert line.why == "1 offer not accepted yet, the first ends Sun 22 Nov 23:00"


def test_a_session_that_is_over_asks_who_came():
    course = make_course()
    (person,) = people(1)
    seat = registrations.register(course, person=person, by=person, now=NOW)
    session = course.sessions.get()
    assert lines(session.ends_at - timedelta(seconds=1)) == []
    assert lines(session.ends_at) == [("Enter", course.title_en, "warning")]
    Attendance.objects.create(registration=seat, session=session, state="absent", method="staff")
    assert lines(session.ends_at) == []


def test_the_last_seats_are_told_of_and_the_pressing_comes_first():
    full = make_course(capacity=10, title="거의 참")
    Course.objects.filter(pk=full.pk).update(taken=9)
    few = make_course(minimum=5, title="부족", title_en="Few", decide_by=NOW)
    found = decisions.decisions(NOW)
    assert [one.tone for one in found] == ["danger", "info"]
    assert found[0].url == reverse("courses:overview", args=[few.pk])


def test_what_is_cancelled_or_begun_needs_no_decision():
    course = make_course(minimum=5, decide_by=NOW)
    assert len(lines()) == 1
    assert lines(course.starts_at) == []
    Course.objects.update(status="cancelled")
    assert lines() == []


@pytest.mark.parametrize("count", [1, 3, 100])
def test_each_source_asks_once(django_assert_num_queries, count):
    for number in range(count):
        course = make_course(minimum=5, decide_by=NOW, title=f"강좌 {number}")
        put(course, "offered", offer_expires_at=NOW)
    with django_assert_num_queries(len(decisions.SOURCES)):
        assert len(decisions.decisions(NOW)) == 2 * count
