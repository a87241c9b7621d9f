"""Links editors set follow the reader's language."""

import pytest
from django.utils.translation import override

from cms.pages import links
from cms.pages.chosen import foresee, remembered, shown_to_reader
from cms.streams.links import LinkBlock
from tests.cms.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def about(home, home_en):
    """A Korean page with its English translation."""
    page = StandardPageFactory(slug="about", title="소개")
    page.copy_for_translation(home_en.locale).save_revision().publish()
    return page


def address_of(page):
    return LinkBlock().to_python({"page": page.pk, "address": ""}).url


def test_chosen_page_is_met_in_the_readers_language(about):
    assert address_of(about) == "/about/"
    with override("en"):
        assert address_of(about) == "/en/about/"


def test_page_without_translation_leads_to_itself(home):
    page = StandardPageFactory(slug="only-korean")
    with override("en"):
        assert address_of(page) == "/only-korean/"


def test_unpublished_translation_is_not_shown(about):
    about.get_translations().get().unpublish()
    with override("en"):
        assert address_of(about) == "/about/"


def test_translations_are_read_together(about, home, django_assert_num_queries):
    more = [StandardPageFactory(slug=f"more-{number}") for number in range(3)]
    raw = [{"page": page.pk} for page in (about, *more)]
    with override("en"), remembered(), django_assert_num_queries(2):
        foresee(raw)
        blocks = LinkBlock().bulk_to_python([{**one, "address": ""} for one in raw])
        assert [shown_to_reader(block["page"]).slug for block in blocks] == [
            "about",
            *(page.slug for page in more),
        ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("/search/?q=a#b", "/en/search/?q=a#b"),
        ("/en/search/", "/en/search/"),
        ("/a-page-of-the-tree/", "/a-page-of-the-tree/"),
        ("/media/a.pdf", "/media/a.pdf"),
        ("https://example.org/search/", "https://example.org/search/"),
        ("tel:120", "tel:120"),
    ],
)
def test_addresses_of_the_site_follow_too(written, shown):
    with override("en"):
        assert links.in_language(written) == shown


def test_english_address_leads_back_to_korean():
    with override("ko"):
        assert links.in_language("/en/search/") == "/search/"


def test_address_of_a_plugin_that_is_off_is_shut_in_either_language(monkeypatch):
    monkeypatch.setattr(links, "is_enabled", lambda label: label != "members")
    for language in ("ko", "en"):
        with override(language):
            assert not links.is_open("/my/")
            assert not links.is_open("/en/my/")
            assert links.is_open("/search/")
