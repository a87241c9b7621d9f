import base64
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from cms.mail.models import OutboxMessage
from events.domain import registrations, sessions
from events.domain.refusals import Cancelled, StillInUse
from events.models import Session
from tests.events.factories import NOW, make_course

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def registered(member):
    course = make_course()
    registrations.register(course, person=member, by=member, now=NOW)
    return course, course.sessions.get()


def test_schedule_leaves_out_what_is_already_there():
    course = make_course()
    session = course.sessions.get()
    slots = [
        sessions.Slot(starts_at=session.starts_at, ends_at=session.ends_at),
        sessions.Slot(starts_at=session.starts_at + 24 * HOUR, ends_at=session.ends_at + 24 * HOUR),
    ]
    added = sessions.schedule(course, slots, by=None, now=NOW)
    assert [item.starts_at for item in added] == [session.starts_at + 24 * HOUR]
    course.refresh_from_db()
    assert (course.starts_at, course.ends_at) == (session.starts_at, session.ends_at + 24 * HOUR)


def test_moving_raises_the_sequence_and_corrects_calendars(member):
    _course, session = registered(member)
    sessions.move_session(
        session,
        starts_at=session.starts_at + HOUR,
        ends_at=session.ends_at + HOUR,
        by=None,
        now=NOW,
    )
    assert session.sequence == 1
    assert "SEQUENCE:1" in session.vevent
    assert "DTSTART;TZID=Asia/Seoul:20261129T130000" in session.vevent
    mail = OutboxMessage.objects.get(template="events.session_moved")
    assert mail.context["before"] == "2026. 11. 29.(일) 12:00–13:00 · 배움터 312호"
    assert mail.context["when"] == "2026. 11. 29.(일) 13:00–14:00"
    invitation = base64.b64decode(mail.attachments[0]["content"]).decode()
    assert "METHOD:REQUEST" in invitation
    assert f"UID:{session.uid}" in invitation.replace("\r\n ", "")


def test_new_topic_alone_disturbs_nobody(member):
    _course, session = registered(member)
    sessions.move_session(
        session,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        topic="서류",
        by=None,
        now=NOW,
    )
    assert (session.sequence, session.topic) == (0, "서류")
    assert not OutboxMessage.objects.filter(template="events.session_moved").exists()


def test_unchanged_session_is_left_alone(member):
    course, session = registered(member)
    version = course.feed_version
    sessions.move_session(
        session, starts_at=session.starts_at, ends_at=session.ends_at, by=None, now=NOW
    )
    course.refresh_from_db()
    assert course.feed_version == version


def test_cancelled_session_stays_and_is_told(member):
    course, session = registered(member)
    sessions.cancel_session(session, by=None, now=NOW, reason="태풍")
    assert (session.sequence, session.is_cancelled) == (1, True)
    assert "STATUS:CANCELLED" in session.vevent
    mail = OutboxMessage.objects.get(template="events.session_cancelled")
    assert "method=CANCEL" in mail.attachments[0]["content_type"]
    course.refresh_from_db()
    assert course.starts_at is None
    with pytest.raises(Cancelled):
        sessions.cancel_session(session, by=None, now=NOW)


def test_sessions_of_published_courses_are_not_removed():
    with pytest.raises(StillInUse):
        sessions.remove_session(make_course().sessions.get(), by=None, now=NOW)
    draft = make_course(publish=False)
    sessions.remove_session(draft.sessions.get(), by=None, now=NOW)
    assert not draft.sessions.exists()


def test_feed_state_never_goes_back(member):
    course, session = registered(member)
    sessions.cancel_session(session, by=None, now=NOW - timedelta(days=30))
    course.refresh_from_db()
    session.refresh_from_db()
    assert course.feed_modified >= NOW
    assert session.last_modified >= NOW


def test_database_refuses_a_session_that_ends_before_it_begins():
    course = make_course()
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(course=course).update(ends_at=F("starts_at"))
