"""Pages of a plug-in that is off or gone are nowhere to be met."""

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, PageViewRestriction

from cms.navigation import navigation
from cms.pages import visibility
from tests.cms.factories import StandardPageFactory, TimelinePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_cms_labels(monkeypatch):
    """As if the timeline came from a plug-in that is off."""

    def hide(page: Page) -> None:
        kind = ContentType.objects.create(app_label="gone", model="gonepage")
        Page.objects.filter(pk=page.pk).update(content_type=kind)

    return hide


@pytest.fixture
def section(home):
    return StandardPageFactory(title="소개", slug="about", show_in_menus=True)


def test_page_of_an_absent_plugin_is_404_and_out_of_lists(client, section, without_cms_labels):
    page = TimelinePageFactory(parent=section, slug="history", show_in_menus=True)
    assert client.get("/about/history/").status_code == 200
    without_cms_labels(page)
    assert client.get("/about/history/").status_code == 404
    response = client.get("/about/")
    assert navigation(response.wsgi_request).menu[0].children == ()
    assert "/about/history/" not in client.get("/sitemap.xml").content.decode()


def test_pages_below_a_page_that_is_off_are_off_too(client, section, without_cms_labels):
    StandardPageFactory(parent=section, slug="below")
    without_cms_labels(section)
    assert client.get("/about/below/").status_code == 404


def test_labels_shown_follow_the_switch(monkeypatch):
    assert "cms" in visibility.shown_app_labels()
    plugin = "members"
    monkeypatch.setattr(visibility, "_installed", lambda: frozenset({"cms", plugin}))
    monkeypatch.setattr(visibility, "disabled_labels", lambda: frozenset({plugin}))
    assert visibility.shown_app_labels() == frozenset({"cms"})


def test_restricted_pages_still_ask(client, section):
    StandardPageFactory(parent=section, slug="inner")
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    for path in ("/about/", "/about/inner/"):
        response = client.get(path)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")
    assert "/about/" not in client.get("/sitemap.xml").content.decode()


def test_draft_is_404(client, home):
    StandardPageFactory(slug="draft", live=False)
    assert client.get("/draft/").status_code == 404
