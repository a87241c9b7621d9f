from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cms.audit.models import Entry
from events.domain import forgetting, reconciling, registrations
from events.domain.claims import Guest, NamedChild
from events.models import Course, RegisteredChild, Registration, Series
from plugins.api import RetentionRule
from plugins.registry import contributions
from tests.events.factories import NOW, make_course, people

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("reconcileseats", *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def course():
    made = make_course(capacity=2, childcare_capacity=2)
    one, two, three = people(3)
    registrations.register(made, person=one, by=one, now=NOW, children=[NamedChild("새론", 2021)])
    registrations.register(made, person=two, by=two, now=NOW)
    registrations.join_waiting_list(made, person=three, by=three, now=NOW)
    return made


def test_what_the_domain_does_agrees(course):
    assert reconciling.differences() == []
    assert "agree" in run()


def test_planted_errors_are_found_and_mended(course):
    Course.objects.filter(pk=course.pk).update(taken=1, childcare_taken=2, waiting=5)
    (found,) = reconciling.differences()
    assert str(found) == f"{course.slug}: taken 1 != 2, childcare_taken 2 != 1, waiting 5 != 1"
    with pytest.raises(CommandError):
        run()
    run("--mend")
    course.refresh_from_db()
    assert (course.taken, course.childcare_taken, course.waiting) == (2, 1, 1)
    assert Entry.objects.get(action="events.course.counters_mended").before["waiting"] == 5
    assert reconciling.mend(found, by=None) is False


def test_a_number_of_the_queue_is_never_given_out_twice(course):
    Course.objects.filter(pk=course.pk).update(waiting_issued=0)
    run("--mend")
    course.refresh_from_db()
    assert course.waiting_issued == 1


def test_names_go_after_their_time_and_numbers_stay(course, staff_user):
    staff = staff_user("coordinator")
    registrations.cancel(course.registrations.last(), by=staff, now=NOW)
    guest = registrations.join_waiting_list(
        course, person=None, guest=Guest("달", "010-1234-5678"), by=staff, now=NOW, any_time=True
    )
    early = course.ends_at
    assert forgetting.forget_children(early) == []
    assert forgetting.forget_guests(early) == []
    late = early + timedelta(seconds=1)
    assert len(forgetting.forget_children(late)) == 1
    assert forgetting.forget_guests(late) == [str(guest.pk)]
    assert forgetting.forget_guests(late) == []
    guest.refresh_from_db()
    assert (guest.guest_name, guest.guest_phone) == ("–", "–")
    assert RegisteredChild.objects.count() == 0
    assert reconciling.differences() == []


@pytest.fixture
def limited():
    return Series.objects.create(name="인문학", slug="humanities", one_per_person=True)


def in_series(series, person, **fields):
    course = make_course(series=series, **fields)
    return registrations.register(course, person=person, by=person, now=NOW)


def test_limits_the_domain_keeps_agree(limited, member, staff_user):
    found = in_series(limited, member)
    registrations.register(
        found.course, person=None, guest=Guest("달", "010"), by=staff_user("coordinator"), now=NOW,
        any_time=True,
    )  # fmt: skip
    registrations.cancel(found, by=member, now=NOW)
    in_series(limited, member)
    in_series(Series.objects.create(name="다른", slug="other"), people(1)[0])
    assert reconciling.unlimited() == []
    assert "limits agree" in run()


def test_a_limit_that_is_not_kept_is_found_and_mended(limited, member):
    found, plain = in_series(limited, member), make_course()
    other = registrations.register(plain, person=member, by=member, now=NOW)
    Registration.objects.filter(pk=found.pk).update(limited_series=None)
    Registration.objects.filter(pk=other.pk).update(limited_series=limited)
    assert sorted(map(str, reconciling.unlimited())) == sorted(
        f"{one.slug}: limited_series of 1 registrations" for one in (found.course, plain)
    )
    with pytest.raises(CommandError, match="in 2 courses"):
        run()
    run("--mend")
    found.refresh_from_db()
    other.refresh_from_db()
    assert (found.limited_series, other.limited_series) == (limited, None)
    assert reconciling.unlimited() == []
    entries = Entry.objects.filter(action="events.course.limits_mended")
    assert [entry.after for entry in entries] == [{"number": 1}, {"number": 1}]
    assert reconciling.mend_limits(by=None) == []
    assert entries.count() == 2


def test_another_series_than_the_courses_own_is_found_too(limited, member):
    found = in_series(limited, member)
    other = Series.objects.create(name="다른", slug="other", one_per_person=True)
    Registration.objects.filter(pk=found.pk).update(limited_series=other)
    assert len(reconciling.unlimited()) == 1
    assert reconciling.mend_limits(by=None) == []
    found.refresh_from_db()
    assert found.limited_series == limited


def test_a_guest_counts_against_no_limit(limited, staff_user):
    course = make_course(series=limited)
    guest = registrations.register(
        course, person=None, guest=Guest("달", "010"), by=staff_user("coordinator"), now=NOW,
        any_time=True,
    )  # fmt: skip
    Registration.objects.filter(pk=guest.pk).update(limited_series=limited)
    assert [one.number for one in reconciling.unlimited()] == [1]
    run("--mend")
    guest.refresh_from_db()
    assert guest.limited_series is None


def test_who_is_in_two_courses_of_a_series_is_left_to_a_person(limited, member):
    first, second = in_series(None, member), in_series(None, member)
    Course.objects.filter(pk__in=[first.course_id, second.course_id]).update(series=limited)
    with pytest.raises(CommandError, match="in 1 courses"):
        run("--mend")
    assert [one.course for one in reconciling.unlimited()] == [second.course]
    assert not Entry.objects.filter(
        action="events.course.limits_mended", subject_id=str(second.course_id)
    ).exists()


def test_a_guests_answers_go_with_the_name_at_half_a_year_and_not_before(staff_user):
    made = make_course(capacity=3)
    staff = staff_user("coordinator")
    guest, twin = (
        registrations.register(
            made, person=None, guest=Guest(name, "010-1234-5678"), by=staff, now=NOW,
            any_time=True, answers={"hope": "알레르기 있음"},
        )
        for name in ("달", "별")
    )  # fmt: skip
    registrations.cancel(twin, by=staff, now=NOW, reason="아이가 아픔")
    [rule] = [one for one in contributions(RetentionRule) if one.key == "events.guests"]
    assert (rule.days, rule.destroy(made.ends_at - timedelta(seconds=1))) == (180, [])
    assert rule.destroy(made.ends_at) == []
    guest.refresh_from_db()
    assert guest.answers == {"hope": "알레르기 있음"}
    assert sorted(rule.destroy(made.ends_at + timedelta(seconds=1))) == sorted(
        [str(guest.pk), str(twin.pk)]
    )
    for one in (guest, twin):
        one.refresh_from_db()
        assert (one.answers, one.guest_name, one.cancel_reason) == ({}, "–", "")
    assert rule.destroy(made.ends_at + timedelta(days=1)) == []


def test_a_members_answers_go_by_their_own_rule_and_the_registration_stays(member):
    made = make_course()
    found = registrations.register(
        made, person=member, by=member, now=NOW, answers={"hope": "알레르기 있음"}
    )
    late = made.ends_at + timedelta(seconds=1)
    assert forgetting.forget_guests(late) == []
    assert forgetting.forget_answers(made.ends_at) == []
    assert forgetting.forget_answers(late) == [str(found.pk)]
    assert forgetting.forget_answers(late) == []
    found.refresh_from_db()
    assert (found.answers, found.person, found.state) == ({}, member, "confirmed")
