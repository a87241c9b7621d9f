from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.models import CentreSettings
from cms.pages.news import NewsPage
from cms.search import indexing
from cms.search.answers import answer
from cms.search.models import Document, Word
from cms.search.query import Question
from plugins.api import SearchDocument, SearchSource
from tests.cms.factories import ImageFactory, LinkPageFactory
from tests.cms.search.conftest import StandardPageFactory

pytestmark = pytest.mark.django_db


def titles(typed):
    return [found.title for found in answer(Question(typed, "ko")).documents]


def test_a_page_is_found_from_publishing_to_unpublishing():
    page = StandardPageFactory(title="새벽 요가", live=False)
    assert titles("새벽 요가") == []
    page.save_revision().publish()
    assert titles("새벽 요가") == ["새벽 요가"]
    page.title = "한낮 요가"
    page.save_revision()
    assert titles("한낮") == []
    page.save_revision().publish()
    assert (titles("한낮"), titles("새벽")) == (["한낮 요가"], [])
    page.refresh_from_db()
    page.unpublish()
    assert titles("한낮") == []


def test_a_deleted_page_is_gone():
    page = StandardPageFactory(title="새벽 요가")
    Page.objects.get(pk=page.pk).delete()
    assert not Document.objects.filter(title="새벽 요가").exists()
    assert not Word.objects.filter(word="새벽").exists()


def test_a_moved_page_is_found_at_its_new_address_with_those_below():
    page, other = StandardPageFactory(slug="here"), LinkPageFactory(slug="there")
    StandardPageFactory(title="아래 쪽", slug="below", parent=page)
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
    assert Document.objects.get(title="아래 쪽").url == "/there/here/below/"


def test_a_locked_tree_is_not_found():
    page = StandardPageFactory(title="비밀 회의")
    StandardPageFactory(title="비밀 문서", parent=page)
    assert len(titles("비밀")) == 2
    lock = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert titles("비밀") == []
    StandardPageFactory(title="비밀 사진", parent=page)
    assert titles("비밀") == []
    lock.delete()
    assert len(titles("비밀")) == 3


@pytest.fixture
def source(contribute):
    """Let the centre's settings be a record that can be found; whatever it is called."""
    contribute(
        SearchSource(
            key="members.centre",
            model="cms.CentreSettings",
            documents=lambda record: [
                SearchDocument(
                    object_id=f"{record.pk}",
                    locale=locale,
                    title=record.hotline,
                    body="",
                    url="/",
                    kind="센터",
                )
                for locale in ("ko", "en")
                if record.hotline
            ],
        )
    )


def test_a_record_is_found_as_long_as_its_plugin_says_so(source):
    record = CentreSettings.load()
    record.hotline = "나눔전화"
    record.save()
    assert titles("나눔전화") == ["나눔전화"]
    assert Document.objects.filter(source="members.centre").count() == 2
    record.hotline = ""
    record.save()
    assert Document.objects.filter(source="members.centre").count() == 0
    record.hotline = "나눔전화"
    record.save()
    record.delete()
    assert Document.objects.filter(source="members.centre").count() == 0


def test_a_plugin_switched_off_hides_its_documents_at_once(source, monkeypatch):
    record = CentreSettings.load()
    record.hotline = "나눔전화"
    record.save()
    monkeypatch.setattr("cms.search.answers.disabled_labels", lambda: frozenset({"members"}))
    found = answer(Question("나눔전화", "ko"))
    assert (found.documents, found.kinds) == ([], [])


def test_rebuild_gives_what_publishing_gave(centre_pages):
    fields = ("source", "object_id", "locale", "plugins", "kind", "title", "body", "url")
    before = sorted(Document.objects.values_list(*fields))
    words = sorted(Word.objects.values_list("locale", "word", "strokes", "documents"))
    assert titles("출산휴가를") == ["출산휴가 안내"]
    Document.objects.filter(title__contains="휴가").delete()
    call_command("rebuild_search", verbosity=0)
    assert sorted(Document.objects.values_list(*fields)) == before
    assert sorted(Word.objects.values_list("locale", "word", "strokes", "documents")) == words
    assert titles("출산휴가를") == ["출산휴가 안내"]


def test_reconcile_mends_what_nobody_heard_of(centre_pages, source):
    page = centre_pages["출산휴가 안내"]
    type(page).objects.filter(pk=page.pk).update(title="달라진 제목")
    Page.objects.filter(title="어린이 돌봄 공간").update(live=False)
    CentreSettings.objects.update_or_create(pk=1, defaults={"hotline": "나눔전화"})
    Document.objects.filter(title="나눔전화").delete()
    Document.objects.filter(title="연차휴가 계산").update(record_id="999999")
    indexing.reconcile()
    assert titles("달라진 제목") == ["달라진 제목"]
    assert "어린이 돌봄 공간" not in titles("어린이")
    assert titles("나눔전화") == ["나눔전화"]
    assert titles("연차휴가 계산")[:1] == ["연차휴가 계산"]


def test_a_record_that_did_not_change_is_not_written(centre_pages, django_assert_num_queries):
    page = centre_pages["출산휴가 안내"].specific
    found = indexing.of_page(page)
    with django_assert_num_queries(1):
        indexing._replace("page", str(page.pk), found)


def test_texts_of_any_kind_can_be_indexed():
    text = "\x00'\"\\ \ud800 🙂 " + "가나다 " * 30_000
    page = StandardPageFactory(title="a'b\"c\\d")
    found = indexing.of_page(page)[0]
    object.__setattr__(found.document, "body", text.replace("\ud800", ""))
    indexing._replace("page", str(page.pk), [found])
    assert titles("가나다") == ["a'b\"c\\d"]


def test_an_excerpt_holds_what_readers_see_and_nothing_of_the_workings(centre_pages):
    link = {"page": None, "address": "/classes/"}
    picture = ImageFactory()
    picture.contextual_alt_text, picture.decorative = "마주 앉은 두 사람", False
    quick = {"icon": "book", "title": "신청", "text": "무료", "link": link}
    page = StandardPageFactory(
        title="새벽 요가",
        body=[
            ("heading", {"text": "오시는 길", "level": "2"}),
            ("quick_links", {"title": "", "links": [quick]}),
            ("latest_news", {"title": "새소식", "count": 3}),
            ("picture", {"picture": picture, "caption": "상담실"}),
            ("call_us", None),
        ],
    )
    words = ["오시는 길", "신청", "무료", "새소식", "마주 앉은 두 사람", "상담실"]
    assert page.search_text().split("\n") == words


def test_only_what_tells_of_a_day_is_dated(centre_pages):
    page = StandardPageFactory(title="새벽 요가")
    assert Document.objects.get(object_id=str(page.pk), source="page").date is None
    news = NewsPage(title="소식", date=date(2016, 7, 2), locale=page.locale)
    assert timezone.localtime(news.search_date).date() == date(2016, 7, 2)
