"""The coordinator's day on one screen, its exports, and who may see whom."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import Entry
from cms.privacy.models import Look
from events.admin.exports import LISTINGS
from events.domain import registrations, sessions
from events.models import Attendance, Course
from tests.events.factories import alike, make_course, people

pytestmark = pytest.mark.django_db

BOARD = "/admin/classes-board/"
WHY = {"reason": "대기자에게 전화하려고"}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def coordinator(staff_client):
    return staff_client("coordinator")


def full_course(now, **fields):
    course = make_course(now=now, capacity=1, **fields)
    holder, first, second = people(3)
    registrations.register(course, person=holder, by=holder, now=now)
    for person in (first, second):
        registrations.join_waiting_list(course, person=person, by=person, now=now)
    return course, first


def table(answer):
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_an_empty_house_is_told_what_to_do_first(coordinator):
    page = coordinator.get(BOARD)
    assert page.status_code == 200
    assert "아직 강좌가 없습니다" in page.text
    assert "결정할 일이 없습니다." in page.text
    assert "자리를 기다리는 사람이 없습니다." in page.text


def test_the_next_thing_stands_on_top_with_its_button(coordinator, now):
    course = make_course(now=now, minimum=5, decide_by=now, title="너무 적음")
    page = coordinator.get(BOARD)
    assert (page.context["first"].course, page.context["number"]) == ("너무 적음", 1)
    assert f'href="{reverse("courses:decide", args=[course.pk])}"' in page.text


def test_today_and_the_week_by_day(coordinator, now):
    today, later = make_course(now=now, title="오늘"), make_course(now=now, days=3, title="모레")
    session = today.sessions.get()
    sessions.move_session(
        session, starts_at=now, ends_at=now + timedelta(hours=1), by=None, now=now
    )
    context = coordinator.get(BOARD).context
    assert [line["course"] for line in context["today"]["sessions"]] == [today]
    assert [line["course"] for day in context["week"] for line in day["sessions"]] == [later]


def test_who_waits_and_who_is_next(coordinator, staff_client, now):
    course, first = full_course(now)
    page = coordinator.get(BOARD)
    (row,) = page.context["waiting"]
    assert (row, row.waiting, row.next_name) == (course, 2, first.name)
    assert first.name in page.text
    look = Look.objects.get(purpose="events.board")
    assert look.by_id == coordinator.user.pk
    # Editors see numbers and no names.
    page = staff_client("editor").get(BOARD)
    assert page.status_code == 200
    assert first.name not in page.text
    assert Look.objects.count() == 1


def test_accountants_have_no_board(staff_client):
    assert staff_client("accountant").get(BOARD).status_code in {302, 403}


def test_two_hundred_courses_show_a_few_and_the_way_to_all(coordinator, now):
    for number in range(20):
        make_course(now=now, minimum=5, decide_by=now, title=f"강좌 {number}")
    page = coordinator.get(BOARD)
    assert (len(page.context["others"]), page.context["hidden"]) == (6, 13)
    page = coordinator.get(BOARD + "?all")
    assert (len(page.context["others"]), page.context["hidden"]) == (19, 0)


@pytest.mark.many
def test_number_of_queries_does_not_grow(coordinator, now):
    counts, made = [], 1
    full, _first = full_course(now, days=3, title="강좌")
    lacking = make_course(now=now, days=3, title="부족", minimum=5, decide_by=now)
    full.refresh_from_db()
    for wanted in (1, 3, 100):
        alike(full, wanted - made)
        alike(lacking, wanted - made)
        made = wanted
        coordinator.get(BOARD)
        with CaptureQueriesContext(connection) as seen:
            assert coordinator.get(BOARD).status_code == 200
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts


def test_the_waiting_lists_of_all_courses_ask_why_and_are_logged(coordinator, staff_client, now):
    course, first = full_course(now, title="=강좌")
    address = reverse("classes-board:export", args=["waiting", "csv"])
    assert coordinator.get(address).status_code == 200
    assert Look.objects.count() == 0
    rows = table(coordinator.post(address, WHY))
    assert rows[1][0] == "'=강좌"
    assert [row[2] for row in rows[1:]] == ["1", "2"]
    assert rows[1][4] == first.email
    look = Look.objects.get()
    assert (look.purpose, look.reason) == ("events.list_exported", WHY["reason"])
    entry = Entry.objects.get(action="events.list.exported")
    assert entry.after == {"list": "waiting", "form": "csv", "filters": ""}
    assert staff_client("editor").post(address, WHY).status_code in {302, 403}
    assert course.waiting == 0  # this object is older than the queue


def test_courses_and_sessions_as_filtered_without_a_reason(staff_client, now):
    editor = staff_client("editor")
    make_course(now=now, title="보임")
    make_course(now=now, title="숨음", publish=False)
    for name in ("courses", "sessions"):
        address = reverse("classes-board:export", args=[name, "csv"])
        assert {row[0] for row in table(editor.get(address))[1:]} == {"보임", "숨음"}
        rows = table(editor.get(address + "?status=published"))
        assert [row[0] for row in rows[1:]] == ["보임"]
        xlsx = reverse("classes-board:export", args=[name, "xlsx"])
        assert editor.get(xlsx).getvalue()[:2] == b"PK"
    assert editor.get(reverse("classes-board:export", args=["nothing", "csv"])).status_code == 404
    assert editor.get(reverse("classes-board:export", args=["courses", "pdf"])).status_code == 404


def test_lists_stand_where_they_are_looked_for_with_the_filters(coordinator, staff_client, now):
    course = make_course(now=now)

    def export(name):
        return reverse("classes-board:export", args=[name, "xlsx"])

    board = coordinator.get(BOARD).text
    assert [f'"{export(name)}"' in board for name in ("courses", "sessions", "attended")] == [
        True
    ] * 3
    assert f'"{export("attended")}"' not in staff_client("editor").get(BOARD).text
    query = "status=published&standing=coming"
    for name in ("index", "index_results"):
        listed = coordinator.get(
            reverse(f"courses:{name}") + f"?{query}&p=1&_w_filter_fragment=true"
        ).text.replace("&amp;", "&")
        for wanted in ("courses", "sessions"):
            assert f'"{export(wanted)}?{query}"' in listed
    overview = coordinator.get(reverse("courses:overview", args=[course.pk])).text
    for wanted in ("sessions", "attended"):
        assert f'"{export(wanted)}?course={course.pk}"' in overview


def guest(course, **fields):
    return course.registrations.create(
        **{"guest_name": "손님", "guest_phone": "010-3333-4444", "state": "confirmed", **fields}
    )


def came(seat, now, children=0):
    session = seat.course.sessions.get()
    Attendance.objects.create(
        registration=seat,
        session=session,
        state="came",
        method="name",
        at=now,
        children_came=children,
    )


def test_sessions_held_as_a_list_with_those_who_came(staff_client, now):
    held = make_course(now=now - timedelta(days=9), title="열림")
    make_course(now=now - timedelta(days=8), title="다른 날")
    make_course(now=now, title="아직")
    [session] = held.sessions.all()
    for children in (0, 2):
        came(guest(held, childcare_places=2), now, children)
    address = reverse("classes-board:export", args=["held", "csv"])
    day = f"{timezone.localtime(session.starts_at):%Y-%m-%d}"
    for role in ("coordinator", "accountant"):
        client = staff_client(role)
        screen = client.get(reverse("sessions_held:index"), {"from": day, "to": day}).text
        assert f"{address}?from={day}&amp;to={day}" in screen
        [row] = table(client.get(address, {"from": day, "to": day}))[1:]
        assert (row[2], row[-2:]) == ("열림", ["2", "2"])
    assert staff_client("editor").get(address).status_code in {302, 403}


def test_lists_cost_as_many_queries_for_three_rows_and_for_a_hundred(coordinator, now):
    counts, made = [], 1
    over, coming = make_course(now=now - timedelta(days=9)), make_course(now=now)
    came(guest(over), now)
    guest(coming, state="waiting", waiting_number=1)
    for wanted in (3, 100):
        alike(over, wanted - made)
        alike(coming, wanted - made)
        made = wanted
        found = {}
        for name in LISTINGS:
            address = reverse("classes-board:export", args=[name, "csv"])
            table(coordinator.post(address, WHY))
            with CaptureQueriesContext(connection) as seen:
                answer = coordinator.post(address, WHY)
            found[name] = len(seen)
            both = 2 if name in {"courses", "sessions"} else 1
            assert len(table(answer)) == both * wanted + 1, name
        counts.append(found)
    assert counts[0] == counts[1]


def test_who_came_as_a_list(coordinator, now):
    course = make_course(now=now)
    (person,) = people(1)
    seat = registrations.register(course, person=person, by=person, now=now)
    Attendance.objects.create(
        registration=seat, session=course.sessions.get(), state="came", method="name", at=now
    )
    address = reverse("classes-board:export", args=["attended", "csv"])
    rows = table(coordinator.post(f"{address}?course={course.pk}", WHY))
    assert [row[2] for row in rows[1:]] == [person.name]
    assert table(coordinator.post(f"{address}?course={course.pk + 1}", WHY))[1:] == []


QUESTIONS = [
    {
        "key": "start",
        "title": "",
        "items": [{"key": "why", "kind": "short_text", "label": "지원 이유", "label_en": "Why"}],
    }
]


def test_registrants_with_answers_children_and_guests(coordinator, now):
    course = make_course(now=now, childcare_capacity=5)
    (person,) = people(1)
    seat = registrations.register(course, person=person, by=person, now=now)
    seat.form, seat.answers, seat.childcare_places = QUESTIONS, {"why": "=배우려고"}, 1
    seat.save()
    seat.children.create(name="별", birth_year=2021)
    course.registrations.create(
        guest_name="손님", guest_phone="010-3333-4444", state="applied", form=[], answers={}
    )
    address = reverse("courses:export", args=[course.pk, "csv"])
    rows = table(coordinator.post(address, WHY))
    assert rows[0][-3:] == ["돌봄 자리", "돌봄을 받는 아이", "지원 이유"]
    by_name = {row[1]: row for row in rows[1:]}
    assert by_name[person.name][-3:] == ["1", "별 (2021)", "'=배우려고"]
    assert by_name["손님"][2:5] == ["", "010-3333-4444", "손님"]
    applied = table(coordinator.post(address + "?state=applied", WHY))
    assert [row[1] for row in applied[1:]] == ["손님"]
    assert Look.objects.filter(purpose="events.registrants_exported").count() == 1


def test_the_menu_begins_with_the_board(coordinator):
    home = coordinator.get("/admin/").text
    assert home.index(BOARD) < home.index(reverse("courses:index"))


def test_courses_over_do_not_wait(coordinator, now):
    course, _first = full_course(now)
    Course.objects.filter(pk=course.pk).update(ends_at=now)
    assert list(coordinator.get(BOARD).context["waiting"]) == []
