"""The door, the sheet and the wall as staff meet them."""

import json
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cms.permissions_policy import header_of
from cms.privacy.models import Look
from events import roll
from events.domain import registrations
from events.models import Attendance, Registration, Session
from tests.events.factories import make_course
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    now = timezone.now()
    course = make_course(now=now, slug="today", capacity=200)
    Session.objects.filter(course=course).update(
        starts_at=now - timedelta(minutes=10), ends_at=now + timedelta(hours=1)
    )
    return course.sessions.get()


@pytest.fixture
def coordinator(client, staff_user, sign_in):
    user = staff_user("coordinator")
    sign_in(client, user)
    return user


def seat(session, **fields):
    person = UserFactory(name="달", phone="010-1234-5678")
    taken = registrations.register(session.course, person=person, by=person, now=timezone.now())
    Registration.objects.filter(pk=taken.pk).update(**fields)
    taken.refresh_from_db()
    return taken


def at(session, name):
    return reverse(f"events_door:{name}", args=[session.pk])


def entry(registration, /, **fields):
    return {
        "key": str(uuid.uuid4()),
        "registration": registration.pk,
        "children": None,
        "at": timezone.now().isoformat(),
        "method": "name",
        **fields,
    }


def signed(session, by, now=None):
    lines = roll.lines_of(session)
    return roll.signed_list(session, lines, by=by, now=now or timezone.now())


def upload(client, session, body):
    if not isinstance(body, str):
        body = json.dumps(body)
    return client.post(at(session, "upload"), body, content_type="application/json")


def test_the_page_shows_who_has_a_seat_logs_the_look_and_opens_the_camera(
    client, session, coordinator
):
    taken = seat(session, childcare_places=2)
    response = client.get(at(session, "door"))
    text = response.content.decode()
    assert ("달" in text, "5678" in text, "0 / 1명 왔음, 아이 0명" in text) == (True, True, True)
    assert taken.ticket not in text
    assert response["Permissions-Policy"] == header_of(
        {**settings.PERMISSIONS_POLICY, "camera": "self"}
    )
    look = Look.objects.get()
    assert look.purpose == "events.door"
    # Nowhere else may a page ask for the camera.
    assert "camera=()" in client.get("/door/")["Permissions-Policy"]
    assert "달" not in client.get(at(session, "shell")).content.decode()


@pytest.mark.many
def test_queries_of_the_door_are_equal_for_one_three_and_a_hundred(
    client, session, coordinator, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counted = []
    for more in (1, 2, 97):
        for _each in range(more):
            taken = seat(session)
            Attendance.objects.create(
                registration=taken, session=session, state="came", method="name", at=timezone.now()
            )
        pages = ("door", "sheet", "entry", "list")
        for page in pages:
            client.get(at(session, page))
        with CaptureQueriesContext(connection) as found:
            for page in pages:
                client.get(at(session, page))
        # Looks at people are kept person by person, in statements that grow with them.
        counted.append(len([each for each in found if "privacy" not in each["sql"]]))
    assert counted[0] == counted[1] == counted[2]


def test_check_in_undo_and_children_by_forms(client, session, coordinator):
    taken = seat(session, childcare_places=2)

    def press(**values):
        return client.post(at(session, "enter"), {"registration": taken.pk, **values}, follow=True)

    assert "달 님을 입장 처리했습니다." in press(action="in", children=1).content.decode()
    assert "이미 입장했습니다" in press(action="in").content.decode()
    press(action="children", children=2)
    row = Attendance.objects.get()
    assert (row.state, row.children_came, row.method, row.recorded_by) == (
        "came",
        2,
        "name",
        coordinator,
    )
    assert "돌봄은 2명까지" in press(action="children", children=3).content.decode()
    press(action="undo")
    assert Attendance.objects.get().state == "undone"
    assert "고칠 입장 기록이 없습니다" in press(action="undo").content.decode()
    assert "달 님을 사전 연락 후 불참으로" in press(action="excused").content.decode()
    assert Attendance.objects.get().state == "excused"
    assert "사전 연락 후 불참을 되돌렸습니다" in press(action="undo").content.decode()
    assert Attendance.objects.get().state == "undone"
    press(action="excused")
    press(action="in")
    assert Attendance.objects.get().state == "came"
    assert "이미 입장한 분입니다" in press(action="excused").content.decode()
    assert "읽지 못했습니다" in press(action="dance").content.decode()


def test_who_comes_without_a_seat_is_registered_let_in_and_back_at_the_door(
    client, session, coordinator
):
    screen = reverse("courses:walk_in", args=[session.pk])
    assert f'href="{screen}"' in client.get(at(session, "door")).content.decode()
    form = client.get(screen).content.decode()
    assert 'name="came" id="id_came" checked' in form or (
        "checked" in form[form.index('name="came"') - 80 : form.index('name="came"') + 80]
    )
    typed = {"guest_name": "초승달", "guest_phone": "010-1234-5678"}
    assert client.post(screen, {**typed, "guest_name": ""}).status_code == 422
    assert Registration.objects.count() == 0
    done = client.post(screen, {**typed, "came": "on"}, follow=True)
    assert done.redirect_chain == [(at(session, "door"), 302)]
    assert "초승달 님을 입장 처리했습니다." in done.content.decode()
    row = Attendance.objects.get()
    assert (row.registration.guest_name, row.state, row.method, row.recorded_by) == (
        "초승달",
        "came",
        "staff",
        coordinator,
    )
    later = client.post(screen, {**typed, "guest_name": "그믐달"}, follow=True).content.decode()
    assert "그믐달" in later
    assert Attendance.objects.count() == 1


def test_at_the_door_of_a_full_class_one_is_told_or_waits(client, session, coordinator):
    type(session.course).objects.update(capacity=1)
    seat(session)
    screen = reverse("courses:walk_in", args=[session.pk])
    typed = {"guest_name": "초승달", "guest_phone": "010-1234-5678", "came": "on"}
    full = client.post(screen, typed)
    assert full.status_code == 409
    assert 'value="초승달"' in full.content.decode()
    assert client.post(screen, {**typed, "wait": "on"}).status_code == 302
    assert Registration.objects.get(guest_name="초승달").is_waiting
    assert Attendance.objects.count() == 0


def test_before_the_door_opens_a_walk_in_is_registered_only(client, session, coordinator):
    now = timezone.now()
    Session.objects.filter(pk=session.pk).update(
        starts_at=now + timedelta(hours=5), ends_at=now + timedelta(hours=6)
    )
    screen = reverse("courses:walk_in", args=[session.pk])
    typed = {"guest_name": "초승달", "guest_phone": "010-1234-5678", "came": "on"}
    told = client.post(screen, typed, follow=True).content.decode()
    assert "시작 두 시간 전부터" in told
    assert (Registration.objects.get().state, Attendance.objects.count()) == ("confirmed", 0)


def test_a_code_is_the_ticket_or_the_reference_and_of_this_class_only(client, session, coordinator):
    first, second = seat(session), seat(session)
    for code in (first.ticket, second.reference.lower()):
        client.post(at(session, "enter"), {"action": "in", "code": code})
    assert set(Attendance.objects.values_list("registration_id", "method")) == {
        (first.pk, "qr"),
        (second.pk, "qr"),
    }
    other = make_course(now=timezone.now(), slug="other")
    person = UserFactory()
    elsewhere = registrations.register(other, person=person, by=person, now=timezone.now())
    response = client.post(
        at(session, "enter"), {"action": "in", "code": elsewhere.ticket}, follow=True
    )
    assert "명단에 없습니다" in response.content.decode()
    assert Attendance.objects.count() == 2


def test_a_batch_sent_twice_changes_nothing(client, session, coordinator):
    first, second = seat(session, childcare_places=1), seat(session)
    early = timezone.now() - timedelta(minutes=3)
    body = {
        "pass": signed(session, coordinator)["pass"],
        "entries": [
            entry(first, children=1, at=early.isoformat(), method="qr"),
            entry(second),
            entry(first),
        ],
    }
    told = upload(client, session, body).json()["results"]
    assert [each["outcome"] for each in told] == ["in", "in", "already"]
    before = list(Attendance.objects.order_by("pk").values())
    again = upload(client, session, body).json()["results"]
    assert [each["outcome"] for each in again] == ["in", "in", "already"]
    assert list(Attendance.objects.order_by("pk").values()) == before
    assert (before[0]["at"], before[0]["children_came"]) == (early, 1)
    assert next((row["at"], row["children_came"]) for row in before) == (early, 1)


def test_the_door_offers_excused_and_taking_it_back(client, session, coordinator):
    taken = seat(session, childcare_places=1)
    shown = client.get(at(session, "door")).content.decode()
    plain = shown[shown.index('<ul class="lines"') : shown.index("<template")]
    assert ('value="excused"' in plain, 'value="undo"' in plain) == (True, False)
    client.post(at(session, "enter"), {"action": "excused", "registration": taken.pk})
    shown = client.get(at(session, "door")).content.decode()
    plain = shown[shown.index('<ul class="lines"') : shown.index("<template")]
    assert [f'value="{name}"' in plain for name in ("excused", "undo", "in")] == [False, True, True]


def test_excuses_come_with_the_batch_and_twice_is_once(client, session, coordinator):
    away, here, back = seat(session), seat(session), seat(session)
    Attendance.objects.create(
        registration=here, session=session, state="came", method="qr", at=timezone.now()
    )
    body = {
        "pass": signed(session, coordinator)["pass"],
        "entries": [
            entry(away, what="excused"),
            entry(here, what="excused"),
            entry(back, what="excused"),
        ],
    }
    told = upload(client, session, body).json()["results"]
    assert [(each["outcome"], each.get("code")) for each in told] == [
        ("excused", None),
        ("refused", "already_in"),
        ("excused", None),
    ]
    client.post(at(session, "enter"), {"action": "undo", "registration": back.pk})
    before = list(Attendance.objects.order_by("pk").values())
    again = upload(client, session, body).json()["results"]
    # What was taken back meanwhile is not brought again by a device that sends once more.
    assert [each["outcome"] for each in again] == ["excused", "refused", "refused"]
    assert list(Attendance.objects.order_by("pk").values()) == before
    assert {row["registration_id"]: row["state"] for row in before} == {
        away.pk: "excused",
        here.pk: "came",
        back.pk: "undone",
    }


def test_what_cannot_be_entered_is_told_one_by_one(client, session, coordinator):
    fine, gone = seat(session), seat(session)
    registrations.cancel(gone, by=gone.person, now=timezone.now())
    body = {
        "pass": signed(session, coordinator)["pass"],
        "entries": [
            entry(gone),
            {**entry(gone), "registration": 10**9},
            entry(fine, children=5),
            entry(fine),
        ],
    }
    told = upload(client, session, body).json()["results"]
    assert [(each["outcome"], each.get("code")) for each in told] == [
        ("refused", "not_registered"),
        ("refused", "not_on_list"),
        ("refused", "too_many_children"),
        ("in", None),
    ]
    assert "현장에서 등록하세요" in told[0]["text"]
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        '{"pass": 1}',
        '{"pass": "", "entries": {}}',
        '{"pass": "", "entries": [1]}',
        '{"pass": "", "entries": [{"key": "x"}]}',
        "[" * 10_000,
        '{"pass": "\\ud800", "entries": []}',
        '{"pass": "a\\u0000:b:c", "entries": []}',
    ],
)
def test_nonsense_is_refused_and_changes_nothing(client, session, coordinator, body):
    assert upload(client, session, body).status_code in {400, 409}
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"key": "not a uuid"},
        {"at": "yesterday"},
        {"at": "2026-12-01T00:00:00"},
        {"at": "2026-99-01T00:00:00+09:00"},
        {"registration": "1"},
        {"registration": True},
        {"registration": 2**63},
        {"children": -1},
        {"children": 1.5},
        {"method": "staff"},
        {"what": "absent"},
        {"what": ["in"]},
    ],
)
def test_an_entry_that_cannot_be_read_is_refused(client, session, coordinator, fields):
    taken = seat(session)
    body = {"pass": signed(session, coordinator)["pass"], "entries": [entry(taken, **fields)]}
    assert upload(client, session, body).status_code == 400
    assert Attendance.objects.count() == 0


def test_a_pass_is_good_for_its_session_its_person_and_its_time(client, session, coordinator):
    taken = seat(session)
    now = timezone.now()
    other = make_course(now=now, slug="other").sessions.get()
    stranger = UserFactory()
    good = signed(session, coordinator)["pass"]
    for wrong in (
        signed(other, coordinator)["pass"],
        signed(session, stranger)["pass"],
        signed(session, coordinator, now - timedelta(days=3))["pass"],
        good[:-1] + ("a" if good[-1] != "a" else "b"),
        "",
    ):
        answer = upload(client, session, {"pass": wrong, "entries": [entry(taken)]})
        assert (answer.status_code, answer.json()["code"]) == (409, "list_refused")
    assert Attendance.objects.count() == 0
    assert upload(client, session, {"pass": good, "entries": [entry(taken)]}).status_code == 200


def test_the_list_holds_no_ticket_and_ends_with_the_session(client, session, coordinator):
    taken = seat(session, childcare_places=1)
    given = client.get(at(session, "list")).json()
    assert set(given) == {"text", "pass", "token"}
    assert json.loads(given["text"]) == [
        {
            "id": taken.pk,
            "name": "달",
            "tail": "5678",
            "hashes": [roll.digest_of(taken.ticket), roll.digest_of(taken.reference)],
            "places": 1,
            "state": "",
            "children": 1,
            "at": "",
        }
    ]
    now = timezone.now()
    assert roll.ends_at(session, now) == session.ends_at + timedelta(hours=2)
    long_before = session.ends_at - timedelta(days=5)
    assert roll.ends_at(session, long_before) == long_before + timedelta(hours=24)


def test_the_sheet_has_a_line_for_each_seat_and_some_to_spare(client, session, coordinator):
    seat(session, childcare_places=2)
    text = client.get(at(session, "sheet")).content.decode()
    for word in ("연번", "이름", "소속 또는 전화 뒷자리", "서명", "돌봄", "달", "5678"):
        assert word in text
    assert text.count("<tr>") == 1 + 1 + 5
    assert Look.objects.get().purpose == "events.attendance_sheet"


def test_the_signed_sheet_is_entered_at_once(client, session, coordinator):
    first, second, third = seat(session, childcare_places=2), seat(session), seat(session)
    now = timezone.now()
    Attendance.objects.create(
        registration=second, session=session, state="came", method="qr", at=now
    )
    answer = client.post(
        at(session, "entry"),
        {"came": [first.pk, second.pk, "x"], f"children-{first.pk}": "1"},
        follow=True,
    )
    assert "출석부에서 1명을 입력했습니다." in answer.content.decode()
    rows = {row.registration_id: row for row in Attendance.objects.all()}
    assert set(rows) == {first.pk, second.pk}
    made = rows[first.pk]
    assert (made.method, made.at, made.children_came) == ("sheet", session.starts_at, 1)
    assert rows[second.pk].method == "qr"
    assert third.pk not in rows


def test_the_signed_sheet_takes_who_is_excused(client, session, coordinator):
    away, torn, late = seat(session), seat(session), seat(session)
    Attendance.objects.create(registration=late, session=session, state="excused", method="staff")
    assert "불참 연락" in client.get(at(session, "sheet")).content.decode()
    answer = client.post(
        at(session, "entry"),
        {"came": [torn.pk, late.pk], "excused": [away.pk, torn.pk]},
        follow=True,
    ).content.decode()
    assert "달: 참석과 불참 연락에 모두 표시되어 있습니다." in answer
    assert dict(Attendance.objects.values_list("registration_id", "state")) == {
        away.pk: "excused",
        late.pk: "came",
    }


def test_the_list_is_closed_after_the_session(client, session, coordinator):
    seat(session)
    early = client.post(at(session, "close"), follow=True).content.decode()
    assert "아직 끝나지 않은 회차입니다" in early
    Session.objects.filter(pk=session.pk).update(ends_at=timezone.now())
    late = client.post(at(session, "close"), follow=True).content.decode()
    assert "오지 않은 사람은 1명입니다" in late
    assert Attendance.objects.get().state == "absent"


def test_the_wall_shows_six_digits_and_can_show_others(client, session, coordinator):
    client.get(at(session, "wall"))
    session.refresh_from_db()
    code = session.wall_code
    text = client.get(at(session, "wall")).content.decode()
    assert (f"<span>{code[:3]}</span>" in text, 'src="data:image/svg+xml' in text) == (True, True)
    client.post(at(session, "wall"))
    session.refresh_from_db()
    assert session.wall_code.isdecimal()


def test_the_day_lists_its_classes(client, session, coordinator):
    tomorrow = make_course(now=timezone.now(), slug="tomorrow", title="다른 날 강좌", days=9)
    text = client.get(reverse("events_door:sessions")).content.decode()
    assert (at(session, "door") in text, str(tomorrow) in text) == (True, False)


def test_editors_and_staff_without_their_second_factor_stay_outside(
    client, session, staff_user, sign_in
):
    sign_in(client, staff_user("editor"))
    assert client.get(at(session, "door")).status_code == 403
    sign_in(client, staff_user("coordinator"), second_factor=False)
    assert client.get(at(session, "door")).status_code == 302


def test_the_worker_is_above_its_pages_and_never_kept(client, session, coordinator):
    response = client.get(reverse("events_door:worker"))
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert "door.js" in response.content.decode()
    assert "worker-src 'self'" in response["Content-Security-Policy"]


def test_a_guest_stands_on_the_list_and_comes_in(client, session, coordinator):
    guest = Registration.objects.create(
        course=session.course,
        guest_name="손님",
        guest_phone="010-0000-4321",
        state="confirmed",
        confirmed_at=timezone.now(),
    )
    text = client.get(at(session, "door")).content.decode()
    assert ("손님" in text, "4321" in text) == (True, True)
    client.post(at(session, "enter"), {"action": "in", "registration": guest.pk})
    assert Attendance.objects.get().registration == guest
