"""Carrying a page over into the other language."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Locale

from cms.pages.translations import newer_original, translate
from tests.cms.factories import StandardPageFactory
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(home):
    return Locale.objects.get(language_code="en")


def test_translate_copies_page_and_those_above_as_drafts(home, home_en, english):
    above = StandardPageFactory(title="센터 소개", slug="소개")
    page = StandardPageFactory(parent=above, title="연혁", slug="연혁")
    copy = translate(page, to=english, by=UserFactory(is_superuser=True))
    assert (copy.live, copy.locale, copy.translation_key) == (False, english, page.translation_key)
    assert copy.get_parent().translation_key == above.translation_key
    assert copy.get_parent().get_parent().pk == home_en.pk


def test_translate_again_returns_the_same_page(english):
    page, by = StandardPageFactory(), UserFactory(is_superuser=True)
    assert translate(page, to=english, by=by).pk == translate(page, to=english, by=by).pk


def test_translate_asks_for_the_right(english):
    with pytest.raises(PermissionDenied):
        translate(StandardPageFactory(), to=english, by=UserFactory())


def test_newer_original_is_told_once_the_korean_page_was_published_later(english):
    page = StandardPageFactory()
    copy = translate(page, to=english, by=UserFactory(is_superuser=True))
    assert newer_original(copy) is None
    page.save_revision().publish()
    assert newer_original(type(copy).objects.get(pk=copy.pk)).pk == page.pk
    assert newer_original(page) is None


def test_editor_carries_over_by_a_button(staff_client, english):
    client, page = staff_client("editor"), StandardPageFactory()
    address = reverse("translate_page", args=[page.pk, "en"])
    assert (
        address in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )
    asked = client.get(address)
    assert asked.status_code == 200
    assert not page.has_translation(english)
    done = client.post(address)
    copy = page.get_translation(english)
    assert done["Location"] == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    assert copy.owner == client.user
    assert client.get(address)["Location"] == done["Location"]


def test_accountant_may_not(staff_client, english):
    page = StandardPageFactory()
    response = staff_client("accountant").post(reverse("translate_page", args=[page.pk, "en"]))
    assert response.status_code in {302, 403}
    assert not page.has_translation(english)
