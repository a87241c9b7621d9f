"""A member registers for a class and has it in the calendar; then gives the seat back."""

import re

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

if "events" not in settings.PLUGINS:
    pytest.skip("without events there are no classes", allow_module_level=True)

from events.domain import courses, registrations
from events.models import Registration
from tests.browser import follow, unsound
from tests.cms.calendars.strict import check
from tests.events.factories import make_course, people
from tests.members.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.browser]


@pytest.fixture
def course(live_site):
    return make_course(now=timezone.now(), title="점심 노동법률", title_en="Labour law at lunch")


@pytest.mark.parametrize("javascript", [True, False])
def test_visitor_signs_in_registers_and_cancels(browser_page, client, course, javascript):
    member = UserFactory()
    page = browser_page(javascript=javascript, width=390)
    page.goto("/classes/")
    follow(page.get_by_role("link", name="점심 노동법률").first)
    follow(page.get_by_role("link", name="로그인하고 신청하기"))
    page.locator("input[name=login]").fill(member.email)
    page.locator("input[name=password]").fill(PASSWORD)
    follow(page.locator("main form button[type=submit], main form button:not([type])").first)

    page.wait_for_url(
        lambda url: url.endswith(f"/classes/{course.slug}/register/") and "?" not in url
    )
    follow(page.get_by_role("button", name="신청하기"))
    page.wait_for_url("**/my/classes/C-*/")
    registration = Registration.objects.get(person=member)
    assert registration.is_confirmed
    assert registration.reference in page.inner_text("main")

    calendar = page.get_by_role("link", name="내 달력에 넣기").get_attribute("href")
    (event,) = check(client.get(calendar).content)
    assert event["SUMMARY"][1] == "점심 노동법률"

    follow(page.get_by_role("link", name="신청 취소하기"))
    follow(page.get_by_role("button", name="신청 취소하기"))
    page.get_by_text("신청을 취소했습니다").wait_for()
    registration.refresh_from_db()
    assert registration.state == "cancelled"


@pytest.mark.parametrize("javascript", [True, False])
def test_going_back_leads_to_the_seat_one_has_and_takes_no_second(
    browser_page, member_client, course, javascript
):
    page = browser_page(javascript=javascript, width=390, client=member_client)
    page.goto(f"/classes/{course.slug}/register/")
    follow(page.get_by_role("button", name="신청하기"))
    page.wait_for_url("**/my/classes/C-*/")
    page.go_back()
    again = page.get_by_role("button", name="신청하기")
    if again.count():  # a browser may show the page it kept
        follow(again)
    page.wait_for_url("**/my/classes/C-*/")
    [registration] = Registration.objects.filter(course=course)
    assert registration.reference in page.url
    course.refresh_from_db()
    assert course.taken == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_list_is_filtered(browser_page, course, javascript):
    page = browser_page(javascript=javascript)
    page.goto("/classes/")
    page.get_by_label("교육 방식").select_option("online")
    if not javascript:
        page.get_by_role("button", name="강좌 보기").click()
    page.get_by_text("조건에 맞는 강좌가 없습니다").wait_for()
    expect(page).to_have_url(re.compile("kind=online"))


@pytest.mark.looks
def test_screens_of_classes_are_accessible(browser_page, member_client, course):
    member = member_client.member
    now = timezone.now()
    full = make_course(now=now, title="꽉 찬 강좌", capacity=1)
    (other,) = people(1)
    registrations.register(full, person=other, by=other, now=now)
    queued = registrations.join_waiting_list(full, person=member, by=member, now=now)
    held = registrations.register(course, person=member, by=member, now=now)
    off = courses.cancel_course(
        make_course(now=now, title="취소된 강좌"), by=None, now=now, reason="강사 사정"
    )
    month = timezone.localtime(course.starts_at)
    addresses = [
        "/classes/", "/classes/?kind=online", f"/classes/calendar/{month.year}/{month.month}/",
        full.get_absolute_url(), off.get_absolute_url(), course.get_absolute_url(),
        "/my/classes/", "/my/classes/?past",
        f"/my/classes/{held.reference}/", f"/my/classes/{queued.reference}/",
        f"/my/classes/{held.reference}/cancel/", "/en/classes/",
    ]  # fmt: skip
    signed_in = browser_page(client=member_client)
    visitor = browser_page()
    wrong = {}
    for page in (signed_in, visitor):
        for address in addresses:
            if page is visitor and address.startswith("/my/"):
                continue  # the way to sign in, judged with the entrance
            page.goto(address)
            if found := unsound(page, least=24, axe=not address.startswith("/en/")):
                wrong[address] = found
    assert wrong == {}
