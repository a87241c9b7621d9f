"""News: the list, its filters, the article, the feed."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse

from cms.models import NewsPage
from tests.cms.factories import NewsIndexPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def index(centre):
    return NewsIndexPageFactory(title="소식", slug="news")


def titles(response):
    return [row["title"] for row in response.context["rows"]]


def test_index_lists_the_newest_first(client, index):
    NewsPageFactory(parent=index, title="옛것", date=date(2015, 3, 1))
    NewsPageFactory(parent=index, title="새것", date=date(2016, 3, 1))
    NewsPageFactory(parent=index, title="초안", date=date(2016, 4, 1), live=False)
    assert titles(client.get("/news/")) == ["새것", "옛것"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=press", ["기사"]),
        ("year=2015", ["기사"]),
        ("tag=육아휴직", ["공지"]),
        ("kind=press&year=2016", []),
        ("kind=made-up&year=abc&page=x", ["공지", "기사"]),
        ("year=99999999&tag=%00", ["공지", "기사"]),
    ],
)
def test_index_filters_by_kind_year_and_tag(client, index, query, found):
    NewsPageFactory(parent=index, title="기사", kind="press", date=date(2015, 3, 1))
    notice = NewsPageFactory(parent=index, title="공지", kind="notice", date=date(2016, 3, 1))
    notice.tags.add("육아휴직")
    notice.save()
    response = client.get(f"/news/?{query}")
    assert titles(response) == found


def test_index_is_paged_and_keeps_the_filter(client, index):
    for number in range(12):
        NewsPageFactory(parent=index, title=f"{number:02}", date=date(2016, 1, 1 + number))
    second = client.get("/news/?year=2016&page=2")
    assert titles(second) == ["01", "00"]
    assert "year=2016" in second.content.decode()


def test_article_shows_kind_source_and_tags(client, index):
    article = NewsPageFactory(
        parent=index,
        slug="a",
        kind="press",
        source="한강일보",
        source_url="https://paper.example/1",
        body=[("text", "<p>본문</p>")],
    )
    article.tags.add("직장맘")
    article.save()
    html = client.get("/news/a/").content.decode()
    for words in (
        "한강일보",
        "https://paper.example/1",
        "본문",
        "?tag=%EC%A7%81%EC%9E%A5%EB%A7%98",
    ):
        assert words in html


@pytest.mark.parametrize("count", [1, 3, 100])
@pytest.mark.many
def test_index_takes_the_same_queries_however_many(client, index, django_assert_num_queries, count):
    NewsPageFactory(parent=index)
    client.get("/news/")
    articles = [
        NewsPage(title=f"글 {n}", slug=f"n{n}", locale=index.locale, date=date(2016, 1, 1))
        for n in range(count - 1)
    ]
    parent = type(index).objects.get(pk=index.pk)
    for article in articles:
        parent.add_child(instance=article)
    with django_assert_num_queries(8):
        assert client.get("/news/").context["page_obj"].paginator.count == count


def test_feed_is_atom_with_lasting_ids(client, index):
    article = NewsPageFactory(parent=index, title="글 & 뜻", slug="a", summary="요약 <b>")
    response = client.get("/news/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.content)
    entry = feed.find(f"{ATOM}entry")
    first_id = entry.findtext(f"{ATOM}id")
    assert first_id.startswith("urn:uuid:")
    assert entry.findtext(f"{ATOM}title") == "글 & 뜻"
    assert entry.findtext(f"{ATOM}updated") == article.last_published_at.isoformat()
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "http://testserver/news/",
        "self": "http://testserver/news/feed/",
    }
    article.slug = "elsewhere"
    article.save_revision().publish()
    again = ET.fromstring(client.get("/news/feed/").content).find(f"{ATOM}entry")
    assert again.findtext(f"{ATOM}id") == first_id
    assert again.find(f"{ATOM}link").get("href") == "http://testserver/news/elsewhere/"


def test_feed_answers_304_until_something_changes(client, index, django_assert_max_num_queries):
    article = NewsPageFactory(parent=index)
    etag = client.get("/news/feed/")["ETag"]
    with django_assert_max_num_queries(6):
        assert client.get("/news/feed/", HTTP_IF_NONE_MATCH=etag).status_code == 304
    article.unpublish()
    changed = client.get("/news/feed/", HTTP_IF_NONE_MATCH=etag)
    assert (changed.status_code, changed["ETag"] != etag) == (200, True)


def test_news_can_only_be_added_below_an_index(home, index):
    assert NewsPage.can_create_at(index)
    assert not NewsPage.can_create_at(home)


def test_admin_offers_the_editor_of_an_article(staff_client, index):
    article = NewsPageFactory(parent=index)
    client = staff_client("editor")
    assert client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).status_code == 200
