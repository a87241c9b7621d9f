from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.domain import courses, places, registrations, sessions
from events.models import Category, Registration
from tests.cms.calendars.other_parsers import by_ics, by_vobject
from tests.cms.calendars.strict import check
from tests.events.factories import NOW, CategoryFactory, make_course, people

pytestmark = pytest.mark.django_db
ALL = "/calendar.ics"


def events(response):
    """Return ``{summary: status}`` as a strict reader and two independent ones agree on it."""
    data = response.content
    read = {item["SUMMARY"][1]: item["STATUS"][1] for item in check(data)}
    assert {item.summary.value: item.status.value for item in by_vobject(data)} == read
    assert {item.name: item.status for item in by_ics(data)} == read
    return read


@pytest.fixture
def desk():
    return CategoryFactory(slug="desks", name="현장상담", name_en="")


def test_each_feed_holds_what_it_should(client, desk):
    law = make_course(title="법률")
    make_course(title="상담", category=desk)
    make_course(title="비공개", publish=False)
    off = make_course(title="취소")
    courses.cancel_course(off, by=None, now=NOW)
    everything = {"법률": "CONFIRMED", "상담": "CONFIRMED", "취소": "CANCELLED"}
    assert events(client.get("/calendar.ics")) == everything
    assert events(client.get("/feeds/classes/category/desks.ics")) == {"상담": "CONFIRMED"}
    assert events(client.get(f"/feeds/classes/course/{law.slug}.ics")) == {"법률": "CONFIRMED"}
    assert events(client.get(f"/feeds/classes/course/{off.slug}.ics")) == {"취소": "CANCELLED"}


def test_drafts_and_unknown_courses_have_no_feed(client):
    draft = make_course(publish=False)
    assert client.get(f"/feeds/classes/course/{draft.slug}.ics").status_code == 404
    assert client.get("/feeds/classes/category/none.ics").status_code == 404


def test_feed_is_the_same_for_every_reader(client):
    course = make_course()
    address = f"/feeds/classes/course/{course.slug}.ics"
    answers = {
        client.get(address, headers={"Accept-Language": one}).content for one in ("ko", "en")
    }
    assert len(answers) == 1


@pytest.mark.parametrize("which", ["course", "category", "all"])
def test_unchanged_feed_answers_304_in_few_queries_and_changed_ones_do_not(client, which):
    course = make_course()
    address = {
        "course": f"/feeds/classes/course/{course.slug}.ics",
        "category": "/feeds/classes/category/labour-law.ics",
        "all": "/calendar.ics",
    }[which]
    first = client.get(address)
    known = {"If-None-Match": first["ETag"]}
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address, headers=known).status_code == 304
    assert len(seen) <= 3
    changes = [
        lambda: courses.revise(course, {"title": "새 이름"}, by=None, now=NOW),
        lambda: sessions.cancel_session(course.sessions.get(), by=None, now=NOW),
        lambda: places.revise_category(course.category, {"name": "노동권"}, by=None, now=NOW),
        lambda: places.revise_venue(course.venue, {"address": "다른 길 2"}, by=None, now=NOW),
    ]
    for change in changes:
        change()
        answer = client.get(address, headers=known)
        assert answer.status_code == 200
        known = {"If-None-Match": answer["ETag"]}


def test_events_carry_the_colour_of_their_subject(client, member):
    registered = make_course()
    registrations.register(registered, person=member, by=member, now=NOW)
    for colour in Category.Colour.values:
        make_course(category=CategoryFactory(slug=colour, name=colour, colour=colour))
    seen = {item["CATEGORIES"][1]: item["COLOR"] for item in check(client.get(ALL).content)}
    assert seen == {
        "노동법률": ({}, "darkgreen"),
        **{colour: ({}, colour) for colour in Category.Colour.values},
    }
    mine = reverse("personal_calendar_feed", args=[member.calendar_token])
    [event] = check(client.get(mine).content)
    assert event["COLOR"] == ({}, "darkgreen")


def test_another_colour_is_a_change_of_the_feed_and_not_of_the_date(client):
    course = make_course()
    before = client.get(ALL)
    places.revise_category(course.category, {"colour": "crimson"}, by=None, now=NOW)
    after = client.get(ALL, headers={"If-None-Match": before["ETag"]})
    [old], [new] = check(before.content), check(after.content)
    assert (old["COLOR"][1], new["COLOR"][1]) == ("darkgreen", "crimson")
    assert new["SEQUENCE"] == old["SEQUENCE"]


def test_last_modified_of_all_feeds_never_goes_back(client):
    course = make_course()
    addresses = [
        f"/feeds/classes/course/{course.slug}.ics",
        "/feeds/classes/category/labour-law.ics",
        "/calendar.ics",
    ]

    def stamps():
        return [parsedate_to_datetime(client.head(one)["Last-Modified"]) for one in addresses]

    before = stamps()
    sessions.cancel_session(course.sessions.get(), by=None, now=NOW - timedelta(days=90))
    assert all(new >= old for new, old in zip(stamps(), before, strict=True))


def test_personal_feed_follows_the_person(client, member):
    address = reverse("personal_calendar_feed", args=[member.calendar_token])
    course = make_course(capacity=1)
    (other,) = people(1)
    tags = []

    def feed():
        answer = client.get(address)
        tags.append(answer["ETag"])
        return events(answer)

    assert feed() == {}
    seat = registrations.register(course, person=other, by=other, now=NOW)
    queued = registrations.join_waiting_list(course, person=member, by=member, now=NOW)
    assert feed() == {}
    registrations.cancel(seat, by=other, now=NOW)
    assert feed() == {course.title: "CONFIRMED"}
    courses.revise(course, {"title": "새 이름"}, by=None, now=NOW)
    assert feed() == {"새 이름": "CONFIRMED"}
    registrations.cancel(queued, by=member, now=NOW)
    assert feed() == {}
    registrations.register(course, person=member, by=member, now=NOW)
    assert feed() == {"새 이름": "CONFIRMED"}
    assert len(set(tags)) == len(tags)


@pytest.mark.many
def test_feeds_ask_the_same_number_of_queries_for_one_and_many(client):
    counts = []
    made = 0
    for wanted in (1, 3, 100):
        while made < wanted:
            make_course(title=f"강좌 {made}", days=3 + made % 9)
            made += 1
        with CaptureQueriesContext(connection) as seen:
            client.get("/calendar.ics")
            client.get("/feeds/classes/category/labour-law.ics")
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts


def test_offered_seat_is_tentative_until_it_is_accepted(client, member):
    address = reverse("personal_calendar_feed", args=[member.calendar_token])
    course = make_course(title="강좌")
    until = NOW + timedelta(hours=24)
    held = Registration.objects.create(
        course=course, person=member, state="offered", offer_expires_at=until, changed_at=NOW
    )
    answer = client.get(address)
    assert events(answer) == {"강좌": "TENTATIVE"}
    (event,) = check(answer.content)
    assert event["DESCRIPTION"][1].startswith("자리를 맡아 두었습니다. 2026. 11. 23.(월) 12:00까지")
    Registration.objects.filter(pk=held.pk).update(state="confirmed", version=2)
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, events(again)) == (200, {"강좌": "CONFIRMED"})
