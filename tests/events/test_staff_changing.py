"""Staff change children and answers of a registration: the screen."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.mail.models import OutboxMessage
from cms.privacy.models import Look
from events.domain import changes, registrations
from events.domain.claims import Guest, NamedChild
from tests.events.factories import make_course, people

pytestmark = pytest.mark.django_db
HOPE = [{"type": "short_text", "value": {"key": "hope", "label": "바라는 점", "required": True}}]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def coordinator(staff_client):
    return staff_client("coordinator")


@pytest.fixture
def course(now):
    return make_course(now=now, capacity=3, childcare_capacity=2, questions=HOPE)


@pytest.fixture
def child(course):
    return NamedChild("새론", timezone.localtime(course.starts_at).year - 5)


@pytest.fixture
def found(course, member, now, child):
    return registrations.register(
        course, person=member, by=member, now=now, children=[child], answers={"hope": "전"}
    )


def address(registration):
    return reverse("courses:change_registration", args=[registration.pk])


def mark(child):
    return f"{child.birth_year}:{child.name}"


def typed(registration, **more):
    return {"version": registration.version, "reason": "전화로 부탁함", "q-hope": "전", **more}


def is_back_at_the_list(answer, course):
    return answer.url == reverse("courses:registrants", args=[course.pk])


def test_the_screen_shows_what_is_and_is_reached_from_the_list(coordinator, course, found):
    assert address(found) in coordinator.get(reverse("courses:registrants", args=[course.pk])).text
    page = coordinator.get(address(found)).text
    assert all(part in page for part in ("새론", 'value="전"', 'name="version" value="1"'))
    look = Look.objects.get(purpose="events.registration")
    assert (look.by_id, look.subject) == (coordinator.user.pk, found.reference)


def test_children_and_answers_are_changed_places_follow_and_the_person_is_told(
    coordinator, course, found, child
):
    new = {"c-name_1": "가람", "c-year_1": child.birth_year, "c-agrees": "on"}
    answer = coordinator.post(
        address(found), typed(found, **{"c-known": [mark(child)], "q-hope": "후"}, **new)
    )
    assert is_back_at_the_list(answer, course)
    found.refresh_from_db()
    course.refresh_from_db()
    assert (found.answers, found.childcare_places, course.childcare_taken) == ({"hope": "후"}, 2, 2)
    assert {one.name for one in found.children.all()} == {"새론", "가람"}
    letter = OutboxMessage.objects.get(template="events.changed")
    assert (letter.to_user, letter.context["reason"]) == (found.person, "전화로 부탁함")
    coordinator.post(address(found), typed(found, **{"q-hope": "후"}))
    course.refresh_from_db()
    assert course.childcare_taken == 0


def test_without_a_reason_nothing_is_changed_and_nothing_typed_lost(coordinator, found, child):
    answer = coordinator.post(
        address(found), typed(found, **{"reason": " ", "q-hope": "후", "c-name_1": "가람"})
    )
    assert answer.status_code == 422
    assert all(part in answer.text for part in ('value="후"', 'value="가람"'))
    found.refresh_from_db()
    assert (found.answers, found.childcare_places) == ({"hope": "전"}, 1)


def test_a_new_child_needs_the_guardians_word_and_one_who_was_named_does_not(
    coordinator, found, child
):
    kept = typed(found, **{"c-known": [mark(child)], "q-hope": "후"})
    assert coordinator.post(address(found), kept).status_code == 302
    found.refresh_from_db()
    new = typed(found, **{"c-name_1": "가람", "c-year_1": child.birth_year, "q-hope": "후"})
    refused = coordinator.post(address(found), new)
    assert (refused.status_code, 'value="가람"' in refused.text) == (422, True)
    assert list(refused.context["changing"].children.errors) == ["agrees"]
    assert coordinator.post(address(found), {**new, "c-agrees": "on"}).status_code == 302
    assert [one.name for one in found.children.all()] == ["가람"]


def test_a_guests_children_are_named_with_their_guardians_word(coordinator, course, now, child):
    guest = registrations.register(
        course, person=None, guest=Guest("달", "010-1234-5678"), by=coordinator.user, now=now,
        any_time=True,
    )  # fmt: skip
    new = typed(guest, **{"c-name_1": child.name, "c-year_1": child.birth_year})
    assert coordinator.post(address(guest), new).status_code == 422
    answer = coordinator.post(address(guest), {**new, "c-agrees": "on"}, follow=True)
    assert "손님에게는 메일이 가지 않으니" in answer.text
    guest.refresh_from_db()
    assert (guest.childcare_places, guest.answers) == (1, {"hope": "전"})
    assert not OutboxMessage.objects.filter(template="events.changed").exists()


def test_no_room_is_told_with_everything_as_typed(coordinator, course, found, child, now):
    (other,) = people(1)
    registrations.register(course, person=other, by=other, now=now, children=[child])
    new = {"c-known": [mark(child)], "c-name_1": "가람", "c-year_1": child.birth_year}
    answer = coordinator.post(address(found), typed(found, **new, **{"c-agrees": "on"}))
    assert answer.status_code == 409
    assert all(part in answer.text for part in ('value="가람"', "전화로 부탁함", "checked"))
    found.refresh_from_db()
    assert found.childcare_places == 1


def test_two_tabs_the_second_is_told_and_loses_nothing(coordinator, found, child, now):
    stale = typed(found, **{"c-known": [mark(child)], "q-hope": "둘째"})
    changes.change_registration(
        found, by=found.person, now=now, children=[], answers={"hope": "첫째"}
    )
    answer = coordinator.post(address(found), {**stale, "c-agrees": "on"})
    assert (answer.status_code, answer.context["is_newer"]) == (409, True)
    assert f'name="version" value="{found.version}"' in answer.text
    assert all(part in answer.text for part in ('value="둘째"', "새론", "전화로 부탁함"))
    found.refresh_from_db()
    assert (found.answers, found.childcare_places) == ({"hope": "첫째"}, 0)
    again = {**stale, "c-agrees": "on", "version": found.version}
    assert coordinator.post(address(found), again).status_code == 302
    found.refresh_from_db()
    assert (found.answers, found.childcare_places) == ({"hope": "둘째"}, 1)


def test_pressed_twice_is_one_change(coordinator, course, found):
    posted = typed(found, **{"q-hope": "후"})
    for _time in range(2):
        assert is_back_at_the_list(coordinator.post(address(found), posted), course)
    assert OutboxMessage.objects.filter(template="events.changed").count() == 1


@pytest.mark.parametrize("bad", ["x", ":", "2021:", "20211:새론", "²⁰²¹:새론", f"2021:{'가' * 21}"])
def test_what_is_no_child_is_no_child(coordinator, found, bad):
    answer = coordinator.post(address(found), typed(found, **{"c-known": [bad], "c-agrees": "on"}))
    assert answer.status_code == 422


def test_only_who_may_change_registrations_gets_in(staff_client, found):
    for role in ("editor", "accountant"):
        client = staff_client(role)
        assert client.get(address(found)).status_code in {302, 403}
        assert client.post(address(found), typed(found)).status_code in {302, 403}
    found.refresh_from_db()
    assert found.childcare_places == 1
