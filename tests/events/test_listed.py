"""A private course is reached by its link, and told of nowhere else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.search.models import Document
from events import feeds, queries
from events.addresses import all_addresses
from events.cards import classes as cards
from events.domain import courses, registrations
from events.models import Series
from events.search import documents
from events.showing.courses import upcoming_rows
from tests.events.factories import make_course
from tests.events.test_pages import CoursePageFactory

pytestmark = pytest.mark.django_db
SECRET = "한 회사만의 강좌"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def series():
    return Series.objects.create(slug="leave", name="육아휴직 연속 강좌", name_en="On leave")


@pytest.fixture
def private(now, series):
    return make_course(
        now=now, title=SECRET, title_en="", slug="private", series=series, is_listed=False
    )


@pytest.fixture
def public(now, series):
    return make_course(now=now, title="모두의 강좌", slug="public", series=series)


PLACES = [
    ("/classes/", ""),
    ("/classes/", "?open=on&when=lunch"),
    ("/classes/", "?series=leave"),
    ("/classes/calendar/", "month"),
    ("/classes/public/", ""),
    ("/classes/series/leave/", ""),
    ("/feeds/classes/category/labour-law.ics", ""),
    ("/sitemap.xml", ""),
    ("/search/", "?q=%EA%B0%95%EC%A2%8C"),
]


@pytest.mark.parametrize(("path", "query"), PLACES)
def test_no_public_place_tells_of_it(client, private, public, path, query):
    if query == "month":
        day = timezone.localdate(private.starts_at)
        path, query = f"/classes/calendar/{day.year}/{day.month}/", ""
    page = client.get(path + query)
    assert page.status_code == 200
    text = page.content.decode().replace("\r\n ", "")
    assert SECRET not in text
    assert "/private/" not in text


def test_the_same_places_tell_of_a_listed_one(client, private, public):
    courses.revise(private, {"is_listed": True}, by=None, now=timezone.now())
    day = timezone.localdate(private.starts_at)
    for path in ("/classes/", f"/classes/calendar/{day.year}/{day.month}/", "/classes/public/",
                 "/classes/series/leave/", "/feeds/classes/category/labour-law.ics"):  # fmt: skip
        assert SECRET in client.get(path).content.decode().replace("\r\n ", ""), path


def test_every_query_of_lists_leaves_it_out(private, public, now, series):
    today, soon = timezone.localdate(), timezone.localdate(now + timedelta(days=30))
    assert list(queries.public_courses()) == [public]
    assert list(queries.upcoming_courses(now)) == [public]
    assert list(queries.series_courses(series, now)) == [public]
    assert {one.course for one in queries.sessions_between(today, soon)} == {public}
    assert [row["title"] for row in upcoming_rows(None, 10)] == ["모두의 강좌"]
    assert len(list(feeds.public_feed().events())) == 1
    assert len(list(feeds.category_feed(public.category).events())) == 1
    assert documents(private) == []


def test_category_of_private_courses_only_has_no_calendar_address(private):
    assert [address for address in all_addresses() if address.label == str(private.category)] == []


def test_link_opens_it_its_calendar_and_its_registration(client, private, member, now):
    page = client.get("/classes/private/")
    assert SECRET in page.content.decode()
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert client.get("/feeds/classes/course/private.ics").status_code == 200
    registrations.register(private, person=member, by=member, now=now)
    assert len(list(feeds.PersonalFeed(member).events())) == 1


def test_its_page_is_in_no_sitemap_and_not_in_search_until_it_is_listed(client, private, now):
    page = CoursePageFactory(course=private, title=SECRET)
    address = page.get_url()
    assert client.get(address).status_code == 200
    assert address not in client.get("/sitemap.xml").content.decode()
    assert not Document.objects.filter(title=SECRET).exists()
    courses.revise(private, {"is_listed": True}, by=None, now=now)
    assert address in client.get("/sitemap.xml").content.decode()
    assert Document.objects.filter(title=SECRET).exists()
    courses.revise(private, {"is_listed": False}, by=None, now=now)
    assert not Document.objects.filter(title=SECRET).exists()


def test_list_kept_in_the_cache_forgets_it_when_it_becomes_private(client, public, now):
    assert "모두의 강좌" in client.get("/classes/").content.decode()
    courses.revise(public, {"is_listed": False}, by=None, now=now)
    assert "모두의 강좌" not in client.get("/classes/").content.decode()


def test_staff_still_see_it_today(private, rf, staff_user, now):
    session = private.sessions.get()
    session.starts_at, session.ends_at = now, now + timedelta(hours=1)
    session.save()
    request = rf.get("/")
    request.user = staff_user("coordinator", is_superuser=True)
    request.user.proof = None
    assert [row["label"][6:] for row in cards.todays_sessions(request)["rows"]] == [SECRET]
    assert reverse("courses:overview", args=[private.pk])
