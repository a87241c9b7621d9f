"""The living page: for staff only, complete, and without a fault in a real browser."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser import axe_violations, overflowing, unsound

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "design"
ADDRESSES = {"ko": "/design/", "en": "/en/design/"}


@pytest.fixture
def director(transactional_db, staff_client):
    return staff_client("administrator")


@pytest.mark.django_db
def test_visitors_are_asked_to_sign_in(client):
    response = client.get("/design/")
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/design/")


def test_members_find_no_such_page(member_client):
    assert member_client.get("/design/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_component_is_shown(staff_client, language):
    response = staff_client("editor").get(ADDRESSES[language])
    assert response.status_code == 200
    shown = {template.name for template in response.templates}
    assert {f"design/{path.name}" for path in COMPONENTS.glob("*.html")} - shown == set()


@pytest.mark.looks
@pytest.mark.browser
@pytest.mark.parametrize("language", ["ko", "en"])
def test_living_page_is_accessible_and_fits(live_site, director, browser_page, language):
    page = browser_page(language=language, client=director)
    assert page.goto(ADDRESSES[language]).status == 200
    assert unsound(page) == []


@pytest.mark.browser
def test_living_page_works_at_four_times_the_size(live_site, director, browser_page):
    # 1280 pixels at 400 % are 320 pixels wide and few pixels high.
    page = browser_page(width=320, height=225, client=director)
    page.goto("/design/")
    assert overflowing(page) == []
    bar = page.locator(".action-bar")
    assert bar.evaluate("(one) => getComputedStyle(one).position") == "static"


@pytest.mark.browser
def test_dialog_asks_and_can_be_left(live_site, director, browser_page):
    page = browser_page(client=director)
    page.goto("/design/")
    opener, dialog = page.locator("[data-dialog]"), page.locator("#sample-dialog")
    opener.click()
    expect(dialog).to_be_visible()
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    dialog.get_by_role("button").first.click()
    expect(dialog).to_be_hidden()


@pytest.mark.browser
def test_characters_are_counted_as_the_server_counts(live_site, director, browser_page):
    page = browser_page(client=director)
    page.goto("/design/")
    box, count = page.locator("#id_plan"), page.locator("#id_plan_count")
    expect(count).to_have_text("0 / 1,000자")
    box.fill("가나다\n라👪")
    expect(count).to_have_text("6 / 1,000자")
    wrong = page.locator("#id_wrong-plan_count")
    expect(wrong).to_have_text("1,012 / 1,000자 · 12자 넘었습니다")
    page.evaluate("window.onbeforeunload = null")
    box.fill("")


@pytest.mark.browser
def test_error_summary_takes_the_focus_and_leads_to_the_box(live_site, director, browser_page):
    page = browser_page(client=director)
    page.goto("/design/")
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").nth(1).click()
    expect(page.locator("#id_wrong-email")).to_be_focused()


@pytest.mark.browser
def test_leaving_unsaved_answers_warns(live_site, director, browser_page):
    page = browser_page(client=director)
    page.goto("/design/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#id_name").press_sequentially("해")
    page.goto("/no-such-page/")
    assert asked == ["beforeunload"]


@pytest.mark.browser
def test_copy_button_copies_and_says_so(live_site, director, browser_page):
    page = browser_page(client=director, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/design/")
    button = page.locator("[data-copy]")
    button.click()
    expect(button).to_have_text("복사했습니다")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#sample-copy").input_value()


@pytest.mark.browser
def test_without_scripts_nothing_is_promised_that_needs_them(live_site, director, browser_page):
    page = browser_page(client=director, javascript=False)
    page.goto("/design/")
    assert page.locator("[data-copy]").count() == 1
    assert not page.locator("[data-copy]").is_visible()
    assert not page.locator("[data-print]").is_visible()
    assert page.locator("#id_plan_count").inner_text() == "1,000자까지 쓸 수 있습니다"
