"""Registering by the pages: with children, with questions, and when it does not work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.mail.models import OutboxMessage
from events.domain import courses, offers, registrations
from events.domain.claims import NamedChild
from events.models import Registration
from members.models import Purpose
from members.queries import has_consented
from tests.events.factories import make_course, people
from tests.members.factories import ChildFactory

pytestmark = pytest.mark.django_db
QUESTIONS = [
    {"type": "short_text", "value": {"key": "hope", "label": "바라는 점", "required": True}},
    {"type": "files", "value": {"key": "paper", "label": "서류", "required": True}},
]


@pytest.fixture
def now():
    return timezone.now()


def year(course, age):
    return timezone.localtime(course.starts_at).year - age


def address(course):
    return reverse("events:register", args=[course.slug])


def cared(now, **fields):
    ages = {"childcare_from_age": 3, "childcare_to_age": 9, "childcare_capacity": 4}
    return make_course(now=now, **{**ages, **fields})


def test_one_press_is_enough_where_nothing_is_asked(member_client, now):
    course = make_course(now=now)
    page = member_client.get(course.get_absolute_url()).content.decode()
    assert f'<form method="post" action="{address(course)}"' in page
    member_client.post(address(course))
    assert course.registrations.get().is_confirmed


def test_where_something_is_asked_the_box_leads_to_the_form(member_client, now):
    course = cared(now)
    page = member_client.get(course.get_absolute_url()).content.decode()
    assert f'href="{address(course)}"' in page
    assert "30자리 남음 · 돌봄 4자리 남음" in page


def test_children_of_the_household_are_ticked_and_those_of_other_ages_left_out(member_client, now):
    course = cared(now)
    fits = ChildFactory(parent=member_client.member, name="새론", birth_year=year(course, 5))
    ChildFactory(parent=member_client.member, name="큰아이", birth_year=year(course, 12))
    page = member_client.get(address(course)).content.decode()
    assert "새론" in page
    assert "큰아이" not in page
    response = member_client.post(
        address(course), {"c-known": [f"{fits.birth_year}:새론"], "c-agrees": "on"}
    )
    found = course.registrations.get()
    assert response.url == reverse("events_my:registration", args=[found.reference])
    assert [child.name for child in found.children.all()] == ["새론"]
    assert has_consented(member_client.member, Purpose.CHILDREN)
    assert "새론 (" in member_client.get(response.url).content.decode()


def test_a_child_comes_only_with_consent_and_nothing_typed_is_lost(member_client, now):
    course = cared(now)
    typed = {"c-name_1": "가람", "c-year_1": year(course, 4)}
    response = member_client.post(address(course), typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="가람"' in page
    assert "동의해 주셔야 아이를 돌볼 수 있습니다." in page
    assert course.registrations.count() == 0
    assert not has_consented(member_client.member, Purpose.CHILDREN)
    member_client.post(address(course), {**typed, "c-agrees": "on"})
    assert course.registrations.get().childcare_places == 1


def test_a_name_without_a_year_is_asked_for(member_client, now):
    course = cared(now)
    response = member_client.post(address(course), {"c-name_1": "가람", "c-agrees": "on"})
    assert response.status_code == 422
    assert "태어난 해를 골라 주세요." in response.content.decode()


def test_childcare_full_is_told_with_both_ways_on(member_client, now):
    course = cared(now, childcare_capacity=1)
    (other,) = people(1)
    registrations.register(
        course,
        person=other,
        by=other,
        now=now,
        children=[NamedChild("새론", year(course, 5))],
    )
    typed = {"c-name_1": "가람", "c-year_1": year(course, 4), "c-agrees": "on"}
    response = member_client.post(address(course), typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert 'value="가람"' in page
    assert "돌봄 없이 신청하기" in page
    member_client.post(address(course), {**typed, "action": "wait"})
    waits = course.registrations.get(person=member_client.member)
    assert (waits.state, waits.childcare_places) == ("waiting", 1)
    registrations.cancel(waits, by=waits.person, now=timezone.now())
    member_client.post(address(course), {**typed, "action": "alone"})
    held = course.registrations.get(person=member_client.member, state="confirmed")
    assert held.childcare_places == 0


def test_questions_are_asked_kept_and_shown_and_files_are_not(member_client, now):
    course = make_course(now=now, questions=QUESTIONS)
    page = member_client.get(address(course)).content.decode()
    assert "바라는 점" in page
    assert "서류" not in page
    response = member_client.post(address(course), {})
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    response = member_client.post(address(course), {"q-hope": "질문 시간이 길었으면"})
    found = course.registrations.get()
    assert found.answers == {"hope": "질문 시간이 길었으면"}
    assert [item["key"] for section in found.form for item in section["items"]] == ["hope"]
    assert "질문 시간이 길었으면" in member_client.get(response.url).content.decode()


def test_closing_while_filling_in_keeps_what_was_typed(member_client, now):
    course = make_course(now=now, questions=QUESTIONS)
    courses.revise(course, {"registration_closes_at": now}, by=None, now=now)
    response = member_client.post(address(course), {"q-hope": "길게 적은 글"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "길게 적은 글" in page
    assert "적으신 내용은 아래에 그대로 있습니다." in page
    courses.cancel_course(course, by=None, now=now)
    response = member_client.post(address(course), {"q-hope": "길게 적은 글"})
    assert response.status_code == 409
    assert "길게 적은 글" in response.content.decode()


def test_pressing_twice_is_one_registration(member_client, now):
    course = cared(now)
    first = member_client.post(address(course))
    second = member_client.post(address(course))
    assert first.url == second.url
    assert course.registrations.count() == 1
    assert member_client.get(address(course)).url == first.url


def test_children_and_answers_are_changed_until_the_limit(member_client, now):
    course = cared(now, questions=QUESTIONS, cancel_until_hours=24)
    typed = {"c-name_1": "가람", "c-year_1": year(course, 4), "c-agrees": "on", "q-hope": "하나"}
    member_client.post(address(course), typed)
    found = course.registrations.get()
    change = reverse("events_my:change", args=[found.reference])
    page = member_client.get(change).content.decode()
    assert "가람" in page
    assert "하나" in page
    response = member_client.post(change, {"q-hope": "둘", "change": "1"})
    assert response.status_code == 302
    found.refresh_from_db()
    course.refresh_from_db()
    assert (found.childcare_places, found.answers) == (0, {"hope": "둘"})
    assert (course.taken, course.childcare_taken) == (1, 0)
    assert member_client.post(change, {"change": "1"}).status_code == 422
    courses.revise(course, {"cancel_until_hours": 24 * 30}, by=None, now=now)
    assert member_client.get(change).status_code == 302
    late = member_client.post(change, {"q-hope": "셋", "change": "1"})
    assert late.status_code == 409
    assert "셋" in late.content.decode()
    own = member_client.get(reverse("events_my:registration", args=[found.reference]))
    assert "못 오시게 되면 전화해 주세요" in own.content.decode()
    cancel = reverse("events_my:cancel", args=[found.reference])
    member_client.post(cancel)
    found.refresh_from_db()
    assert found.is_confirmed


def test_the_link_to_join_is_for_who_holds_a_seat(member_client, now):
    link = "https://meet.example/room"
    course = make_course(now=now, capacity=1, online_url=link)
    (other,) = people(1)
    seat = registrations.register(course, person=other, by=other, now=now)
    member = member_client.member
    waits = registrations.join_waiting_list(course, person=member, by=member, now=now)
    own = reverse("events_my:registration", args=[waits.reference])
    assert link not in member_client.get(own).content.decode()
    assert link not in member_client.get(course.get_absolute_url()).content.decode()
    registrations.cancel(seat, by=other, now=now)
    assert link in member_client.get(own).content.decode()


@pytest.mark.parametrize(("answer", "state"), [("take", "confirmed"), ("leave", "cancelled")])
def test_an_offered_seat_is_answered_on_one_page(member_client, now, answer, state):
    course = make_course(now=now, capacity=1, promotion="offer")
    (other,) = people(1)
    seat = registrations.register(course, person=other, by=other, now=now)
    member = member_client.member
    found = registrations.join_waiting_list(course, person=member, by=member, now=now)
    registrations.cancel(seat, by=other, now=now)
    page = reverse("events_my:offer", args=[found.reference])
    assert "자리 받기" in member_client.get(page).content.decode()
    assert page in member_client.get(course.get_absolute_url()).content.decode()
    member_client.post(page, {"answer": answer})
    found.refresh_from_db()
    assert found.state == state
    assert member_client.get(page).status_code == 302


def test_an_offer_too_old_is_told(member_client, now):
    course = make_course(now=now, capacity=1, promotion="offer")
    (other,) = people(1)
    seat = registrations.register(course, person=other, by=other, now=now)
    member = member_client.member
    found = registrations.join_waiting_list(course, person=member, by=member, now=now)
    registrations.cancel(seat, by=other, now=now)
    offers.expire(now=now + timedelta(hours=30))
    own = member_client.get(reverse("events_my:registration", args=[found.reference]))
    assert "맡아 둔 자리가 다음 분에게 넘어갔습니다" in own.content.decode()


def test_applying_says_what_happens_next(member_client, now):
    course = make_course(now=now, admission="lottery")
    assert "지원하기" in member_client.get(course.get_absolute_url()).content.decode()
    response = member_client.post(address(course))
    page = member_client.get(response.url).content.decode()
    assert "지원을 받았습니다" in page
    assert "그다음 추첨하고" in page
    assert "지원 거두기" in page


def test_staff_add_a_guest_with_a_child_and_answers(staff_client, now):
    client = staff_client("coordinator")
    course = cared(now, questions=QUESTIONS, capacity=1)
    screen = reverse("courses:registrants", args=[course.pk])
    typed = {
        "guest_name": "초승달",
        "guest_phone": "010 1234 5678",
        "c-name_1": "가람",
        "c-year_1": year(course, 4),
        "c-agrees": "on",
        "q-hope": "전화로 물음",
    }
    assert client.post(screen, {**typed, "guest_phone": ""}).status_code == 422
    assert client.post(screen, {**typed, "email": "a@b.example"}).status_code == 422
    assert client.post(screen, {}).status_code == 422
    assert client.post(screen, typed).status_code == 302
    found = course.registrations.get()
    assert (found.guest_phone, found.answers) == ("010-1234-5678", {"hope": "전화로 물음"})
    assert found.children.get().name == "가람"
    page = client.get(screen).content.decode()
    assert "초승달" in page
    assert "010-1234-5678" in page
    full = client.post(screen, typed)
    assert full.status_code == 409
    assert 'value="초승달"' in full.content.decode()
    assert client.post(screen, {**typed, "wait": "on"}).status_code == 302
    assert "아무도 올라가지 않습니다: 빈자리가 없습니다." in client.get(screen).content.decode()
    assert OutboxMessage.objects.count() == 0
    export = client.post(
        reverse("courses:export", args=[course.pk, "csv"]), {"reason": "출석부를 만들려고"}
    )
    assert "초승달" in b"".join(export).decode() if export.streaming else export.content.decode()


def test_staff_cancel_for_a_guest(staff_client, now):
    client = staff_client("coordinator")
    course = make_course(now=now, cancel_until_hours=24 * 30)
    registrations.register(
        course,
        person=None,
        guest=registrations.Guest("초승달", "010-1234-5678"),
        by=client.user,
        now=now,
        any_time=True,
    )
    found = Registration.objects.get()
    client.post(reverse("courses:cancel_registration", args=[found.pk]), {"reason": "전화"})
    found.refresh_from_db()
    assert found.state == "cancelled"
