"""What a moved session or course means to calendars: sequences, invitations, everyone told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cms.mail.message import completed
from cms.mail.models import OutboxMessage
from events.domain import courses, registrations, sessions
from events.models import Session
from tests.cms.calendars.other_parsers import by_ics, by_vobject
from tests.cms.calendars.strict import check
from tests.events.factories import NOW, VenueFactory, make_course, people

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def letters(template):
    return list(OutboxMessage.objects.filter(template=f"events.{template}").order_by("created_at"))


def invited(letter):
    """Return the one event of a letter's invitation, as three readers agree on it."""
    (attachment,) = completed(letter).attachments
    data = attachment.content
    method = attachment.content_type.rpartition("method=")[2]
    (event,) = check(data, method=method)
    (seen,) = by_vobject(data)
    (other,) = by_ics(data)
    assert seen.uid.value == other.uid == event["UID"][1]
    assert other.begin.astimezone(UTC) == seen.dtstart.value.astimezone(UTC)
    return event, seen


@pytest.fixture
def crowd():
    return people(3)


@pytest.fixture
def course(crowd):
    course = make_course(capacity=2)
    for person in crowd[:2]:
        registrations.register(course, person=person, by=person, now=NOW)
    registrations.join_waiting_list(course, person=crowd[2], by=crowd[2], now=NOW)
    return course


def test_session_moved_past_the_end_takes_the_course_along_and_tells_each_holder(course, crowd):
    session = course.sessions.get()
    before = {letter.to_user: invited(letter)[0] for letter in letters("registered")}
    starts = datetime(2027, 2, 3, 19, 0, tzinfo=ZoneInfo("Asia/Seoul"))
    assert starts > course.ends_at
    sessions.move_session(session, starts_at=starts, ends_at=starts + HOUR, by=None, now=NOW)
    course.refresh_from_db()
    assert (course.starts_at, course.ends_at) == (starts, starts + HOUR)
    moved = letters("session_moved")
    assert {letter.to_user for letter in moved} == set(crowd[:2])
    for letter in moved:
        event, seen = invited(letter)
        first = before[letter.to_user]
        assert event["UID"] == first["UID"]
        assert int(event["SEQUENCE"][1]) > int(first["SEQUENCE"][1])
        assert event["DTSTART"] == ({"TZID": "Asia/Seoul"}, "20270203T190000")
        assert seen.dtstart.value.utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "UTC", "America/New_York", "Asia/Kathmandu"])
def test_instants_of_any_zone_are_written_in_seouls(client, course, zone):
    session = course.sessions.get()
    starts = datetime(2027, 7, 1, 10, 0, tzinfo=ZoneInfo("Asia/Seoul")).astimezone(ZoneInfo(zone))
    sessions.move_session(session, starts_at=starts, ends_at=starts + HOUR, by=None, now=NOW)
    feed = client.get(f"/feeds/classes/course/{course.slug}.ics").content
    (event,) = check(feed)
    assert event["DTSTART"] == ({"TZID": "Asia/Seoul"}, "20270701T100000")
    assert event["SEQUENCE"][1] == "1"
    event, _seen = invited(letters("session_moved")[0])
    assert event["DTSTART"] == ({"TZID": "Asia/Seoul"}, "20270701T100000")


def test_other_venue_of_the_session_raises_it_and_is_told(course):
    session = course.sessions.get()
    there = VenueFactory(name="다른 배움터", address="서울 광진구 아차산로 2")
    when = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    sessions.move_session(session, venue=there, by=None, now=NOW, **when)
    assert session.sequence == 1
    for letter in letters("session_moved"):
        event, seen = invited(letter)
        assert seen.location.value == "다른 배움터, 서울 광진구 아차산로 2"
        assert int(event["SEQUENCE"][1]) >= 1


def test_other_venue_of_the_course_raises_coming_sessions_and_is_told_to_the_queue_too(
    client, course, crowd
):
    past = Session.objects.create(
        course=course, starts_at=NOW - 50 * HOUR, ends_at=NOW - 49 * HOUR, last_modified=NOW
    )
    courses.revise(course, {"venue": VenueFactory(name="새 배움터")}, by=None, now=NOW)
    coming = course.sessions.exclude(pk=past.pk).get()
    past.refresh_from_db()
    assert (coming.sequence, past.sequence) == (1, 0)
    told = letters("moved")
    assert {letter.to_user for letter in told} == set(crowd)
    with_files = [letter for letter in told if letter.attachments]
    assert {letter.to_user for letter in with_files} == set(crowd[:2])
    assert "새 배움터" in invited(with_files[0])[1].location.value
    read = {
        item["UID"][1]: item["SEQUENCE"][1] for item in check(client.get("/calendar.ics").content)
    }
    assert read == {coming.uid: "1", past.uid: "0"}


def test_each_later_letter_wins_over_the_one_before(course, crowd):
    session = course.sessions.get()
    first = invited(OutboxMessage.objects.get(to_user=crowd[0]))[0]
    for step in (1, 2, 3):
        sessions.move_session(
            session,
            starts_at=session.starts_at + step * HOUR,
            ends_at=session.ends_at + step * HOUR,
            by=None,
            now=NOW + step * HOUR,
        )
    sessions.cancel_session(session, by=None, now=NOW + 9 * HOUR)
    mine = OutboxMessage.objects.filter(to_user=crowd[0]).order_by("created_at")
    later = [invited(one)[0] for one in mine[1:]]
    sequences = [int(event["SEQUENCE"][1]) for event in (first, *later)]
    assert sequences == sorted(set(sequences))
    assert len(sequences) == 5
    assert invited(mine.last())[0]["STATUS"][1] == "CANCELLED"


def test_a_letter_sent_late_tells_of_the_seat_as_it_was_and_the_time_as_it_is(course, crowd):
    session = course.sessions.get()
    ours = course.registrations.get(person=crowd[0])
    when = {"starts_at": session.starts_at + HOUR, "ends_at": session.ends_at + HOUR}
    sessions.move_session(session, by=None, now=NOW, **when)
    registrations.cancel(ours, by=crowd[0], now=NOW)
    told = completed(OutboxMessage.objects.get(template="events.registered", to_user=crowd[0]))
    (invitation,) = told.attachments
    assert invitation.content_type.endswith("method=REQUEST")
    assert told.pictures
    assert told.context["sessions"] == ["2026. 11. 29.(일) 13:00–14:00"]
    taken_out = completed(OutboxMessage.objects.get(template="events.cancelled"))
    (event,) = check(taken_out.attachments[0].content, method="CANCEL")
    (before,) = check(invitation.content, method="REQUEST")
    assert int(event["SEQUENCE"][1]) > int(before["SEQUENCE"][1])
