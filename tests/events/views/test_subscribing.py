import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.domain import sessions
from events.models import Series
from tests.events.factories import NOW, VenueFactory, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    series = Series.objects.create(slug="봄-강좌", name="봄 강좌", name_en="Spring classes")
    return make_course(series=series, title="한글 & 강좌")


def pages(course):
    return {
        "category": reverse("events:subscribe", args=["category", course.category.slug]),
        "series": reverse("events:subscribe", args=["series", course.series.slug]),
        "venue": reverse("events:subscribe", args=["venue", course.venue.pk]),
        "course": reverse("events:subscribe", args=["course", course.slug]),
    }


def test_every_feed_has_a_page_with_each_programs_link(client, course):
    for kind, page in pages(course).items():
        content = client.get(page).content.decode()
        (url,) = re.findall(r'readonly value="([^"]+)"', content)
        assert client.get(urlsplit(url).path).status_code == 200, kind
        webcal = "webcal" + url.removeprefix("http")
        links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', content)]
        assert webcal in links
        (google,) = [link for link in links if link.startswith("https://calendar.google.com/")]
        assert parse_qs(urlsplit(google).query)["cid"] == [webcal]
        for home in ("live", "office"):
            (outlook,) = [one for one in links if one.startswith(f"https://outlook.{home}.com/")]
            asked = parse_qs(urlsplit(outlook).query)
            assert asked["url"] == [url]
            assert asked["name"][0]
            assert "+" not in outlook
        for name in ("Google", "구글"):
            assert name in content or name == "Google"
        assert [
            step for step in ("google", "apple", "outlook", "naver") if f'id="{step}"' in content
        ]
        assert "calendar.naver.com" in content


def test_page_of_all_leads_to_each_of_them(client, course):
    content = unquote(client.get("/calendar/").content.decode())
    for kind, page in pages(course).items():
        assert (f'href="{unquote(page)}"' in content) == (kind != "course"), kind
    for heading in ("분야별", "시리즈별", "장소별"):
        assert f"<h3>{heading}</h3>" in content
    assert "봄 강좌" in content
    assert "Spring classes" in client.get("/en/calendar/").content.decode()


def test_only_feeds_with_something_public_are_offered(client):
    hidden = Series.objects.create(slug="hidden", name="숨은 시리즈")
    make_course(series=hidden, is_listed=False, venue=VenueFactory(name="숨은 곳"))
    make_course(series=hidden, publish=False, venue=VenueFactory(name="초안의 곳"))
    content = client.get("/calendar/").content.decode()
    assert not [one for one in ("숨은 시리즈", "숨은 곳", "초안의 곳") if one in content]
    moved = make_course()
    session = moved.sessions.get()
    there = VenueFactory(name="회차만 있는 곳")
    sessions.move_session(
        session, starts_at=session.starts_at, ends_at=session.ends_at, venue=there, by=None, now=NOW
    )
    assert "회차만 있는 곳" in client.get("/calendar/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["series/none", "course/none", "category/none", "venue/none", "venue/99999999999999999999",
     "venue/٣", "staff/x", "course/%00"],
)  # fmt: skip
def test_there_is_no_page_of_nothing(client, address):
    assert client.get(f"/classes/subscribe/{address}/").status_code == 404


def test_drafts_have_no_page_and_course_pages_are_not_for_search_engines(client, course):
    draft = make_course(publish=False)
    assert client.get(f"/classes/subscribe/course/{draft.slug}/").status_code == 404
    assert client.get(pages(course)["course"])["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get(pages(course)["series"])


@pytest.mark.many
def test_number_of_queries_does_not_grow(client):
    counts = []
    made = 0
    for wanted in (1, 3, 60):
        while made < wanted:
            series = Series.objects.create(slug=f"s{made}", name=f"시리즈 {made}")
            make_course(title=f"강좌 {made}", series=series)
            made += 1
        client.get("/calendar/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/calendar/")
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts
