"""The frame around every page, in a browser and without one."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Page, Site

from cms.models import CentreSettings, HomePage
from tests.browser import axe_violations, overflowing, small_targets, unsound


@pytest.fixture
def menu(db):
    """A home page with two sections, one with pages below it, and a centre that says much."""
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="홈", slug="home-menu"))
    Site.objects.update(root_page=home)
    Site.clear_site_root_paths_cache()
    classes = home.add_child(instance=HomePage(title="교육·강좌", slug="one", show_in_menus=True))
    home.add_child(instance=HomePage(title="센터 소개", slug="two", show_in_menus=True))
    for number in range(3):
        page = HomePage(title=f"강좌 {number}", slug=f"sub-{number}", show_in_menus=True)
        classes.add_child(instance=page)
    privacy = home.add_child(instance=HomePage(title="개인정보처리방침", slug="privacy"))
    CentreSettings.objects.create(
        privacy_page=privacy,
        masthead="이 누리집은 공공 누리집의 예시입니다",
        masthead_en="This is an example of a public site",
        notice="12월 5일(토) 새벽 2시부터 4시까지 신청이 잠시 멈춥니다.",
        hotline="직장맘 전용콜 120+5번",
        hotline_number="120",
        opening_hours="평일 09:00–18:00",
        email="help@pumasi.example",
    )


@pytest.mark.django_db
def test_frame_holds_nothing_of_the_visitor(client, menu):
    response = client.get("/nowhere/")
    text = response.content.decode()
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in text
    assert "nonce" not in text
    assert 'href="/accounts/login/?next=%2Fnowhere%2F"' in text
    assert reverse("account_logout") not in text


def test_frame_shows_a_member_the_way_in_and_out(member_client, menu):
    text = member_client.get("/nowhere/").content.decode()
    assert f'href="{reverse("account_logout")}"' in text
    assert reverse("wagtailadmin_home") not in text
    assert "csrfmiddlewaretoken" not in text


@pytest.mark.django_db
def test_frame_shows_staff_their_area(staff_client, menu):
    text = staff_client("editor").get("/nowhere/").content.decode()
    assert f'href="{reverse("wagtailadmin_home")}"' in text


@pytest.mark.django_db
def test_frame_says_who_runs_the_site_and_how_to_reach_them(client, menu):
    text = client.get("/nowhere/").content.decode()
    assert "이 누리집은 공공 누리집의 예시입니다" in text
    assert "새벽 2시부터 4시까지 신청이 잠시 멈춥니다" in text
    assert 'class="footer__phone" href="tel:120"' in text
    assert 'href="mailto:help@pumasi.example"' in text
    assert '<a href="/privacy/">개인정보처리방침</a>' in text
    assert text.count('href="/one/"') == 3  # menu, footer, the ways on of this page
    assert text.count('href="/one/sub-2/"') == 1


@pytest.mark.django_db
def test_frame_speaks_english(client, menu):
    text = client.get("/en/nowhere/").content.decode()
    assert '<html lang="en">' in text
    assert "This is an example of a public site" in text
    assert ">Sign in<" in text
    assert 'href="/nowhere/" lang="ko" hreflang="ko"' in text


@pytest.mark.looks
@pytest.mark.browser
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_page_not_found_is_accessible_and_fits(live_site, menu, browser_page, prefix):
    page = browser_page(language="en" if prefix else "ko")
    assert page.goto(f"{prefix}/no-such-page/").status == 404
    assert unsound(page) == []


@pytest.mark.looks
@pytest.mark.browser
def test_bare_error_pages_are_accessible_and_fit(live_site, browser_page, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    page = browser_page()
    page.route("**/*", lambda route: route.continue_())
    page.set_extra_http_headers({})
    html_400 = page.goto(live_site.replace("localhost", "127.0.0.1") + "/")
    assert html_400.status == 400
    assert unsound(page) == []


@pytest.mark.browser
def test_menu_opens_on_a_phone_and_closes_with_escape(live_site, menu, browser_page):
    page = browser_page(width=320)
    page.goto("/no-such-page/")
    button = page.get_by_role("button", name="메뉴")
    assert button.get_attribute("aria-expanded") == "false"
    assert not page.locator("#menu").is_visible()
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("link", name="강좌 2")).to_be_visible()
    assert axe_violations(page) == []
    assert overflowing(page) == []
    assert small_targets(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.browser
def test_menu_opens_without_scripts(live_site, menu, browser_page):
    page = browser_page(width=320, javascript=False)
    page.goto("/no-such-page/")
    assert not page.locator("#menu").is_visible()
    page.locator(".menu-button").click()
    expect(page.get_by_role("link", name="강좌 2")).to_be_visible()
    page.get_by_role("link", name="메뉴 닫기").click()
    expect(page.locator("#menu")).to_be_hidden()


@pytest.mark.browser
def test_keyboard_reaches_the_text_and_the_panels(live_site, menu, browser_page):
    page = browser_page()
    page.goto("/no-such-page/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.get_by_role("navigation", name="주 메뉴").get_by_role("link", name="교육·강좌").focus()
    panel = page.locator(".nav__sub").first
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
