from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.audit.models import Entry
from events.domain import courses, registrations
from events.domain.staff_calendar import renew_staff_calendar, revoke_staff_calendar
from events.models import Course, Registration, StaffCalendar
from tests.cms.calendars.strict import check
from tests.events.factories import NOW, make_course, people
from tests.events.test_feeds import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(staff_user):
    return staff_user("coordinator")


@pytest.fixture
def address(planner):
    calendar = renew_staff_calendar(planner, by=planner, now=NOW)
    return reverse("events_feeds:staff", args=[calendar.token])


def notes(response):
    """Return ``{summary: first line of the description}``."""
    events(response)
    return {
        item["SUMMARY"][1]: item.get("DESCRIPTION", ({}, ""))[1].split("\\n")[0]
        for item in check(response.content)
    }


def test_numbers_follow_every_registration_and_name_nobody(client, address):
    course = make_course(title="강좌", capacity=2, childcare_capacity=6)
    tags = [client.head(address)["ETag"]]
    crowd = people(3)

    def seen():
        answer = client.get(address, headers={"If-None-Match": tags[-1]})
        assert answer.status_code == 200
        tags.append(answer["ETag"])
        assert not [person.name for person in crowd if person.name in answer.content.decode()]
        return notes(answer)["강좌"]

    first = registrations.register(course, person=crowd[0], by=crowd[0], now=NOW)
    assert seen() == "1/2 · 돌봄 0/6"
    registrations.register(course, person=crowd[1], by=crowd[1], now=NOW)
    registrations.join_waiting_list(course, person=crowd[2], by=crowd[2], now=NOW)
    Course.objects.filter(pk=course.pk).update(childcare_taken=4)
    assert seen() == "2/2 · 대기 1 · 돌봄 4/6"
    registrations.cancel(first, by=crowd[0], now=NOW)
    assert seen() == "2/2 · 돌봄 4/6"
    assert client.get(address, headers={"If-None-Match": tags[-1]}).status_code == 304


def test_registering_writes_no_stamp(address, django_assert_num_queries):
    from cms.calendars.models import Stamp

    course = make_course()
    before = list(Stamp.objects.values_list("key", "version"))
    (person,) = people(1)
    registrations.register(course, person=person, by=person, now=NOW)
    assert list(Stamp.objects.values_list("key", "version")) == before


def test_it_holds_published_cancelled_and_unlisted_courses_and_no_draft(client, address):
    make_course(title="공개")
    make_course(title="비공개 단체", is_listed=False)
    make_course(title="초안", publish=False)
    make_course(title="상담", takes_registrations=False, capacity=0)
    off = make_course(title="취소")
    courses.cancel_course(off, by=None, now=NOW)
    answer = client.get(address)
    assert events(answer) == {
        "공개": "CONFIRMED",
        "비공개 단체": "CONFIRMED",
        "상담": "CONFIRMED",
        "취소": "CANCELLED",
    }
    assert notes(answer)["비공개 단체"] == "목록에 없음 · 0/30"
    assert notes(answer)["상담"] == ""
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "private, no-cache"


def test_applications_before_a_draw_are_counted(client, address):
    course = make_course(title="추첨", admission="lottery")
    (person,) = people(1)
    Registration.objects.create(course=course, person=person, state="applied")
    assert notes(client.get(address))["추첨"] == "0/30 · 신청 1건"


def test_stamps_follow_the_registrations_and_never_go_back(client, address):
    course = make_course()
    (person,) = people(1)
    before = parsedate_to_datetime(client.head(address)["Last-Modified"])
    later = NOW + timedelta(hours=3)
    registrations.register(course, person=person, by=person, now=later)
    answer = client.get(address)
    assert parsedate_to_datetime(answer["Last-Modified"]) == later.replace(microsecond=0)
    assert later > before
    (event,) = check(answer.content)
    assert event["DTSTAMP"][1] == "20261122T060000Z"
    Registration.objects.update(version=F("version") + 1)
    assert client.head(address)["ETag"] != answer["ETag"]


def test_it_opens_only_while_the_person_may_plan_courses(client, planner, address):
    assert client.get(address).status_code == 200
    planner.groups.clear()
    assert client.get(address).status_code == 404
    planner.groups.set([Group.objects.get(name="editor")])
    assert client.get(address).status_code == 200
    planner.groups.set([Group.objects.get(name="accountant")])
    assert client.get(address).status_code == 404
    planner.groups.set([Group.objects.get(name="coordinator")])
    planner.is_active = False
    planner.save()
    assert client.get(address).status_code == 404


def test_renewed_and_revoked_addresses_stop_at_once_and_are_recorded(client, planner, address):
    other = renew_staff_calendar(planner, by=planner, now=NOW)
    assert client.get(address).status_code == 404
    new = reverse("events_feeds:staff", args=[other.token])
    assert client.get(new).status_code == 200
    assert revoke_staff_calendar(planner, by=planner)
    assert client.get(new).status_code == 404
    assert not revoke_staff_calendar(planner, by=planner)
    assert not StaffCalendar.objects.exists()
    actions = Entry.objects.filter(action__startswith="events.staff_calendar")
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "events.staff_calendar.made",
        "events.staff_calendar.renewed",
        "events.staff_calendar.revoked",
    ]


@pytest.mark.parametrize("token", ["x", "%00" * 30, "a" * 65, "가" * 30])
def test_guesses_find_nothing(client, token):
    assert client.get(f"/feeds/classes/staff/{token}.ics").status_code == 404


@pytest.mark.many
def test_number_of_queries_does_not_grow(client, address):
    counts = []
    made = 0
    for wanted in (1, 3, 100):
        while made < wanted:
            make_course(title=f"강좌 {made}")
            made += 1
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(address)
        assert answer.content.count(b"BEGIN:VEVENT") == wanted
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts


def test_address_is_in_the_persons_own_data_and_goes_with_them(planner, address):
    from events.personal.registrations import erase, export

    section = list(export(planner))[-1]
    assert planner.staff_calendar.token in str([list(row.values()) for row in section.rows])
    assert list(erase(planner, NOW)) == []
    assert not StaffCalendar.objects.exists()
