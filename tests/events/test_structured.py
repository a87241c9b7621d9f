import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from events.domain import courses, registrations, sessions
from tests.events.factories import VenueFactory, make_course, people

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def now():
    return timezone.now()


def data_of(client, course, prefix=""):
    blocks = BLOCK.findall(client.get(f"{prefix}/classes/{course.slug}/").content.decode())
    return [json.loads(block) for block in blocks]


def test_course_is_told_to_search_engines(client, now, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://centre.example"
    course = make_course(now=now, slug="leave", summary="요약", capacity=1)
    session = course.sessions.get()
    starts = timezone.localtime(session.starts_at).isoformat(timespec="seconds")
    (data,) = data_of(client, course)
    assert data == {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "name": course.title,
        "url": "https://centre.example/classes/leave/",
        "startDate": starts,
        "endDate": timezone.localtime(session.ends_at).isoformat(timespec="seconds"),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": "배움터 312호", "address": "서울 금천구 가산로 1"},
        "isAccessibleForFree": True,
        "description": "요약",
        "offers": {
            "@type": "Offer",
            "price": 0,
            "priceCurrency": "KRW",
            "availability": "https://schema.org/InStock",
            "url": "https://centre.example/classes/leave/",
        },
    }
    assert starts.endswith("+09:00")
    (person,) = people(1)
    registrations.register(course, person=person, by=person, now=now)
    (english,) = data_of(client, course, "/en")
    assert (english["name"], english["url"], english["offers"]["availability"]) == (
        course.title_en,
        "https://centre.example/en/classes/leave/",
        "https://schema.org/SoldOut",
    )


def test_several_sessions_are_events_within_the_event(client, now):
    course = make_course(now=now)
    first = course.sessions.get()
    slot = sessions.Slot(
        starts_at=first.starts_at + timedelta(days=7),
        ends_at=first.ends_at + timedelta(days=7),
        topic="둘째",
    )
    sessions.schedule(course, [slot], by=None, now=now)
    sessions.cancel_session(first, by=None, now=now)
    (data,) = data_of(client, course)
    told = [(one["name"], one["eventStatus"].rpartition("/")[2]) for one in data["subEvent"]]
    assert told == [(course.title, "EventCancelled"), ("둘째", "EventScheduled")]
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    courses.cancel_course(course, by=None, now=now)
    (data,) = data_of(client, course)
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert "offers" not in data


def test_unlisted_courses_and_drafts_tell_search_engines_nothing(client, staff_client, now):
    hidden = make_course(now=now, is_listed=False)
    assert data_of(client, hidden) == []
    page = client.get(f"/classes/{hidden.slug}/").content.decode()
    assert '<meta name="robots" content="noindex">' in page
    draft = make_course(now=now, publish=False)
    assert data_of(staff_client("editor"), draft) == []


def test_nothing_in_a_title_ends_the_block(client, now):
    title = "</script><script>alert(1)</script> & <!--"
    course = make_course(now=now, title=title, kind="online", venue=VenueFactory())
    (data,) = data_of(client, course)
    assert data["name"] == title
    assert data["location"]["@type"] == "VirtualLocation"
    assert "<script>alert" not in client.get(f"/classes/{course.slug}/").content.decode()
