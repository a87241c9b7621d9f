"""Menu, breadcrumbs, languages and legal links, on any view."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation

from cms.navigation import Link, navigation
from plugins import state
from tests.cms.factories import LinkPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


def navigate(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return navigation(response.wsgi_request)


def bare_request(path="/accounts/login/"):
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


@pytest.fixture
def about(home):
    return StandardPageFactory(title="센터 소개", slug="about", show_in_menus=True)


@pytest.fixture
def history(about):
    return StandardPageFactory(parent=about, title="연혁", slug="history", show_in_menus=True)


@pytest.fixture
def about_en(about, home_en):
    page = about.copy_for_translation(home_en.locale)
    page.title = "About us"
    page.save_revision().publish()
    return page


def test_menu_has_two_levels_and_marks_where_one_is(client, about, history):
    StandardPageFactory(parent=history, title="셋째 층", slug="third", show_in_menus=True)
    StandardPageFactory(title="숨은 쪽", slug="hidden")
    StandardPageFactory(title="초안", slug="draft", show_in_menus=True, live=False)
    assert navigate(client, "/about/history/").menu == (
        Link("센터 소개", "/about/", True, (Link("연혁", "/about/history/", True),)),
    )


def test_breadcrumbs_lead_home(client, about, history):
    assert navigate(client, "/about/history/").breadcrumbs == (
        Link("홈", "/"),
        Link("센터 소개", "/about/"),
        Link("연혁", "", True),
    )
    assert navigate(client, "/").breadcrumbs == ()


def test_menu_link_leads_to_its_target_and_marks_views_below_it(home):
    LinkPageFactory(title="로그인", target="/accounts/", slug="login")
    from wagtail.models import Page

    Page.objects.filter(slug="login").update(show_in_menus=True)
    assert navigation(bare_request()).menu == (Link("로그인", "/accounts/", True),)


def test_menu_link_into_a_plugin_that_is_off_is_left_out(home, settings):
    pytest.importorskip("events")
    if "events" not in settings.PLUGINS:
        pytest.skip("events is not installed")
    settings.PLUGIN_STATE_SECONDS = 3600
    page = LinkPageFactory(title="강좌", target="/classes/", slug="classes-link")
    page.show_in_menus = True
    page.save()
    assert [link.label for link in navigation(bare_request()).menu] == ["강좌"]
    state.remember(frozenset({"events"}))
    assert navigation(bare_request()).menu == ()


def test_language_switch_keeps_the_page(client, about_en):
    korean, english = navigate(client, "/about/").languages
    assert (korean.url, korean.current) == ("/about/", True)
    assert (english.url, english.label) == ("/en/about/", "English")
    back, _here = navigate(client, "/en/about/").languages
    assert back.url == "/about/"


def test_language_switch_falls_back_to_the_nearest_translated_ancestor(client, about_en, history):
    _korean, english = navigate(client, "/about/history/").languages
    assert english.url == "/en/about/"


def test_language_switch_translates_other_addresses(client, home):
    languages = navigation(bare_request("/accounts/login/?next=/my/")).languages
    assert [one.url for one in languages] == [
        "/accounts/login/?next=/my/",
        "/en/accounts/login/?next=/my/",
    ]


def test_alternates_name_only_true_translations(client, about_en, history):
    assert navigate(client, "/about/").alternates == (
        ("ko", "http://testserver/about/"),
        ("en", "http://testserver/en/about/"),
    )
    assert navigate(client, "/about/history/").alternates == (
        ("ko", "http://testserver/about/history/"),
    )


def test_legal_pages_are_linked_in_the_language_being_spoken(client, centre, about, about_en):
    centre.privacy_page = about
    centre.save()
    assert navigate(client, "/").legal == (Link("센터 소개", "/about/"),)
    assert navigate(client, "/en/").legal == (Link("About us", "/en/about/"),)


@pytest.mark.parametrize("pages", [1, 3, 100])
@pytest.mark.many
def test_navigation_of_any_view_takes_three_queries(home, django_assert_num_queries, pages):
    for number in range(pages):
        StandardPageFactory(title=f"쪽 {number}", slug=f"p{number}", show_in_menus=True)
    navigation(bare_request())  # Wagtail keeps the site's root paths in the cache
    with django_assert_num_queries(3):
        assert len(navigation(bare_request()).menu) == pages


def test_english_views_without_an_english_tree_show_the_korean_menu(about, home_en):
    home_en.unpublish()
    with translation.override("en"):
        assert [link.label for link in navigation(bare_request("/en/accounts/login/")).menu] == []
