import json
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.domain import courses, registrations, sessions
from events.models import Category, Series
from tests.events.factories import VenueFactory, alike, make_course, people

pytestmark = pytest.mark.django_db
JSON = "/feeds/classes/classes.json"
EMBED = "/embed/classes/"


@pytest.fixture
def now():
    return timezone.now()


def ids(response):
    return [one["id"] for one in response.json()["classes"]]


@override_settings(WAGTAILADMIN_BASE_URL="https://centre.example")
def test_one_class_is_told_whole(client, now):
    series = Series.objects.create(slug="spring", name="봄", name_en="Spring")
    course = make_course(now=now, slug="leave", series=series, summary="요약", capacity=3)
    (person,) = people(1)
    registrations.register(course, person=person, by=person, now=now)
    session = course.sessions.get()
    data = client.get(JSON).json()
    opens, closes = course.registration_opens_at, course.registration_closes_at
    assert data == {
        "version": 1,
        "time_zone": "Asia/Seoul",
        "count": 1,
        "page": 1,
        "pages": 1,
        "previous": None,
        "next": None,
        "classes": [
            {
                "id": "leave",
                "url": {
                    "ko": "https://centre.example/classes/leave/",
                    "en": "https://centre.example/en/classes/leave/",
                },
                "title": {"ko": course.title, "en": course.title_en},
                "summary": {"ko": "요약", "en": "요약"},
                "category": {"id": "labour-law", "name": {"ko": "노동법률", "en": "Labour law"}},
                "series": {"id": "spring", "name": {"ko": "봄", "en": "Spring"}},
                "kind": "at_centre",
                "state": "open",
                "seats": {"capacity": 3, "left": 2, "waiting": 0},
                "registration": {
                    "opens_at": timezone.localtime(opens).isoformat(timespec="seconds"),
                    "closes_at": timezone.localtime(closes).isoformat(timespec="seconds"),
                },
                "venue": {
                    "id": course.venue.pk,
                    "name": {"ko": "배움터", "en": "Learning place"},
                    "address": {"ko": "서울 금천구 가산로 1", "en": "서울 금천구 가산로 1"},
                },
                "sessions": [
                    {
                        "starts_at": timezone.localtime(session.starts_at).isoformat(
                            timespec="seconds"
                        ),
                        "ends_at": timezone.localtime(session.ends_at).isoformat(
                            timespec="seconds"
                        ),
                        "topic": {"ko": "", "en": ""},
                        "place": {"ko": "배움터 312호", "en": "Learning place, 312호"},
                    }
                ],
                "calendar": "https://centre.example/feeds/classes/course/leave.ics",
            }
        ],
    }
    starts = data["classes"][0]["sessions"][0]["starts_at"]
    assert (starts[10:17], starts[19:]) == ("T12:00:", "+09:00")
    assert datetime.fromisoformat(starts) == session.starts_at.replace(microsecond=0)


def test_what_nobody_may_find_is_not_in_it(client, now):
    make_course(now=now, title="공개", slug="public")
    make_course(now=now, publish=False)
    make_course(now=now, is_listed=False)
    courses.cancel_course(make_course(now=now), by=None, now=now)
    make_course(now=now - timedelta(days=60))
    assert ids(client.get(JSON)) == ["public"]
    assert client.get(EMBED).content.decode().count('class="agenda__item"') == 1


def test_filters_narrow_and_nonsense_is_refused_in_json(client, now):
    series = Series.objects.create(slug="봄", name="봄")
    other = Category.objects.create(slug="humanities", name="인문학")
    far = VenueFactory(name="먼 곳")
    make_course(now=now, slug="law")
    make_course(now=now, slug="human", category=other)
    make_course(now=now, slug="spring", series=series)
    elsewhere = make_course(now=now, slug="far")
    session = elsewhere.sessions.get()
    sessions.move_session(
        session, starts_at=session.starts_at, ends_at=session.ends_at, venue=far, by=None, now=now
    )
    assert ids(client.get(f"{JSON}?category=humanities")) == ["human"]
    assert ids(client.get(f"{JSON}?series=봄")) == ["spring"]
    assert ids(client.get(f"{JSON}?venue={far.pk}")) == ["far"]
    assert set(ids(client.get(JSON))) == {"law", "human", "spring", "far"}
    for query in (
        "category=none", "category=%00", "series=%00", "series=none", "venue=zz", "venue=%00",
        "venue=99999999999999999999", "page=0", "page=2", "page=x", "page=%00", "page=٣",
    ):  # fmt: skip
        answer = client.get(f"{JSON}?{query}")
        assert (answer.status_code, answer.json()) == (404, {"version": 1, "error": "not found"})
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_pages_follow_each_other(client, now, monkeypatch):
    monkeypatch.setattr("events.views.sharing.PER_PAGE", 2)
    for number in range(5):
        make_course(now=now, slug=f"c{number}")
    found, address, pages = [], f"{JSON}?category=labour-law", 0
    while address:
        data = client.get(address[address.index("/feeds") :]).json()
        found += [one["id"] for one in data["classes"]]
        address, pages = data["next"], pages + 1
    assert (sorted(found), pages, data["count"]) == ([f"c{n}" for n in range(5)], 3, 5)


def test_unchanged_data_is_answered_304_and_a_taken_seat_is_not(client, now):
    course = make_course(now=now)
    first = client.get(JSON)
    known = {"If-None-Match": first["ETag"]}
    again = client.get(JSON, headers=known)
    assert (again.status_code, again["ETag"], again["Access-Control-Allow-Origin"]) == (
        304,
        first["ETag"],
        "*",
    )
    assert client.head(JSON)["ETag"] == first["ETag"]
    (person,) = people(1)
    registrations.register(course, person=person, by=person, now=now)
    assert client.get(JSON, headers=known).status_code == 200


def test_other_sites_may_read_the_data_and_only_the_data(client, now):
    course = make_course(now=now)
    options = client.options(JSON, headers={"Origin": "https://other.example"})
    assert (options.status_code, options["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert client.post(JSON).status_code == 405
    answer = client.get(JSON)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    for address in (
        "/", "/classes/", EMBED, "/calendar.ics", course.get_absolute_url(),
        f"/feeds/classes/course/{course.slug}.ics", "/feeds/classes/category/labour-law.ics",
    ):  # fmt: skip
        assert "Access-Control-Allow-Origin" not in client.get(address), address


def test_only_the_embedded_list_may_stand_in_other_sites_frames(client, now):
    course = make_course(now=now)
    for address in (EMBED, "/en/embed/classes/", f"{EMBED}?category=none"):
        answer = client.get(address)
        assert "X-Frame-Options" not in answer
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors *" in policy
        assert "unsafe-inline" not in policy
        assert not answer.cookies
        assert answer["X-Robots-Tag"] == "noindex"
    for address in (
        "/", "/classes/", course.get_absolute_url(), "/classes/calendar/", "/calendar/",
        "/accounts/login/", "/embed/", "/embed/other/", "/nothing/", JSON,
    ):  # fmt: skip
        answer = client.get(address)
        assert answer["X-Frame-Options"] == "SAMEORIGIN", address
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"], address


def test_embedded_list_is_narrowed_and_its_links_leave_the_frame(client, now):
    other = Category.objects.create(slug="humanities", name="인문학")
    make_course(now=now, title="인문", category=other)
    for number in range(7):
        make_course(now=now, title=f"강좌 {number}", days=8)
    content = client.get(EMBED).content.decode()
    assert content.count('class="agenda__item"') == 5
    assert content.count("<a ") == content.count('target="_top"') == 6
    assert "<form" not in content
    for query, found in (
        ("?count=2", 2), ("?count=0", 1), ("?count=999", 8), ("?count=x", 5),
        ("?count=99999999", 5),
        ("?category=humanities", 1), ("?series=none", 0), ("?venue=%00", 0),
        ("?count=99999999", 5), ("?category=humanities", 1), ("?series=none", 0), ("?venue=%00", 0),
    ):  # fmt: skip
        content = client.get(f"{EMBED}{query}").content.decode()
        assert content.count('class="agenda__item"') == found, query


def test_embedded_list_follows_the_centres_colour_and_both_languages(client, now):
    from cms.models import CentreSettings

    make_course(now=now)
    found = CentreSettings.load()
    found.brand_colour = "#123456"
    found.save()
    korean, english = client.get(EMBED).content.decode(), client.get("/en" + EMBED).content.decode()
    assert "/theme.css?v=" in korean
    assert "점심에 배우는 육아휴직" in korean
    assert "Parental leave over lunch" in english
    assert "Seoul time" in english


@pytest.mark.many
def test_number_of_queries_does_not_grow(client, now):
    counts = {JSON: [], EMBED + "?count=20": []}
    course, made = make_course(now=now), 1
    for wanted in (1, 3, 100):
        alike(course, wanted - made)
        made = wanted
        for address, found in counts.items():
            client.get(address)
            with CaptureQueriesContext(connection) as seen:
                client.get(address)
            found.append(len(seen))
    assert [len(set(found)) for found in counts.values()] == [1, 1], counts


def test_data_is_small_json_without_anything_personal(client, now, member):
    course = make_course(now=now)
    registrations.register(course, person=member, by=member, now=now)
    answer = client.get(JSON)
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert member.name not in answer.content.decode()
    assert json.loads(answer.content)["version"] == 1
