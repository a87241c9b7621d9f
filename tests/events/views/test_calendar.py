from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.domain import registrations, sessions
from events.models import Category, ClosedDay, Series, Session
from events.recurrence import SEOUL
from tests.events.factories import VenueFactory, make_course, people

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


def at(course, moment):
    """Move the course's only session."""
    sessions.move_session(
        course.sessions.get(), starts_at=moment, ends_at=moment + HOUR, by=None, now=timezone.now()
    )


def month_of(day):
    return f"/classes/calendar/{day.year}/{day.month}/"


def week_of(day):
    year, week, _weekday = day.isocalendar()
    return f"/classes/calendar/{year}/w{week}/"


def local_day(course):
    course.refresh_from_db()
    return timezone.localdate(course.starts_at)


def titles(response):
    """Return ``{day: [titles]}`` of any of the views."""
    days = response.context.get("days") or [
        day for week in response.context["weeks"] for day in week
    ]
    return {day.day: [entry["title"] for entry in day.all] for day in days if day.all}


def test_every_view_shows_the_session_on_its_day(client, now):
    course = make_course(now=now)
    day = local_day(course)
    for address in (
        month_of(day), f"{month_of(day)}list/", week_of(day), f"{month_of(day)}{day.day}/",
    ):  # fmt: skip
        assert titles(client.get(address)) == {day: [course.title]}, address


def test_last_minute_of_a_day_and_first_of_the_next_stay_apart(client, now):
    late, early = make_course(now=now, title="밤"), make_course(now=now, title="새벽")
    at(late, datetime(2027, 3, 31, 23, 30, tzinfo=SEOUL))
    at(early, datetime(2027, 4, 1, 0, 0, tzinfo=SEOUL))
    assert titles(client.get("/classes/calendar/2027/3/31/")) == {date(2027, 3, 31): ["밤"]}
    assert titles(client.get("/classes/calendar/2027/4/1/")) == {date(2027, 4, 1): ["새벽"]}
    assert titles(client.get("/classes/calendar/2027/3/list/")) == {date(2027, 3, 31): ["밤"]}


@pytest.mark.parametrize(
    "address",
    [
        "2026/13/", "2026/0/", "1/1/", "2100/1/", "99999999999999999999/1/", "2011/12/",
        "2026/2/30/", "2026/11/0/", "2026/11/99999999999/", "2100/1/1/",
        "2026/w0/", "2026/w54/", "2027/w53/", "2100/w1/", "2026/w99999999999/", "0/w1/",
        "2026/13/list/", "2100/1/list/",
    ],
)  # fmt: skip
def test_there_is_no_such_day(client, address):
    assert client.get(f"/classes/calendar/{address}").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["2012/1/", "2099/12/", "2012/w1/", "2099/w53/", "2012/1/1/", "2099/12/31/", "2099/12/list/"],
)
def test_bounds_themselves_are_pages(client, address):
    response = client.get(f"/classes/calendar/{address}")
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    content = response.content.decode()
    assert (response.context["previous"] is None) == address.startswith("2012")
    assert (response.context["next"] is None) == address.startswith("2099")
    assert ('rel="prev"' in content, 'rel="next"' in content) == (
        not address.startswith("2012"),
        not address.startswith("2099"),
    )


def test_only_near_months_are_for_search_engines(client):
    today = timezone.localdate()
    assert "X-Robots-Tag" not in client.get("/classes/calendar/")
    assert "X-Robots-Tag" not in client.get(month_of(today + timedelta(days=300)))
    for address in (
        month_of(today.replace(day=1) + timedelta(days=500)),
        month_of(today.replace(day=1) - timedelta(days=500)),
        week_of(today),
        f"{month_of(today)}list/",
        f"{month_of(today)}?open=on",
    ):
        assert client.get(address)["X-Robots-Tag"] == "noindex", address


def test_each_filter_narrows_and_is_kept_in_every_link(client, now):
    other = Category.objects.create(slug="humanities", name="인문학")
    series = Series.objects.create(slug="봄", name="봄 시리즈")
    far = VenueFactory(name="먼 곳")
    make_course(now=now, title="법률")
    make_course(now=now, title="인문", category=other)
    make_course(now=now, title="온라인", kind="online", venue=None)
    make_course(now=now, title="먼 데", venue=far)
    make_course(now=now, title="시리즈", series=series)
    full = make_course(now=now, title="자리 없음", capacity=1)
    (person,) = people(1)
    registrations.register(full, person=person, by=person, now=now)
    day = local_day(full)
    wanted = {
        "category=humanities": {"인문"},
        "kind=online": {"온라인"},
        f"venue={far.pk}": {"먼 데"},
        "series=%EB%B4%84": {"시리즈"},
        "open=on": {"법률", "인문", "온라인", "먼 데", "시리즈"},
        "category=labour-law&open=on": {"법률", "온라인", "먼 데", "시리즈"},
        "category=none&kind=x&venue=zz&series=%00&open=": {
            "법률", "인문", "온라인", "먼 데", "시리즈", "자리 없음",
        },
    }  # fmt: skip
    for query, found in wanted.items():
        for address in (month_of(day), week_of(day), f"{month_of(day)}list/"):
            response = client.get(f"{address}?{query}")
            assert set(titles(response)[day]) == found, (address, query)
    response = client.get(f"{month_of(day)}?category=labour-law&open=on")
    content = response.content.decode()
    kept = "?category=labour-law&amp;open=on"
    assert content.count(f'{kept}"') >= 6
    links = [response.context[name] for name in ("previous_href", "next_href", "today_href")]
    assert all(link.endswith("?category=labour-law&open=on") for link in links)


def test_open_shows_neither_past_nor_cancelled_sessions(client, now):
    course = make_course(now=now, title="취소")
    sessions.cancel_session(course.sessions.get(), by=None, now=now)
    day = timezone.localdate(course.sessions.get().starts_at)
    assert titles(client.get(f"{month_of(day)}?open=on")) == {}
    assert titles(client.get(month_of(day))) == {day: ["취소"]}


def test_crowded_day_folds_and_leads_to_the_day(client, now):
    for number in range(6):
        make_course(now=now, title=f"강좌 {number}")
    course = make_course(now=now, title="강좌 6")
    day = local_day(course)
    content = client.get(month_of(day)).content.decode()
    assert content.count('class="month__event ') == 3
    assert "+4개 더" in content
    assert f'href="{month_of(day)}{day.day}/"' in content
    assert len(titles(client.get(f"{month_of(day)}{day.day}/"))[day]) == 7
    four = client.get(week_of(day)).content.decode()
    assert four.count('class="month__event ') == 7


def test_today_is_said_in_words_and_closed_days_by_name(client):
    today = timezone.localdate()
    ClosedDay.objects.create(day=today, name="개관 기념일")
    for address in ("/classes/calendar/", week_of(today), f"{month_of(today)}list/"):
        content = client.get(address).content.decode()
        assert '<span class="month__today">오늘</span>' in content, address
        assert "쉬는 날: 개관 기념일" in content, address
    assert "쉬는 날: 개관 기념일" in client.get(f"{month_of(today)}{today.day}/").content.decode()


def test_month_and_week_are_tables_with_headings_and_days_are_lists(client, now):
    day = local_day(make_course(now=now))
    for address, rows in ((month_of(day), range(4, 7)), (week_of(day), range(1, 2))):
        content = client.get(address).content.decode()
        assert content.count('<th scope="col"') == 7
        assert content.count("<tr>") - 1 in rows
        assert '<table class="month' in content
        assert 'aria-labelledby="month-title"' in content
    content = client.get(f"{month_of(day)}list/").content.decode()
    assert f'<h3 id="title-{day}">' in content
    assert '<ul class="agenda__list">' in content


@pytest.mark.parametrize(("language", "said"), [("ko", False), ("en", True)])
def test_english_pages_say_whose_clock_it_is(client, now, language, said):
    course = make_course(now=now)
    prefix = "" if language == "ko" else "/en"
    for address in ("/classes/calendar/", "/classes/", f"/classes/{course.slug}/", "/calendar/"):
        content = client.get(f"{prefix}{address}").content.decode()
        assert ("Seoul time (KST, UTC+9)" in content) is said, address


@pytest.mark.many
def test_queries_are_the_same_at_ten_and_ten_thousand_sessions(client, now):
    course = make_course(now=now)
    day = local_day(course)
    start = course.sessions.get().starts_at
    addresses = ["/classes/calendar/", month_of(day), f"{month_of(day)}list/", week_of(day)]
    addresses.append(f"{month_of(day)}{day.day}/")
    counts = []
    made = 1
    for wanted in (10, 10_000):
        Session.objects.bulk_create(
            Session(
                course=course,
                starts_at=start + number * HOUR,
                ends_at=start + (number + 1) * HOUR,
                uid=f"bulk-{number}",
            )
            for number in range(made, wanted)
        )
        made = wanted
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            counts.append(len(seen))
    assert counts[:5] == counts[5:], counts
