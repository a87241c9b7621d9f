"""The second journey in a real Chromium: a community applies to the open call."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from grants.domain.calls import decide
from grants.domain.drafting import save_section
from grants.models import Application, SetAside
from tests.browser import DESK, PHONE, follow, unsound
from tests.grants.domain.test_drafting import PDF
from tests.grants.factories import (
    ANSWERS,
    at,
    draft,
    make_call,
    make_community,
    open_call,
    submitted,
)

pytestmark = [pytest.mark.browser]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
RULES = [{"kind": "min_members", "number": 3}, {"kind": "seoul", "number": 100}]


def signed_in(person):
    client = Client()
    client.force_login(person, BACKEND)
    return client


@pytest.fixture
def call(live_site):
    return open_call(rules=RULES)


@pytest.fixture
def community(live_site):
    return make_community(3, name="해바라기 모임")


def fill_plan(page):
    page.get_by_label("부모교육").check()
    page.get_by_label("모임이 하려는 일을 알려 주세요").fill(ANSWERS["activity"])
    page.get_by_label("일정").fill(ANSWERS["schedule"])
    page.get_by_label("활동을 시작하는 날").fill("2027-03-13")
    page.get_by_label("어른").fill("１２명")
    page.get_by_label("아이").fill("15")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_leader_applies_from_the_call_to_the_receipt(
    browser_page, call, community, javascript, width
):
    page = browser_page(width=width, javascript=javascript, client=signed_in(community.leader))
    page.goto(f"/calls/{call.slug}/")
    follow(page.get_by_role("link", name="신청 자격 확인하고 시작"))
    follow(page.get_by_role("button", name="지원서 쓰기 시작"))

    page.get_by_label("우리 모임을 소개해 주세요").fill(ANSWERS["about"])
    page.get_by_label("주로 활동하는 자치구").select_option("geumcheon")
    page.get_by_role("radio", name="예", exact=True).check()
    follow(page.get_by_role("button", name="저장하고 다음").last)

    fill_plan(page)
    follow(page.get_by_role("button", name="저장하고 다음").last)

    page.get_by_label("강사비, 산출 근거").fill("200,000원 × 3회")
    page.get_by_label("강사비, 지원금").fill("60만원")
    page.get_by_label("다과비, 산출 근거").fill("27명 × 3,000원")
    page.get_by_label("다과비, 지원금").fill("350,000")
    page.get_by_label("다과비, 자부담").fill("55000")
    if javascript:
        expect(page.locator("[data-total=grant]")).to_have_text("950,000원")
    follow(page.get_by_role("button", name="저장하고 다음").last)

    page.get_by_label("활동계획서나 참고 자료").set_input_files(
        {"name": "활동 계획.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    follow(page.get_by_role("button", name="저장하고 다음").last)

    assert page.get_by_role("link", name="활동 계획.pdf").is_visible()
    page.get_by_role("checkbox").check()
    follow(page.get_by_role("button", name="지원서 제출하기"))
    assert "2027-1-001" in page.locator(".confirmation").inner_text()

    application = Application.objects.get()
    assert (application.state, application.asked, application.own_share) == (
        "submitted",
        950_000,
        55_000,
    )
    assert application.submission.answers["adults"] == 12


def test_member_writes_and_it_is_saved_as_she_types(browser_page, call, community):
    application = draft(call, community)
    member = community.members.last()
    page = browser_page(client=signed_in(member))
    page.goto(f"/my/applications/{application.pk}/write/plan/")
    page.get_by_label("모임이 하려는 일을 알려 주세요").fill("저절로 저장되는 글")
    page.get_by_text(re.compile("방금 저장됨")).wait_for()
    assert Application.objects.get().answers["activity"] == "저절로 저장되는 글"
    # Leaving asks nothing, since all is saved.
    page.goto("/my/applications/")
    assert Application.objects.get().saves.get().saved_by == member


def test_two_members_at_once_see_each_other_and_both_versions(browser_page, call, community):
    application = draft(call, community)
    sun = browser_page(client=signed_in(community.leader))
    moon = browser_page(client=signed_in(community.treasurer))
    for page in (sun, moon):
        page.goto(f"/my/applications/{application.pk}/write/plan/")
    box = "모임이 하려는 일을 알려 주세요"
    moon.get_by_label(box).fill("달이 쓴 글")
    moon.get_by_text(re.compile("방금 저장됨")).wait_for()
    sun.get_by_label(box).fill("해가 쓴 글")
    sun.get_by_role("link", name="비교하기").wait_for()
    expect(sun.locator("#others")).to_contain_text(community.treasurer.name)
    # What is on the screen is still her own.
    assert sun.get_by_label(box).input_value() == "해가 쓴 글"
    follow(sun.get_by_role("link", name="비교하기"))
    follow(sun.get_by_role("button", name=f"{community.leader.name} 님의 답으로 바꾸기"))
    sun.get_by_text("한 가지 답만 남겼습니다.").wait_for()
    assert Application.objects.get().answers["activity"] == "해가 쓴 글"
    assert not SetAside.objects.exists()


def test_keyboard_alone_saves_and_goes_on(browser_page, call, community):
    application = draft(call, community)
    page = browser_page(client=signed_in(community.leader))
    page.goto(f"/my/applications/{application.pk}/write/community/")
    page.get_by_label("모이는 곳").focus()
    page.keyboard.type("반포도서관")
    page.keyboard.press("Enter")
    page.wait_for_url("**/write/plan/")
    assert Application.objects.get().answers["meeting_place"] == "반포도서관"


def test_late_submission_is_told_and_nothing_lost(browser_page, call, community):
    application = draft(call, community)
    page = browser_page(client=signed_in(community.leader))
    page.goto(f"/my/applications/{application.pk}/check/")
    type(call).objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    page.get_by_role("checkbox").check()
    follow(page.get_by_role("button", name="지원서 제출하기"))
    page.get_by_text("마감되었습니다.").first.wait_for()
    assert Application.objects.get().state == "draft"


def test_coordinator_adds_a_question_in_the_builder(browser_page, call, staff_client):
    page = browser_page(height=1000, client=staff_client("coordinator"))
    page.goto(f"/admin/grants/calls/edit/{call.pk}/#tab-application_form")
    page.get_by_role("tab", name="지원서 양식").click()
    # Pressed while the blocks are still being drawn, the button is that above the first.
    last = page.locator(f"input[name=questions-{len(call.questions) - 1}-order]")
    expect(last).to_have_count(1)
    labels = page.locator("input[name$=-value-label]")
    before = labels.count()
    page.locator("button.c-sf-add-button").last.click()
    option = page.get_by_role("option", name="예·아니요")
    expect(option).to_be_visible()
    option.click()
    # The last one is the new one only once it is there; the others are folded.
    expect(labels).to_have_count(before + 1)
    expect(labels.last).to_be_visible()
    labels.last.fill("돌봄이 필요한가요?")
    page.get_by_role("button", name="저장").last.click()
    page.get_by_text("수정됨").wait_for()
    added = type(call).objects.get(pk=call.pk).form.questions[-1]
    assert (added.kind, added.label) == ("yes_no", "돌봄이 필요한가요?")
    assert added.key.startswith("q")


def states(community):
    """Return the addresses of every template of calls and applications, in telling states."""
    now = timezone.now()
    past = make_call(
        year=2016,
        opens_at=now - timedelta(days=60),
        closes_at=now - timedelta(days=40),
        announced_at=now - timedelta(days=70),
        result_note="13개 구 19개 모임을 선정했습니다.",
    )
    chosen = submitted(past, make_community(1, name="무지개 모임"))
    decide(past, {chosen: 1_200_000}, by=None, clock=at(now - timedelta(days=20)))
    call = open_call(rules=RULES, contact="커뮤니티 지원팀 02-000-0000")
    application = draft(call, community, adults={"typed": "여럿"}, activity=None)
    section = application.form.section("plan")
    save_section(application, section, {"schedule": "달의 일정"}, by=community.treasurer, seen={})
    SetAside.objects.create(
        application=application,
        question="schedule",
        answer="해의 일정",
        by=community.leader,
        at=now,
    )
    save_section(
        application,
        application.form.section("files"),
        {},
        by=community.leader,
        seen={},
        files={"plan_file": _files()},
    )
    sent = submitted(open_call(year=2028, rules=RULES), community)
    mine = f"/my/applications/{application.pk}"
    return [
        "/calls/",
        f"/calls/{call.slug}/",
        f"/calls/{past.slug}/",
        f"/calls/{call.slug}/questions/",
        "/my/applications/",
        f"/my/applications/start/{call.slug}/",
        f"{mine}/",
        *(f"{mine}/write/{one.key}/" for one in application.form.sections),
        f"{mine}/write/plan/?check",
        f"{mine}/check/",
        f"{mine}/print/?draft",
        f"{mine}/withdraw/",
        f"/my/applications/{sent.pk}/",
        f"/my/applications/{sent.pk}/write/plan/",
        f"/my/applications/{sent.pk}/done/",
    ]


def _files():
    from cms.questions.kinds.files import FileChange

    return FileChange((SimpleUploadedFile("아주 긴 이름의 활동 계획서 최종 수정본.pdf", PDF),))


@pytest.mark.looks
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_is_accessible(browser_page, live_site, community, language):
    page = browser_page(language=language, client=signed_in(community.leader))
    prefix = "" if language == "ko" else "/en"
    wrong = []
    for address in states(community):
        page.goto(f"{prefix}{address}")
        found = [
            *unsound(page, axe=language == "ko"),
            *(["not one h1"] if page.locator("h1").count() != 1 else []),
        ]
        wrong += [f"{address} {one}" for one in found]
    assert wrong == []
