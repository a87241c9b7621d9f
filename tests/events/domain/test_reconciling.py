from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cms.audit.models import Entry
from events.domain import forgetting, reconciling, registrations
from events.domain.claims import Guest, NamedChild
from events.models import Course, RegisteredChild
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
