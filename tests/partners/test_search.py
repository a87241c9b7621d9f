import pytest
from wagtail.models import Locale

from plugins.partners.search import resource_documents
from tests.partners.factories import ResourceDirectoryPageFactory, ResourceFactory

pytestmark = pytest.mark.django_db


def test_documents_stand_in_every_language_that_has_a_directory():
    page = ResourceDirectoryPageFactory(title="연계 정보", slug="links")
    resource = ResourceFactory(title="육아 상담실", title_en="Parenting desk")
    (korean,) = resource_documents(resource)
    assert (korean.locale, korean.title, korean.url) == (
        "ko",
        "육아 상담실",
        f"{page.url}#resource-{resource.pk}",
    )
    assert "부모와 아이" in korean.body
    english = Locale.objects.get(language_code="en")
    page.copy_for_translation(english, copy_parents=True).save_revision().publish()
    assert [(one.locale, one.title) for one in resource_documents(resource)] == [
        ("ko", "육아 상담실"),
        ("en", "Parenting desk"),
    ]


def test_hidden_entries_and_sites_without_a_directory_have_no_documents():
    assert list(resource_documents(ResourceFactory())) == []
    ResourceDirectoryPageFactory()
    assert list(resource_documents(ResourceFactory(is_public=False))) == []


def test_a_second_directory_in_the_same_language_tells_nothing_twice():
    first = ResourceDirectoryPageFactory(slug="links")
    ResourceDirectoryPageFactory(slug="more-links")
    resource = ResourceFactory()
    (only,) = resource_documents(resource)
    assert only.url.startswith(first.url)
