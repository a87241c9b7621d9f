"""A locked block in the page editor of a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cms.models import StandardPage
from tests.cms.streams.test_locked import BODY, TEA, meaning, stored

pytestmark = [pytest.mark.browser]


@pytest.fixture
def page(live_site, tea):
    from cms.pages.trees import ensure_site
    from tests.cms.factories import StandardPageFactory

    ensure_site(name="품앗이 직장맘지원센터")
    return StandardPageFactory(title="차 한 잔", body=BODY)


def test_a_page_with_a_locked_block_is_moved_saved_and_published(
    browser_page, staff_client, switched, page
):
    client = staff_client("administrator")
    client.user.is_superuser = True
    client.user.save()
    switched(False)
    window = browser_page(client=client)
    window.goto(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    locked = window.locator("[data-locked-block=tea]")
    locked.wait_for()
    assert locked.inner_text().strip() != ""
    child = window.locator("[data-streamfield-child]", has=locked)
    expect(child.locator("use[href='#icon-bin']")).to_have_count(1)
    expect(child.locator("use[href='#icon-copy']")).to_have_count(0)
    child.locator("button:has(use[href='#icon-arrow-down'])").click()
    window.locator("#id_title").fill("차 두 잔")
    with window.expect_navigation():
        window.locator("button[name=action-publish]").evaluate("(button) => button.click()")
    kept = StandardPage.objects.get(pk=page.pk)
    assert kept.title == "차 두 잔"
    assert meaning(kept) == [("tea", TEA)]
    assert [kind for kind, _value in stored(kept)] == ["heading", "text", "tea"]


def test_a_plugin_that_is_off_offers_no_block(browser_page, staff_client, switched, page):
    client = staff_client("administrator")
    client.user.is_superuser = True
    client.user.save()
    window = browser_page(client=client)

    def offered() -> str:
        window.goto(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        window.locator(".c-sf-add-button").first.click()
        listbox = window.locator(".w-combobox")
        listbox.wait_for()
        return listbox.inner_text()

    assert "Tea" in offered()
    switched(False)
    assert "Tea" not in offered()
    switched(True)
    assert "Tea" in offered()
