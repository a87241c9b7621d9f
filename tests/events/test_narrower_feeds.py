"""Feeds of series and venues, and what of courses that are not listed shows where."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.domain import courses, places, registrations, sessions
from events.models import Series, Session
from events.search import documents
from tests.events.factories import NOW, CategoryFactory, VenueFactory, make_course
from tests.events.test_feeds import events

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def series():
    return Series.objects.create(slug="인문학-산책", name="인문학 산책")


def of_series(series):
    return reverse("events_feeds:series", args=[series.slug])


def of_venue(venue):
    return f"/feeds/classes/venue/{venue.pk}.ics"


def test_series_feed_holds_the_series_alone(client, series):
    make_course(title="산책 하나", series=series)
    make_course(title="다른 강좌")
    make_course(title="준비 중", series=series, publish=False)
    assert events(client.get(of_series(series))) == {"산책 하나": "CONFIRMED"}


def test_venue_feed_follows_each_session_to_where_it_is(client):
    here, there = VenueFactory(name="여기"), VenueFactory(name="저기")
    course = make_course(title="강좌", venue=here)
    elsewhere = make_course(title="다른 곳에서", venue=here)
    session = elsewhere.sessions.get()
    when = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    assert set(events(client.get(of_venue(here)))) == {course.title, elsewhere.title}
    sessions.move_session(session, venue=there, by=None, now=NOW, **when)
    assert set(events(client.get(of_venue(here)))) == {course.title}
    assert set(events(client.get(of_venue(there)))) == {elsewhere.title}
    sessions.move_session(session, venue=None, room="신청한 회사", by=None, now=NOW, **when)
    assert set(events(client.get(of_venue(here)))) == {course.title}
    assert events(client.get(of_venue(there))) == {}


def etags(client, addresses):
    return [client.head(one)["ETag"] for one in addresses]


def test_course_that_changes_series_or_venue_raises_both_feeds(client, series):
    other = Series.objects.create(slug="other", name="다른 시리즈")
    here, there, nowhere = (VenueFactory(name=name) for name in ("여기", "저기", "아무 데도"))
    course = make_course(series=series, venue=here)
    addresses = [of_series(series), of_series(other), of_venue(here), of_venue(there)]
    before = etags(client, addresses)
    untouched = etags(client, [of_venue(nowhere)])
    courses.revise(course, {"series": other, "venue": there}, by=None, now=NOW)
    assert all(new != old for new, old in zip(etags(client, addresses), before, strict=True))
    assert [len(events(client.get(one))) for one in addresses] == [0, 1, 0, 1]
    assert etags(client, [of_venue(nowhere)]) == untouched


def test_session_that_leaves_a_venue_raises_the_feed_it_left(client):
    here, there = VenueFactory(name="여기"), VenueFactory(name="저기")
    session = make_course(venue=VenueFactory(name="강좌의 곳")).sessions.get()
    when = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    sessions.move_session(session, venue=here, by=None, now=NOW, **when)
    addresses = [of_venue(here), of_venue(there)]
    before = etags(client, addresses)
    sessions.move_session(session, venue=there, by=None, now=NOW, **when)
    assert all(new != old for new, old in zip(etags(client, addresses), before, strict=True))


def test_last_modified_of_narrower_feeds_never_goes_back(client, series):
    venue = VenueFactory()
    course = make_course(series=series, venue=venue)
    addresses = [of_series(series), of_venue(venue)]

    def modified():
        return [parsedate_to_datetime(client.head(one)["Last-Modified"]) for one in addresses]

    before = modified()
    courses.revise(course, {"series": None}, by=None, now=NOW - timedelta(days=60))
    sessions.cancel_session(course.sessions.get(), by=None, now=NOW - timedelta(days=90))
    assert all(new >= old for new, old in zip(modified(), before, strict=True))
    assert [events(client.get(one)) for one in addresses] == [{}, {course.title: "CANCELLED"}]


def test_unlisted_course_is_found_by_its_link_and_its_people_alone(client, member, series):
    venue = VenueFactory()
    course = make_course(title="한 회사의 강좌", series=series, venue=venue, is_listed=False)
    registrations.register(course, person=member, by=member, now=NOW)
    public = [
        "/calendar.ics",
        "/feeds/classes/category/labour-law.ics",
        of_series(series),
        of_venue(venue),
    ]
    assert [events(client.get(one)) for one in public] == [{}] * 4
    by_link = client.get(f"/feeds/classes/course/{course.slug}.ics")
    assert events(by_link) == {course.title: "CONFIRMED"}
    assert by_link["X-Robots-Tag"] == "noindex, nofollow"
    mine = client.get(reverse("personal_calendar_feed", args=[member.calendar_token]))
    assert events(mine) == {course.title: "CONFIRMED"}
    local = course.starts_at.astimezone()
    month = client.get(f"/classes/calendar/{local.year}/{local.month}/")
    assert course.title not in month.content.decode()
    assert course.title not in client.get("/classes/").content.decode()
    assert list(documents(course)) == []


def test_taking_a_course_off_the_lists_changes_the_public_feeds(client):
    course = make_course()
    first = client.get("/calendar.ics")
    courses.revise(course, {"is_listed": False}, by=None, now=NOW)
    again = client.get("/calendar.ics", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, events(again)) == (200, {})


def bulk(course, count):
    """Give the course many sessions at once, with the text of its first under other UIDs."""
    first = course.sessions.order_by("pk").first()
    text = first.vevent.replace("\r\n ", "")
    Session.objects.bulk_create(
        Session(
            course=course,
            starts_at=first.starts_at + number * HOUR,
            ends_at=first.ends_at + number * HOUR,
            uid=f"bulk-{number}@pumasi",
            vevent=text.replace(first.uid, f"bulk-{number}@pumasi"),
        )
        for number in range(1, count)
    )


def test_thousand_events_are_answered_304_in_three_queries(client, series):
    venue = VenueFactory()
    course = make_course(series=series, venue=venue)
    addresses = ["/calendar.ics", of_series(series), of_venue(venue)]
    addresses.append("/feeds/classes/category/labour-law.ics")
    addresses.append(f"/feeds/classes/course/{course.slug}.ics")
    counts = []
    for made in (1, 1000):
        bulk(course, made)
        for address in addresses:
            first = client.get(address)
            with CaptureQueriesContext(connection) as seen:
                again = client.get(address, headers={"If-None-Match": first["ETag"]})
            assert again.status_code == 304
            counts.append(len(seen))
    assert first.content.count(b"BEGIN:VEVENT") == 1000
    assert max(counts) <= 3
    assert counts[:5] == counts[5:]


@pytest.mark.parametrize(
    "address",
    ["series/%00.ics", "series/none.ics", "venue/0.ics", "venue/99999999999999999999.ics"],
)
def test_feeds_of_nothing_are_not_found(client, address):
    assert client.get(f"/feeds/classes/{address}").status_code == 404


def test_feeds_answer_head_and_renamed_venues_and_subjects_reach_them(client, series):
    venue = VenueFactory()
    category = CategoryFactory()
    make_course(series=series, venue=venue, category=category)
    for address in (of_series(series), of_venue(venue)):
        whole, head = client.get(address), client.head(address)
        assert (head.content, head["ETag"]) == (b"", whole["ETag"])
        places.revise_venue(venue, {"address": f"{venue.address} 2층"}, by=None, now=NOW)
        assert client.head(address)["ETag"] != whole["ETag"]
