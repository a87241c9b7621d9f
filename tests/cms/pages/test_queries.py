"""First render of every public page type: at most twelve queries, both languages."""

import pytest
from django.core.cache import cache

from tests.cms.factories import DocumentFactory, ImageFactory, PublicationIndexPageFactory
from tests.cms.pages.samples import build

pytestmark = pytest.mark.django_db
MOST = 12


@pytest.fixture
def site(centre, home):
    build(home)
    return home


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/en/",
        "/about/",
        "/about/below/",
        "/news/",
        "/news/a/",
        "/timeline/",
        "/staff/",
        "/place/",
        "/books/",
        "/books/b0/",
    ],
)
def test_first_render_takes_few_queries(client, site, django_assert_max_num_queries, path):
    assert client.get(path).status_code == 200  # renditions are made once
    paths = cache.get("wagtail_site_root_paths", version=2)
    cache.clear()
    cache.set("wagtail_site_root_paths", paths, version=2)
    with django_assert_max_num_queries(MOST):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 100])
def test_publications_take_the_same_queries_however_many(
    client, centre, django_assert_num_queries, count
):
    index = PublicationIndexPageFactory(slug="books")
    document, image = DocumentFactory(), ImageFactory()
    from cms.models import PublicationPage

    for number in range(count):
        book = PublicationPage(
            title=f"{number}", slug=f"b{number}", locale=index.locale, picture=image
        )
        type(index).objects.get(pk=index.pk).add_child(instance=book)
        book.files.create(document=document)
    client.get("/books/")
    with django_assert_num_queries(10):
        assert client.get("/books/").context["page_obj"].paginator.count == count
