import gc
import re
import warnings
from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from wagtail.images import get_image_model
from wagtail.models import Locale

from cms.pages.pictures import CARD
from plugins.partners.models import Mou, PartnerPage
from plugins.switches import switch
from tests.cms.factories import ImageFactory
from tests.partners.factories import (
    MouFactory,
    PartnerFactory,
    PartnerIndexPageFactory,
    PartnerPageFactory,
    ResourceDirectoryPageFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


@pytest.fixture
def directory():
    return ResourceDirectoryPageFactory(title="연계 정보")


@pytest.fixture
def index():
    return PartnerIndexPageFactory(title="협력기관")


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def titles(response):
    html = response.content.decode()
    return [
        re.sub(r"<[^>]+>", "", title)
        for title in re.findall(r'<h2 class="row__title">(.*?)</h2>', html)
    ]


def count_queries(client, url):
    from django.db import connection

    # As a part for htmx: such answers are rendered each time, never kept.
    headers = {"HX-Request": "true"}
    client.get(url, headers=headers)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, headers=headers).status_code == 200
    return len(captured)


def test_directory_shows_entries_with_a_number_to_tap(client, directory):
    ResourceFactory(title="육아 상담실", phone="02-123-4567", link="https://desk.example/")
    response = client.get(directory.url)
    html = response.content.decode()
    assert titles(response) == ["육아 상담실"]
    assert 'href="tel:021234567"' in html
    assert '<a href="https://desk.example/" rel="noopener">육아 상담실</a>' in html


def test_directory_narrows_down_and_says_how_many(client, directory):
    ResourceFactory(title="노동 상담", kind="labour", district="guro")
    ResourceFactory(title="가족 상담", kind="family", district="mapo")
    response = client.get(directory.url, {"q": "상담을", "kind": "labour", "district": "guro"})
    assert titles(response) == ["노동 상담"]
    with override("ko"):
        assert "1" in re.search(r'role="status">(.*?)<', response.content.decode()).group(1)
    assert re.search(r'<option value="labour"[^>]* selected', response.content.decode())


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "nonsense"},
        {"district": "nonsense"},
        {"page": "nonsense"},
        {"page": "99"},
        {"q": "\x00"},
        {"q": "가" * 500},
        {"kind": ["labour", "family"]},
    ],
)
def test_directory_takes_any_question(client, directory, query):
    ResourceFactory(kind="family")
    assert client.get(directory.url, query).status_code == 200


def test_directory_escapes_what_was_asked(client, directory):
    response = client.get(directory.url, {"q": '"><script>alert(1)</script>'})
    assert b"<script>alert" not in response.content


def test_directory_turns_pages_and_keeps_the_choice(client, directory):
    for number in range(25):
        ResourceFactory(title=f"상담실 {number:02}", kind="labour")
    first = client.get(directory.url, {"kind": "labour"})
    assert titles(first) == [f"상담실 {number:02}" for number in range(20)]
    assert "kind=labour&amp;page=2" in first.content.decode() or (
        "page=2&amp;kind=labour" in first.content.decode()
    )
    second = client.get(directory.url, {"kind": "labour", "page": "2"})
    assert titles(second) == [f"상담실 {number:02}" for number in range(20, 25)]


def test_directory_tells_when_nothing_is_found_and_when_it_is_empty(client, directory):
    assert 'class="empty"' in client.get(directory.url).content.decode()
    ResourceFactory()
    response = client.get(directory.url, {"q": "없는말"})
    assert 'class="empty"' in response.content.decode()
    assert titles(response) == []


@pytest.mark.many
def test_directory_asks_the_database_the_same_for_any_number_of_rows(client, directory):
    counts = []
    for rows in (1, 2, 97):
        ResourceFactory.create_batch(rows)
        counts.append(count_queries(client, f"{directory.url}?q=상담&kind=family"))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= MOST_QUERIES


def test_directory_is_new_at_once_when_an_entry_changes(client, directory, staff_client):
    resource = ResourceFactory(title="옛 이름")
    assert titles(client.get(directory.url)) == ["옛 이름"]
    from django.db import transaction

    from cms.audit.changes import record_change, values_of

    before = values_of(resource)
    with transaction.atomic():
        resource.title = "새 이름"
        resource.save()
        record_change(resource, by=None, before=before)
    assert titles(client.get(directory.url)) == ["새 이름"]


def names(response):
    html = response.content.decode()
    return [
        re.sub(r"<[^>]+>", "", name)
        for name in re.findall(r'<th scope="row" data-label="">(.*?)</th>', html)
    ]


def test_index_lists_partners_and_links_those_with_a_story(client, index):
    told = MouFactory(partner__name="가 센터").partner
    page = PartnerPageFactory(parent=index, partner=told, title="가 센터와 함께")
    PartnerFactory(name="나 단체", link="https://na.example/")
    PartnerFactory(name="다 단체", link="")
    response = client.get(index.url)
    html = response.content.decode()
    assert sorted(names(response)) == ["가 센터", "나 단체", "다 단체"]
    assert f'<a href="{page.url}">가 센터</a>' in html
    assert '<a href="https://na.example/" rel="noopener">나 단체</a>' in html


def test_index_does_not_link_a_story_that_is_not_published(client, index):
    page = PartnerPageFactory(parent=index, live=False, slug="untold-story")
    assert page.slug not in client.get(index.url).content.decode()


@pytest.fixture
def image(settings, tmp_path):
    """A drawing whose size for cards is there already: Wagtail leaves the file it makes open."""
    settings.MEDIA_ROOT = tmp_path
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        drawing = ImageFactory()
        drawing.get_rendition(CARD)
        key = drawing.pk
        del drawing
        gc.collect()
    return get_image_model().objects.get(pk=key)


@pytest.mark.many
def test_index_asks_the_database_the_same_for_any_number_of_rows(client, index, image):
    counts = []
    for rows in (1, 2, 4):
        for mou in MouFactory.create_batch(rows):
            PartnerPageFactory(parent=index, partner=mou.partner)
        PartnerPage.objects.update(picture=image)
        counts.append(count_queries(client, index.url))
    MouFactory.create_batch(93)
    counts.append(count_queries(client, index.url))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= MOST_QUERIES


def test_partner_page_shows_the_facts_of_its_agreements(client, index):
    mou = MouFactory(
        partner__name="품앗이 노동센터",
        title="노동상담 업무협약",
        signed_on="2026-03-02",
        summary="상담을 서로 잇는다\n함께 가르친다",
    )
    MouFactory(partner=mou.partner, title="준비 중 협약", state=Mou.State.PREPARING)
    page = PartnerPageFactory(parent=index, partner=mou.partner, title="함께 걷는 길")
    response = client.get(page.url)
    html = response.content.decode()
    for words in (
        "함께 걷는 길",
        "품앗이 노동센터",
        "상담을 서로 잇는다",
        "<li>함께 가르친다</li>",
    ):
        assert words in html
    assert 'datetime="2026-03-02"' in html
    assert "준비 중 협약" not in html
    assert count_queries(client, page.url) <= MOST_QUERIES


def test_partner_page_never_shows_the_note_for_staff(client, index):
    partner = PartnerFactory(note="CANARY-메모")
    page = PartnerPageFactory(parent=index, partner=partner)
    for url in (page.url, index.url):
        assert "CANARY" not in client.get(url).content.decode()


def test_partner_page_of_a_hidden_partner_tells_its_story_without_facts(client, index):
    page = PartnerPageFactory(parent=index, partner=PartnerFactory(is_public=False, name="숨은 곳"))
    response = client.get(page.url)
    assert response.status_code == 200
    assert "숨은 곳" not in response.content.decode()


def test_pages_speak_english_in_the_english_tree(client, directory):
    english = Locale.objects.get(language_code="en")
    translated = directory.copy_for_translation(english, copy_parents=True)
    translated.title = "Help near you"
    translated.save_revision().publish()
    ResourceFactory(title="육아 상담실", title_en="Parenting desk")
    response = client.get(translated.url)
    assert translated.url.startswith("/en/")
    assert titles(response) == ["Parenting desk"]


def test_pages_are_gone_while_the_plugin_is_off(client, directory, index, member):
    ResourceFactory()
    switch("partners", enabled=False, by=member)
    from plugins.state import forget

    forget()
    assert client.get(directory.url).status_code == 404
    assert client.get(index.url).status_code == 404


def test_a_day_s_end_ends_an_agreement(client, index):
    yesterday = timezone.localdate() - timedelta(days=1)
    MouFactory(signed_on="2020-01-01", ends_on=yesterday)
    assert "tag--success" not in client.get(index.url).content.decode()
