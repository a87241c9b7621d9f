"""Changing a registration: the letter about it, and what staff looked at."""

import pytest

from cms.audit.models import Entry
from cms.mail.models import OutboxMessage
from events.domain import changes, registrations
from events.domain.claims import Guest, NamedChild
from events.domain.refusals import ChangedMeanwhile, ChildcareFull, NotRegistered
from tests.events.factories import NOW, make_course, people

pytestmark = pytest.mark.django_db
ONE, TWO = [NamedChild("새론", 2021)], [NamedChild("새론", 2021), NamedChild("가람", 2020)]


@pytest.fixture
def staff(staff_user):
    return staff_user("coordinator")


@pytest.fixture
def course():
    return make_course(capacity=3, childcare_capacity=2)


def register(course, person, **claim):
    return registrations.register(course, person=person, by=person, now=NOW, **claim)


def letters():
    return OutboxMessage.objects.filter(template="events.changed")


def by_staff(found, staff, **change):
    return changes.change_registration(found, by=staff, now=NOW, any_time=True, **change)


def test_staff_change_with_a_reason_that_stands_in_the_log_and_the_letter(course, staff, member):
    found = register(course, member)
    by_staff(found, staff, children=TWO, answers={"a": "b"}, reason="전화로 부탁함", version=1)
    course.refresh_from_db()
    assert (found.childcare_places, course.childcare_taken, found.answers) == (2, 2, {"a": "b"})
    entries = Entry.objects.filter(action__in=["events.registration.children",
                                               "events.registration.answers"])  # fmt: skip
    assert [(entry.by, entry.note) for entry in entries] == [(staff, "전화로 부탁함")] * 2
    letter = letters().get()
    said = {name: letter.context[name] for name in ("by_staff", "reason", "places_before")}
    assert (letter.to_user, said) == (
        member, {"by_staff": True, "reason": "전화로 부탁함", "places_before": 0},
    )  # fmt: skip


def test_a_member_gets_the_same_letter_about_an_own_change(course, member):
    found = register(course, member, children=ONE)
    changes.change_registration(found, by=member, now=NOW, children=[])
    letter = letters().get()
    assert (letter.to_user, letter.context["by_staff"], letter.context["reason"]) == (
        member, False, "",
    )  # fmt: skip
    assert (letter.context["places_before"], letter.context["childcare_places"]) == (1, 0)


def test_a_guest_is_changed_and_gets_none(course, staff):
    found = registrations.register(
        course, person=None, guest=Guest("달", "010-1"), by=staff, now=NOW, any_time=True
    )
    by_staff(found, staff, children=ONE, reason="전화")
    assert (found.childcare_places, letters().count()) == (1, 0)


def test_what_changes_nothing_is_neither_recorded_nor_told(course, staff, member):
    found = register(course, member, children=ONE, answers={"a": "b"})
    by_staff(found, staff, children=ONE, answers={"a": "b"}, reason="그대로", version=99)
    assert (found.version, letters().count()) == (1, 0)
    assert not Entry.objects.filter(action__startswith="events.registration.c").exists()


def test_what_another_changed_since_is_not_written_over(course, staff, member):
    found = register(course, member, children=ONE)
    seen = found.version
    changes.change_registration(found, by=member, now=NOW, children=[])
    with pytest.raises(ChangedMeanwhile):
        by_staff(found, staff, children=TWO, reason="전화", version=seen)
    found.refresh_from_db()
    assert (found.childcare_places, letters().count()) == (0, 1)
    by_staff(found, staff, children=TWO, reason="전화", version=found.version)
    assert found.childcare_places == 2


def test_sent_twice_is_done_once(course, staff, member):
    found = register(course, member)
    for _time in range(2):
        by_staff(found, staff, children=TWO, reason="전화", version=1)
    assert Entry.objects.filter(action="events.registration.children").count() == 1
    assert letters().count() == 1


def test_places_that_are_not_there_change_nothing(course, staff, member):
    (other,) = people(1)
    register(course, other, children=ONE)
    found = register(course, member)
    with pytest.raises(ChildcareFull):
        by_staff(found, staff, children=TWO, answers={"a": "b"}, reason="전화")
    found.refresh_from_db()
    course.refresh_from_db()
    assert (found.answers, found.childcare_places, course.childcare_taken) == ({}, 0, 1)
    assert (found.children.count(), letters().count()) == (0, 0)


def test_who_cancelled_meanwhile_is_not_changed(course, staff, member):
    found = register(course, member)
    registrations.cancel(found, by=member, now=NOW)
    with pytest.raises(NotRegistered):
        by_staff(found, staff, children=ONE, reason="전화", version=1)
