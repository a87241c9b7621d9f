"""Every page type in a real browser: both languages, a phone and a desk."""

import pytest
from wagtail.models import Locale

from tests.browser import follow, unsound

pytestmark = [pytest.mark.browser]

PATHS = {
    "home": "",
    "standard": "about/",
    "section": "about/below/",
    "news": "news/",
    "news, filtered to nothing": "news/?kind=press&year=1999",
    "article": "news/a/",
    "timeline": "timeline/",
    "staff": "staff/",
    "facility": "place/",
    "publications": "books/",
    "publication": "books/b0/",
}


@pytest.fixture
def translated(live_site):
    """Every page type with content, and its translation."""
    from cms.pages.trees import ensure_site
    from tests.cms.factories import CentreSettingsFactory
    from tests.cms.pages.samples import build

    home = ensure_site(name="품앗이 직장맘지원센터", name_en="Pumasi Working Parents' Centre")
    CentreSettingsFactory(notice="점검합니다", notice_en="Maintenance", masthead="공공 누리집")
    build(home)
    english = Locale.objects.get(language_code="en")
    for page in home.get_descendants().specific():
        copy = page.copy_for_translation(english)
        copy.save_revision().publish()
    copy = home.get_translation(english)
    copy.body = type(home).objects.get(pk=home.pk).body
    copy.save_revision().publish()


@pytest.mark.looks
def test_pages_are_accessible_and_fit(browser_page, translated):
    for prefix, language in (("/", "ko"), ("/en/", "en")):
        page = browser_page(language=language)
        for name, path in PATHS.items():
            which = f"{name}, {prefix}"
            response = page.goto(prefix + path)
            assert response.status == 200, which
            assert (which, unsound(page, axe=language == "ko")) == (which, [])


def test_language_switch_keeps_the_place(browser_page, translated):
    page = browser_page()
    page.goto("/news/a/")
    follow(page.locator(".masthead a[hreflang=en]"))
    page.wait_for_url("**/en/news/a/")
    assert page.locator("html").get_attribute("lang") == "en"
    follow(page.locator(".masthead a[hreflang=ko]"))
    page.wait_for_url("**/news/a/")


def test_news_are_filtered_without_javascript(browser_page, translated):
    page = browser_page(javascript=False)
    page.goto("/news/")
    page.locator("select[name=kind]").select_option("press")
    follow(page.locator("form.filters button"))
    page.wait_for_url("**/news/?kind=press*")
    assert page.locator(".row").count() == 1
