"""First render of every public page type: at most twelve queries, both languages."""

import pytest
from django.core.cache import cache

from cms.pages.trees import ensure_site
from tests.cms.factories import (
    CentreSettingsFactory,
    DocumentFactory,
    ImageFactory,
    PublicationIndexPageFactory,
)
from tests.cms.pages.samples import build
from tests.shared import module_rows

pytestmark = pytest.mark.django_db
MOST = 12


def one_of_each():
    CentreSettingsFactory()
    build(ensure_site(name="품앗이 직장맘지원센터", name_en="Pumasi"))


site = module_rows(one_of_each)


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
@pytest.mark.many
def test_publications_take_the_same_queries_however_many(
    client, site, django_assert_num_queries, count
):
    index = PublicationIndexPageFactory(slug="shelf")
    document, image = DocumentFactory(), ImageFactory()
    from cms.models import PublicationPage

    for number in range(count):
        book = PublicationPage(
            title=f"{number}", slug=f"b{number}", locale=index.locale, picture=image
        )
        type(index).objects.get(pk=index.pk).add_child(instance=book)
        book.files.create(document=document)
    client.get("/shelf/")
    with django_assert_num_queries(10):
        assert client.get("/shelf/").context["page_obj"].paginator.count == count
