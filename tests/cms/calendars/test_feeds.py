from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.test import RequestFactory
from django.utils.http import http_date

from cms.calendars.entries import vevent
from cms.calendars.feeds import CombinedFeed, feed_response
from cms.calendars.stamps import StampedFeed, raise_stamps
from tests.cms.calendars.conftest import MemoryFeed
from tests.cms.calendars.strict import check
from tests.cms.calendars.test_entries import ENTRY

LINES = [vevent(replace(ENTRY, uid=f"s{n}@pumasi.example")) for n in range(3)]


def get(feed, method="get", name="센터 일정", noindex=False, **headers):
    request = getattr(RequestFactory(), method)("/calendar.ics", headers=headers)
    return feed_response(request, feed, name=name, noindex=noindex)


def test_feed_response_is_a_whole_calendar_with_its_headers():
    feed = MemoryFeed(LINES)
    response = get(feed)
    assert [event["UID"][1] for event in check(response.content)] == [
        "s0@pumasi.example",
        "s1@pumasi.example",
        "s2@pumasi.example",
    ]
    assert dict(response.items()) == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": f"inline; filename*=utf-8''{quote('센터 일정.ics')}",
        "ETag": response["ETag"],
        "Last-Modified": "Sun, 01 Nov 2026 03:04:05 GMT",
        "Cache-Control": "public, no-cache",
    }
    assert response["ETag"].startswith('"')
    for line in (
        b"\r\nNAME:\xec\x84\xbc",
        b"\r\nX-WR-CALNAME:",
        b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n",
        b"\r\nX-PUBLISHED-TTL:PT6H\r\n",
        b"\r\nX-WR-TIMEZONE:Asia/Seoul\r\n",
    ):
        assert line in response.content
    assert b"METHOD" not in response.content


def test_feed_response_without_events_is_still_a_calendar():
    assert check(get(MemoryFeed()).content) == []


def test_feed_response_is_the_same_twice():
    assert get(MemoryFeed(LINES)).content == get(MemoryFeed(LINES)).content


def test_feed_response_answers_304_without_reading_events():
    first = get(MemoryFeed(LINES))

    class Untouchable(MemoryFeed):
        def events(self):
            raise AssertionError("an unchanged feed was read")

    again = get(Untouchable(), **{"If-None-Match": f'"other", W/{first["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    since = get(Untouchable(), **{"If-Modified-Since": first["Last-Modified"]})
    assert since.status_code == 304


@pytest.mark.parametrize(
    ("feed", "name"),
    [
        (MemoryFeed(LINES, version="2"), "센터 일정"),
        (MemoryFeed(LINES), "센터 일정 2"),
    ],
)
def test_feed_response_etag_changes_with_state_and_with_frame(feed, name):
    first = get(MemoryFeed(LINES))["ETag"]
    response = get(feed, name=name, **{"If-None-Match": first})
    assert response.status_code == 200
    assert response["ETag"] != first


def test_feed_response_prefers_the_etag_over_the_date():
    headers = {"If-None-Match": '"old"', "If-Modified-Since": http_date(4_000_000_000)}
    assert get(MemoryFeed(LINES), **headers).status_code == 200


def test_feed_response_since_an_older_date_is_whole():
    headers = {"If-Modified-Since": "Sun, 01 Nov 2026 03:04:04 GMT"}
    assert get(MemoryFeed(LINES), **headers).status_code == 200
    assert get(MemoryFeed(LINES), **{"If-Modified-Since": "nonsense"}).status_code == 200


def test_feed_response_head_has_the_headers_of_get():
    assert dict(get(MemoryFeed(LINES), "head").items()) == dict(get(MemoryFeed(LINES)).items())
    assert get(MemoryFeed(LINES), "post").status_code == 405


def test_feed_response_noindex_is_private():
    response = get(MemoryFeed(LINES), noindex=True)
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Referrer-Policy"] == "no-referrer"


def test_feed_response_name_cannot_break_a_header_or_a_line():
    response = get(MemoryFeed(LINES), name='나"쁜\r\nX-Evil: 1')
    assert "\n" not in response["Content-Disposition"]
    check(response.content)


@pytest.mark.django_db
def test_combined_feed_joins_and_never_goes_back():
    raise_stamps("a.one", "a.two", "switches")
    one, two = StampedFeed(["a.one"], lambda: LINES[:1]), StampedFeed(["a.two"], lambda: LINES[1:])
    other = MemoryFeed(version="memory", last_modified=datetime(2026, 1, 1, tzinfo=UTC))
    both = CombinedFeed([one, two, other], ["switches"])
    assert list(both.events()) == LINES
    before = both.state()
    raise_stamps("switches")
    alone = CombinedFeed([one], ["switches"])
    assert alone.state().last_modified > before.last_modified
    assert alone.state().version != before.version
    assert CombinedFeed([one, two], []).state().version != CombinedFeed([one], []).state().version


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 100])
def test_combined_feed_state_of_stamped_feeds_is_one_query(count, django_assert_num_queries):
    feeds = [StampedFeed([f"a.{n}"], list) for n in range(count)]
    raise_stamps(*(f"a.{n}" for n in range(count)))
    with django_assert_num_queries(1):
        CombinedFeed(feeds, ["switches"]).state()
