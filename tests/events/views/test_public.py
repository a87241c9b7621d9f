from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.domain import courses, registrations, sessions
from events.models import Category, CourseState, Registration
from tests.events.factories import VenueFactory, alike, live_now, make_course, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def rows(response):
    return [row["title"] for row in response.context["rows"]]


def test_list_shows_coming_courses_the_soonest_first(client, now):
    later = make_course(now=now, days=9, title="나중")
    sooner = make_course(now=now, days=2, title="먼저")
    make_course(now=now, days=3, title="비공개", publish=False)
    make_course(now=now - timedelta(days=30), days=2, title="지난")
    courses.cancel_course(make_course(now=now, title="취소"), by=None, now=now)
    assert rows(client.get("/classes/")) == [sooner.title, later.title]


def test_list_is_narrowed_by_each_filter(client, now):
    humanities = Category.objects.create(slug="humanities", name="인문학")
    make_course(now=now, title="법률")
    make_course(now=now, title="인문", category=humanities)
    make_course(now=now, title="온라인", kind="online", venue=None)
    make_course(now=now, title="먼 곳", venue=VenueFactory(name="먼 곳", district="nowon"))
    make_course(now=now, title="자리 없음", capacity=1)
    (person,) = people(1)
    full = courses.Course.objects.get(title="자리 없음")
    registrations.register(full, person=person, by=person, now=now)
    assert rows(client.get("/classes/?category=humanities")) == ["인문"]
    assert rows(client.get("/classes/?kind=online")) == ["온라인"]
    assert rows(client.get("/classes/?district=nowon")) == ["먼 곳"]
    assert set(rows(client.get("/classes/?open=on"))) == {"법률", "인문", "온라인", "먼 곳"}
    assert len(rows(client.get("/classes/?category=none&kind=x&page=zz"))) == 5


@pytest.mark.parametrize(
    ("day", "hour", "found"),
    [(0, 12, "lunch"), (0, 19, "evening"), (5, 12, "weekend"), (0, 9, None), (6, 20, "weekend")],
)
def test_list_knows_lunch_hour_evening_and_weekend(client, now, day, hour, found):
    course = make_course(now=now)
    session = course.sessions.get()
    local = timezone.localtime(session.starts_at)
    start = (local + timedelta(days=day - local.weekday() + 7)).replace(hour=hour)
    sessions.move_session(
        session, starts_at=start, ends_at=start + timedelta(hours=1), by=None, now=now
    )
    answers = {
        when: rows(client.get(f"/classes/?when={when}")) for when in ("lunch", "evening", "weekend")
    }
    assert answers == {
        when: [course.title] if when == found else [] for when in ("lunch", "evening", "weekend")
    }


def test_list_answers_htmx_with_the_results_alone(client, now):
    make_course(now=now)
    response = client.get("/classes/", headers={"HX-Request": "true"})
    assert b"<html" not in response.content
    assert "점심에 배우는 육아휴직" in response.content.decode()


def test_empty_lists_say_what_to_do(client):
    assert "지금은 예정된 강좌가 없습니다" in client.get("/classes/").content.decode()
    assert "조건에 맞는 강좌가 없습니다" in client.get("/classes/?kind=online").content.decode()


def test_draft_is_seen_by_staff_alone(client, staff_client, now):
    draft = make_course(now=now, publish=False)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert staff_client("accountant").get(draft.get_absolute_url()).status_code == 404
    assert staff_client("editor").get(draft.get_absolute_url()).status_code == 200


def test_anonymous_course_carries_no_token_and_leads_to_signing_in(client, now):
    course = make_course(now=now)
    page = client.get(course.get_absolute_url())
    assert b"csrfmiddlewaretoken" not in page.content
    assert not page.cookies
    register = reverse("events:register", args=[course.slug])
    assert f'href="{register}"' in page.content.decode()
    answer = client.get(register)
    assert answer.status_code == 302
    assert "next=" in answer.url


def test_member_registers_with_one_post(member_client, now):
    course = make_course(now=now)
    address = reverse("events:register", args=[course.slug])
    assert member_client.get(address).status_code == 200
    answer = member_client.post(address, follow=True)
    registration = Registration.objects.get()
    assert answer.redirect_chain == [(f"/my/classes/{registration.reference}/", 302)]
    assert registration.reference in answer.content.decode()
    again = member_client.post(address, follow=True)
    assert "이미 신청하신 강좌입니다" in again.content.decode()
    assert Registration.objects.count() == 1


def test_losing_the_last_seat_is_told_and_the_queue_offered(member_client, now):
    course = make_course(now=now, capacity=1)
    (other,) = people(1)
    registrations.register(course, person=other, by=other, now=now)
    address = reverse("events:register", args=[course.slug])
    answer = member_client.post(address)
    assert answer.status_code == 409
    assert "방금 마지막 자리가 찼습니다" in answer.content.decode()
    assert "대기 신청하기" in answer.content.decode()
    answer = member_client.post(address, {"action": "wait"}, follow=True)
    assert "대기 1번째" in answer.content.decode()


def test_member_cancels_after_being_asked(member_client, now):
    course = make_course(now=now)
    person = member_client.member
    registration = registrations.register(course, person=person, by=person, now=now)
    address = reverse("events_my:cancel", args=[registration.reference])
    assert "신청을 취소할까요?" in member_client.get(address).content.decode()
    registration.refresh_from_db()
    assert registration.is_confirmed
    member_client.post(address, {"reason": "일정이 겹쳐서"})
    registration.refresh_from_db()
    assert (registration.state, registration.cancel_reason) == ("cancelled", "일정이 겹쳐서")


def test_registrations_are_ones_own(member_client, client, now):
    course = make_course(now=now)
    (other,) = people(1)
    registration = registrations.register(course, person=other, by=other, now=now)
    for name in ("registration", "cancel"):
        address = reverse(f"events_my:{name}", args=[registration.reference])
        assert member_client.get(address).status_code == 404
        assert member_client.post(address).status_code in {404, 405}
    registration.refresh_from_db()
    assert registration.is_confirmed


def test_my_classes_tell_coming_from_past(member_client, now):
    person = member_client.member
    coming = make_course(now=now, title="다음 주")
    registrations.register(coming, person=person, by=person, now=now)
    given_up = make_course(now=now, title="그만둔")
    held = registrations.register(given_up, person=person, by=person, now=now)
    registrations.cancel(held, by=person, now=now)
    before = now - timedelta(days=30)
    gone = make_course(now=before, title="지난달")
    registrations.register(gone, person=person, by=person, now=before)
    assert rows(member_client.get("/my/classes/")) == ["다음 주"]
    assert set(rows(member_client.get("/my/classes/?past"))) == {"그만둔", "지난달"}


@pytest.mark.parametrize("address", ["/classes/calendar/2026/13/", "/classes/calendar/1/1/"])
def test_calendar_has_no_such_month(client, address):
    assert client.get(address).status_code == 404


def test_calendar_shows_sessions_on_their_day_and_cancelled_ones_struck(client, now):
    course = make_course(now=now)
    session = course.sessions.get()
    sessions.cancel_session(session, by=None, now=now)
    when = timezone.localtime(session.starts_at)
    response = client.get(f"/classes/calendar/{when.year}/{when.month}/")
    cells = [cell for week in response.context["weeks"] for cell in week if cell.all]
    assert [(cell.day, cell.shown[0]["is_off"]) for cell in cells] == [(when.date(), True)]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_state_of_a_course_can_be_read(client, now, language):
    states = {
        "open": {},
        "not_yet": {"registration_opens_at": now + timedelta(days=1)},
        "closed": {
            "registration_opens_at": now - timedelta(days=3),
            "registration_closes_at": now - timedelta(days=1),
        },
        "walk_in": {"takes_registrations": False, "capacity": 0},
    }
    for name, fields in states.items():
        course = make_course(now=now, **fields)
        assert course.state_at(now) == CourseState(name)
        with override(language):
            response = client.get(course.get_absolute_url())
        assert response.status_code == 200
        assert response.context["box"].name == name


def count_queries(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.many
def test_number_of_queries_does_not_grow(member_client, now):
    person = member_client.member
    first = make_course(now=now, title="처음")
    registrations.register(first, person=person, by=person, now=now)
    where = timezone.localtime(first.starts_at)
    month = f"/classes/calendar/{where.year}/{where.month}/"
    addresses = ["/classes/", month, "/my/classes/", first.get_absolute_url()]
    # Another of the same subject, so that the course page has something to point to.
    registrations.register(make_course(now=now), person=person, by=person, now=now)
    made = 2
    counts = {address: [] for address in addresses}
    first.refresh_from_db()
    for wanted in (2, 3, 100):
        alike(first, wanted - made)
        made = wanted
        for address in addresses:
            member_client.get(address)
            counts[address].append(count_queries(member_client, address))
    assert {address: len(set(found)) for address, found in counts.items()} == dict.fromkeys(
        addresses, 1
    ), counts
    assert max(found[0] for found in counts.values()) <= 22


@pytest.mark.parametrize(
    "address",
    [
        "/classes/%00/", "/classes/none/", "/classes/a%2Fb/register/", "/my/classes/%00/",
        "/my/classes/C-0000-0000/", "/feeds/classes/course/%00.ics", "/feeds/classes/course/x.ics",
    ],
)  # fmt: skip
def test_addresses_of_nothing_are_not_found(member_client, address):
    assert member_client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["category=%00", "when=%00", "district=%00", "page=%00", "open=%F0"]
)
def test_filters_take_nonsense_calmly(client, query):
    assert client.get(f"/classes/?{query}").status_code == 200


def test_registering_is_limited(member_client, one_moment):
    address = reverse("events:register", args=[make_course(now=live_now()).slug])
    answers = [member_client.post(address).status_code for _attempt in range(21)]
    assert (set(answers[:20]), answers[20]) == ({302}, 429)
