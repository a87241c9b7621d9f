"""Staff at the first sign-in: enrol, get in, write and publish; nothing the policy refuses."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import Group
from playwright.sync_api import expect
from wagtail.models import Page

from tests.browser import axe_violations, follow, overflowing
from tests.members.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.browser]


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_new_staff_enrol_an_authenticator_app_and_get_in(browser_page, live_site):
    editor = UserFactory(name="새 편집자")
    editor.groups.add(Group.objects.get(name="editor"))
    assert EmailAddress.objects.filter(user=editor, verified=True).exists()
    page = browser_page(width=390)

    page.goto("/admin/images/")
    page.locator("input[name=login]").fill(editor.email)
    page.locator("input[name=password]").fill(PASSWORD)
    follow(page.locator("main form button[type=submit], main form button:not([type])").first)

    page.wait_for_url("**/accounts/2fa/")
    follow(page.locator("a[href$='/2fa/totp/activate/']"))
    expect(page.locator("img.enrol__qr")).to_be_visible()
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("input[name=code]").fill(code_for(secret))
    follow(page.locator("main form button[type=submit], main form button:not([type])").first)

    page.wait_for_url("**/recovery-codes/")
    follow(page.locator("a[href='/admin/images/']"))
    page.wait_for_url("**/admin/images/")
    assert "이미지" in page.title()


SCREENS = [
    "/admin/",
    "/admin/jobs/",
    "/admin/figures/",
    "/admin/plugins/",
    "/admin/audit/",
    "/admin/access-log/",
    "/admin/destroyed/",
    "/admin/users/",
    "/admin/users/new/",
]


def test_staff_screens_fit_and_break_nothing(browser_page, live_site, staff_client):
    page = browser_page(client=staff_client("administrator", "editor"))
    for path in SCREENS:
        page.goto(path)
        page.wait_for_selector("#main")
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert (width, overflowing(page) + axe_violations(page)) == (width, []), path


def test_an_editor_writes_sees_the_preview_and_publishes(browser_page, live_site, staff_client):
    page = browser_page(client=staff_client("editor"))
    home = Page.objects.get(depth=2)
    page.goto(f"/admin/pages/{home.pk}/edit/")
    page.locator("#id_title").fill("새 첫 화면")
    page.locator("button[aria-label='미리보기 열기']").click()
    preview = page.frame_locator("[data-side-panel='preview'] iframe").first
    preview.locator("body").wait_for()
    page.locator("footer .w-dropdown__toggle").click()
    follow(page.locator("button[name=action-publish]"))
    page.wait_for_url("**/admin/pages/*/")
    home.refresh_from_db()
    assert home.title == "새 첫 화면"


def test_visitors_are_sent_no_staff_bar(browser_page, live_site):
    page = browser_page()
    page.goto("/")
    assert page.locator(".staff-bar").count() == 0
