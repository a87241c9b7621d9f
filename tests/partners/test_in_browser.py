"""Partners and the directory in a real Chromium: found with and without JavaScript, by axe too."""

import re

import pytest
from playwright.sync_api import expect
from wagtail.models import Locale

from tests.browser import PHONE, axe_violations, unsound
from tests.partners.factories import (
    MouFactory,
    PartnerFactory,
    PartnerIndexPageFactory,
    PartnerPageFactory,
    ResourceDirectoryPageFactory,
    ResourceFactory,
)

pytestmark = [pytest.mark.browser]

LONG = "아주 긴 이름을 가진 구로 금천 영등포 다문화 한부모 가족 통합 지원 상담 센터 분소 제2별관"


@pytest.fixture
def directory(live_site):
    ResourceFactory(
        title="노동 상담실",
        description_en="Advice",
        kind="labour",
        district="guro",
        phone="02-000-0001",
    )
    ResourceFactory(
        title="마포 놀이방",
        description_en="Play",
        kind="childcare",
        district="mapo",
        phone="1577-0000",
    )
    ResourceFactory(
        title=LONG,
        title_en="Long",
        kind="family",
        district="",
        description=LONG * 3,
        description_en="Long",
    )
    return ResourceDirectoryPageFactory(title="도움받을 곳", summary="찾아서 바로 전화하세요.")


@pytest.fixture
def index(live_site):
    mou = MouFactory(partner__name="느티나무 도서관", summary="함께 엽니다\n나눕니다")
    MouFactory(partner=mou.partner, title="두 번째 협약", signed_on="2024-01-02")
    PartnerFactory(name=LONG, link="https://long.example/", phone="02-000-0000")
    page = PartnerIndexPageFactory(title="협약기관", slug="partners")
    PartnerPageFactory(
        parent=page,
        partner=mou.partner,
        title="책 옆에서",
        slug="library",
        summary="함께 읽습니다.",
    )
    return page


@pytest.mark.parametrize("javascript", [True, False])
def test_a_parent_finds_a_service_and_its_number(browser_page, directory, javascript):
    page = browser_page(width=PHONE, javascript=javascript)
    page.goto(directory.url)
    assert page.locator(".row").count() == 3
    page.get_by_label("검색어").fill("상담을")
    page.get_by_label("자치구").select_option("guro")
    if not javascript:
        page.get_by_role("button", name="보기").click()
    # The long one serves all of Seoul, and 상담 stands in its name.
    page.get_by_text("도움받을 곳 2곳").wait_for()
    expect(page).to_have_url(re.compile("district=guro"))
    assert page.get_by_role("link", name=re.compile("02-000-0001")).get_attribute("href") == (
        "tel:020000001"
    )


def test_choosing_keeps_the_place_and_the_way_back(browser_page, directory):
    page = browser_page()
    page.goto(directory.url)
    kind = page.get_by_label("분야")
    kind.focus()
    kind.select_option("childcare")
    page.get_by_text("도움받을 곳 1곳").wait_for()
    # Only the results were exchanged: the choice still has the focus.
    expect(kind).to_be_focused()
    page.go_back()
    page.get_by_text("도움받을 곳 3곳").wait_for()


@pytest.mark.looks
def test_every_state_is_accessible(browser_page, directory, index):
    page = browser_page()
    for address in (
        directory.url,
        f"{directory.url}?q=없는말",
        index.url,
        f"{index.url}?kind=media",
        f"{index.url}library/",
    ):
        page.goto(address)
        assert unsound(page) == [], address


def test_english_pages_are_english(browser_page, directory):
    english = Locale.objects.get(language_code="en")
    copy = directory.copy_for_translation(english, copy_parents=True)
    copy.title = "Help near you"
    copy.summary = "Find it and call."
    copy.save_revision().publish()
    page = browser_page(language="en")
    page.goto(copy.url)
    assert page.get_by_label("District").is_visible()
    main = page.inner_text("main").replace(LONG, "")
    assert not re.search("[가-힣]", main.replace("Parenting desk", "")), main
    assert axe_violations(page) == []
