"""The door in a real browser: with a network, without one, and with one again."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.domain import registrations
from events.models import Attendance, Registration, Session
from tests.browser import (
    OVERFLOW,
    SMALL_TARGETS,
    unsound,
)
from tests.events.factories import make_course
from tests.members.factories import UserFactory

pytestmark = pytest.mark.browser

PHONE = 360


def class_now(*, people=4, children=0):
    """Return a session that began ten minutes ago, and its registrations."""
    now = timezone.now()
    course = make_course(now=now, slug="today", capacity=30)
    seats = []
    for number in range(people):
        person = UserFactory(name=f"보호자{number}", phone=f"010-1234-567{number}")
        seats.append(registrations.register(course, person=person, by=person, now=now))
    if children:
        Registration.objects.filter(pk=seats[0].pk).update(childcare_places=children)
    Session.objects.filter(course=course).update(
        starts_at=now - timedelta(minutes=10), ends_at=now + timedelta(hours=1)
    )
    return course.sessions.get(), seats


@pytest.fixture
def at_the_door(browser_page, client, staff_user, sign_in):
    """Return ``open(session, **options)``: the page of a coordinator, ready to work."""

    def opened(session, **options):
        coordinator = staff_user("coordinator")
        page = browser_page(width=PHONE, height=800, client=sign_in(client, coordinator), **options)
        page.goto(f"/door/{session.pk}/")
        return page

    return opened


def ready(page):
    page.wait_for_selector("[data-door][data-ready]")


def kept_for_later(page):
    """Wait until the worker answers for the page."""
    page.evaluate(
        """() => new Promise((done) => {
          const workers = navigator.serviceWorker;
          if (workers.controller) done();
          else workers.addEventListener('controllerchange', () => done());
        })"""
    )


def enter_code(page, code):
    page.get_by_label("코드 또는 접수번호").fill(code)
    page.get_by_label("코드 또는 접수번호").press("Enter")


def states():
    return dict(Attendance.objects.values_list("registration_id", "state"))


def wait_for_rows(page, number):
    for _turn in range(100):
        if Attendance.objects.filter(state="came").count() == number:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{Attendance.objects.count()} rows, not {number}")


def test_three_check_ins_without_a_network_arrive_exactly_once(at_the_door):
    session, seats = class_now()
    page = at_the_door(session)
    ready(page)
    kept_for_later(page)
    batches = []
    page.on(
        "request",
        lambda request: batches.append(request) if request.url.endswith("/upload/") else None,
    )

    page.context.set_offline(True)
    page.reload()
    ready(page)
    expect(page.locator("[data-counts]")).to_have_text("0 / 4명 왔음, 아이 0명")
    enter_code(page, seats[0].ticket)
    enter_code(page, seats[1].reference)
    enter_code(page, f"https://elsewhere.example/t/{seats[2].ticket}/")
    expect(page.locator("[data-counts]")).to_have_text("3 / 4명 왔음, 아이 0명")
    enter_code(page, "no-such-ticket")
    expect(page.locator("[data-notes]")).to_contain_text("이 명단에 없는 코드입니다")
    expect(page.locator("[data-net]")).to_contain_text("3건")
    assert states() == {}
    # They outlive the page, too.
    page.reload()
    ready(page)
    expect(page.locator("[data-counts]")).to_have_text("3 / 4명 왔음, 아이 0명")

    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    wait_for_rows(page, 3)
    expect(page.locator("[data-net]")).to_be_hidden()
    assert states() == {seat.pk: "came" for seat in seats[:3]}
    assert set(Attendance.objects.values_list("method", flat=True)) == {"qr"}

    sent = next(request for request in batches if request.response() is not None)
    before = list(Attendance.objects.order_by("pk").values())
    told = page.evaluate(
        """async ([address, body, token]) => {
          const answer = await fetch(address, {method: 'POST', body,
            headers: {'X-CSRFToken': token, 'Content-Type': 'application/json'}});
          return [answer.status, await answer.json()];
        }""",
        [sent.url, sent.post_data, sent.headers["x-csrftoken"]],
    )
    assert told[0] == 200
    assert [each["outcome"] for each in told[1]["results"]] == ["in", "in", "in"]
    assert list(Attendance.objects.order_by("pk").values()) == before
    page.problems[:] = [each for each in page.problems if "ERR_INTERNET_DISCONNECTED" not in each]


def test_a_forged_list_is_refused_by_the_page_and_a_forged_pass_by_the_site(at_the_door):
    session, _seats = class_now()
    page = at_the_door(session)
    ready(page)
    kept_for_later(page)
    forge = """([session, text, pass]) => new Promise((done, failed) => {
      const asked = indexedDB.open('pumasi-door', 1);
      asked.onsuccess = () => {
        const store = asked.result.transaction('lists', 'readwrite').objectStore('lists');
        store.get(session).onsuccess = (event) => {
          const list = event.target.result;
          if (text) list.text = text;
          if (pass) list.pass = pass;
          store.put(list).onsuccess = () => { asked.result.close(); done(); };
        };
      };
    })"""
    page.evaluate(forge, [session.pk, '[{"id":1,"name":"x","hashes":[],"places":0}]', None])
    page.context.set_offline(True)
    page.reload()
    ready(page)
    expect(page.locator("[data-notes]")).to_contain_text("명단이 이 기기에 없거나")
    expect(page.locator("[data-registration]")).to_have_count(0)
    page.context.set_offline(False)
    token = page.locator("[data-token]").get_attribute("value")
    told = page.evaluate(
        """async ([address, body, token]) => {
          const answer = await fetch(address, {method: 'POST', body,
            headers: {'X-CSRFToken': token, 'Content-Type': 'application/json'}});
          return [answer.status, (await answer.json()).code];
        }""",
        [
            f"/door/{session.pk}/upload/",
            json.dumps({"pass": "eyJzZXNzaW9uIjoxfQ:1:forged", "entries": []}),
            token,
        ],
    )
    assert told == [409, "list_refused"]
    assert states() == {}
    page.problems.clear()


def test_what_happened_elsewhere_meanwhile_is_said(at_the_door):
    session, seats = class_now()
    page = at_the_door(session)
    ready(page)
    kept_for_later(page)
    page.context.set_offline(True)
    enter_code(page, seats[0].reference)
    enter_code(page, seats[1].reference)
    expect(page.locator("[data-counts]")).to_have_text("2 / 4명 왔음, 아이 0명")
    now = timezone.now()
    registrations.cancel(seats[0], by=seats[0].person, now=now)
    Attendance.objects.create(
        registration=seats[1], session=session, state="came", method="name", at=now
    )
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    notes = page.locator("[data-notes]")
    expect(notes).to_contain_text("보호자0 님은")
    expect(notes).to_contain_text("현장에서 등록하세요")
    expect(notes).to_contain_text("보호자1 님은")
    assert states() == {seats[1].pk: "came"}
    page.problems[:] = [each for each in page.problems if "ERR_INTERNET_DISCONNECTED" not in each]


def test_one_tap_children_and_taking_back_on_a_telephone(at_the_door):
    session, seats = class_now(children=2)
    page = at_the_door(session)
    ready(page)
    assert page.evaluate(OVERFLOW) == []
    assert page.evaluate(SMALL_TARGETS, 44) == []
    page.get_by_label("이름").fill("ㅂㅎㅈ0")
    line = page.locator("[data-registration]")
    expect(line).to_have_count(1)
    line.get_by_role("button", name="보호자0 님의 아이 −1").click()
    line.get_by_role("button", name="입장 보호자0").click()
    wait_for_rows(page, 1)
    expect(page.locator("[data-counts]")).to_have_text("1 / 4명 왔음, 아이 1명")
    line.get_by_role("button", name="보호자0 님의 아이 +1").click()
    expect(page.locator("[data-counts]")).to_have_text("1 / 4명 왔음, 아이 2명")
    assert Attendance.objects.get().children_came == 2
    line.get_by_role("button", name="되돌리기 보호자0").click()
    expect(page.locator("[data-counts]")).to_have_text("0 / 4명 왔음, 아이 0명")
    assert states() == {seats[0].pk: "undone"}


def test_excused_without_a_network_arrives_once_and_is_taken_back(at_the_door):
    session, seats = class_now(children=1)
    page = at_the_door(session)
    ready(page)
    kept_for_later(page)
    page.context.set_offline(True)
    first, second = (
        page.locator(f'[data-registration="{seat.pk}"]') for seat in (seats[0], seats[1])
    )
    first.get_by_role("button", name="불참 연락 보호자0").click()
    expect(first).to_contain_text("사전 연락 후 불참, 아직 전송 전")
    second.get_by_role("button", name="불참 연락 보호자1").click()
    # Who comes after all is in, and was never excused.
    second.get_by_role("button", name="입장 보호자1").click()
    expect(page.locator("[data-counts]")).to_have_text("1 / 4명 왔음, 아이 0명")
    third = page.locator(f'[data-registration="{seats[2].pk}"]')
    third.get_by_role("button", name="불참 연락 보호자2").click()
    third.get_by_role("button", name="되돌리기 보호자2").click()
    expect(third.get_by_role("button", name="불참 연락 보호자2")).to_be_visible()
    page.reload()
    ready(page)
    expect(first).to_contain_text("사전 연락 후 불참, 아직 전송 전")
    assert page.evaluate(OVERFLOW) == []
    assert page.evaluate(SMALL_TARGETS, 44) == []
    assert states() == {}
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    wait_for_rows(page, 1)
    expect(page.locator("[data-net]")).to_be_hidden()
    assert states() == {seats[0].pk: "excused", seats[1].pk: "came"}
    first.get_by_role("button", name="되돌리기 보호자0").click()
    expect(first.get_by_role("button", name="불참 연락 보호자0")).to_be_visible()
    assert states() == {seats[0].pk: "undone", seats[1].pk: "came"}
    page.problems[:] = [each for each in page.problems if "ERR_INTERNET_DISCONNECTED" not in each]


def test_the_door_works_without_scripts(at_the_door):
    session, seats = class_now(children=1)
    page = at_the_door(session, javascript=False)
    page.get_by_role("button", name="입장 보호자0").click()
    expect(page.get_by_role("status").first).to_contain_text("보호자0 님을 입장 처리했습니다")
    page.get_by_label("코드 또는 접수번호").fill(seats[1].reference)
    page.get_by_role("button", name="입장", exact=True).click()
    assert states() == {seats[0].pk: "came", seats[1].pk: "came"}
    page.get_by_role("button", name="되돌리기 보호자0").click()
    assert states() == {seats[0].pk: "undone", seats[1].pk: "came"}


def test_signing_out_leaves_no_list_on_the_device(at_the_door):
    session, _seats = class_now()
    page = at_the_door(session)
    ready(page)
    kept_for_later(page)
    count = """() => new Promise((done) => {
      const asked = indexedDB.open('pumasi-door', 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore('lists');
      asked.onsuccess = () => {
        asked.result.transaction('lists').objectStore('lists').count().onsuccess = (event) => {
          asked.result.close(); done(event.target.result);
        };
      };
    })"""
    assert page.evaluate(count) == 1
    page.goto("/accounts/logout/")
    page.locator("main form button").first.click()
    page.goto("/classes/")
    assert page.evaluate(count) == 0


@pytest.mark.looks
def test_screens_at_the_door_are_accessible(browser_page, client, staff_user, sign_in):
    session, seats = class_now(people=3, children=2)
    Attendance.objects.create(
        registration=seats[1], session=session, state="came", method="qr", at=timezone.now()
    )
    sign_in(client, staff_user("coordinator"))
    page = browser_page(client=client)
    problems = {}
    for prefix in ("", "/en"):
        for path in ("", "sheet/", "sheet/enter/", "wall/"):
            address = f"{prefix}/door/{session.pk}/{path}"
            page.goto(address)
            problems[address] = unsound(page, axe=not prefix)
    client.force_login(seats[0].person, backend="django.contrib.auth.backends.ModelBackend")
    page = browser_page(client=client)
    for address in (
        f"/my/classes/{seats[0].reference}/",
        f"/my/classes/{seats[0].reference}/check-in/",
        f"/t/{seats[1].ticket}/",
    ):
        page.goto(address)
        problems[address] = unsound(page)
    assert {address: found for address, found in problems.items() if found} == {}
