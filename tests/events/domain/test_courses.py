from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from cms.mail.models import OutboxMessage
from events.domain import courses, registrations
from events.domain.refusals import Cancelled, NothingScheduled, SeatsInUse, StillInUse
from events.models import Course, Session
from tests.events.factories import NOW, CategoryFactory, VenueFactory, make_course, people

pytestmark = pytest.mark.django_db


def test_slug_is_made_of_the_title_and_never_twice():
    first, second = make_course(), make_course()
    assert (first.slug, second.slug) == ("parental-leave-over-lunch", "parental-leave-over-lunch-2")
    korean = make_course(title="점심 강좌", title_en="")
    assert korean.slug == "점심-강좌"


def test_counters_and_status_are_set_by_the_domain_alone():
    with pytest.raises(ValueError, match="taken"):
        make_course(taken=3)
    with pytest.raises(ValueError, match="status"):
        courses.revise(make_course(), {"status": "draft"}, by=None, now=NOW)


def test_window_that_closes_before_it_opens_is_refused():
    with pytest.raises(ValidationError):
        courses.create_course(
            by=None,
            now=NOW,
            title="강좌",
            category=CategoryFactory(),
            capacity=3,
            registration_opens_at=NOW,
            registration_closes_at=NOW,
        )
    course = make_course()
    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.filter(pk=course.pk).update(registration_closes_at=NOW - timedelta(days=9))


def test_publishing_needs_a_session():
    course = courses.create_course(
        by=None, now=NOW, title="빈 강좌", category=CategoryFactory(), takes_registrations=False
    )
    with pytest.raises(NothingScheduled):
        courses.publish(course, by=None, now=NOW)


def test_more_seats_move_the_queue_up():
    course = make_course(capacity=1)
    holder, *waiting = people(3)
    registrations.register(course, person=holder, by=holder, now=NOW)
    for person in waiting:
        registrations.join_waiting_list(course, person=person, by=person, now=NOW)
    course = courses.revise(course, {"capacity": 2}, by=None, now=NOW)
    assert (course.taken, course.waiting, course.capacity) == (2, 1, 2)
    with pytest.raises(SeatsInUse):
        courses.revise(course, {"capacity": 1}, by=None, now=NOW)


def test_revising_with_a_stale_object_does_not_bring_back_old_counters(member):
    course = make_course()
    stale = Course.objects.get(pk=course.pk)
    registrations.register(course, person=member, by=member, now=NOW)
    assert courses.revise(stale, {"title": "새 이름"}, by=None, now=NOW).taken == 1


def test_new_place_raises_the_sequence_and_is_told_once(member):
    course = make_course()
    registrations.register(course, person=member, by=member, now=NOW)
    before = course.sessions.get()
    elsewhere = VenueFactory(name="다른 곳")
    courses.revise(course, {"venue": elsewhere}, by=None, now=NOW + timedelta(hours=1))
    after = course.sessions.get()
    assert after.sequence == before.sequence + 1
    assert "다른 곳" in after.vevent
    assert OutboxMessage.objects.filter(template="events.moved").count() == 1


def test_new_title_changes_the_calendar_but_not_the_sequence():
    course = make_course()
    before = course.sessions.get()
    course = courses.revise(course, {"title": "새 이름"}, by=None, now=NOW + timedelta(hours=1))
    after = course.sessions.get()
    assert (after.sequence, "새 이름" in after.vevent) == (before.sequence, True)
    assert after.last_modified == NOW + timedelta(hours=1)


def test_cancelled_course_stays_in_calendars_as_cancelled(member):
    course = make_course()
    registrations.register(course, person=member, by=member, now=NOW)
    course = courses.cancel_course(course, by=None, now=NOW, reason="강사 사정")
    session = course.sessions.get()
    assert "STATUS:CANCELLED" in session.vevent
    assert session.sequence == 1
    mail = OutboxMessage.objects.get(template="events.course_cancelled")
    assert mail.context["reason"] == "강사 사정"
    assert "method=CANCEL" in mail.attachments[0]["content_type"]
    with pytest.raises(Cancelled):
        courses.cancel_course(course, by=None, now=NOW)


def test_only_drafts_are_deleted():
    with pytest.raises(StillInUse):
        courses.delete_draft(make_course(), by=None)
    draft = make_course(publish=False)
    courses.delete_draft(draft, by=None)
    assert not Course.objects.filter(pk=draft.pk).exists()
    assert not Session.objects.filter(course_id=draft.pk).exists()


@pytest.mark.parametrize(
    ("language", "words"), [("ko", "배움터 312호"), ("en", "Learning place, Room 312")]
)
def test_place_is_told_as_the_language_tells_it(language, words):
    course = make_course(room_en="Room 312")
    with override(language):
        assert course.place_text == words
        assert course.sessions.get().place_text == words


def test_no_course_takes_the_address_of_another_page():
    from events.models.course import RESERVED_SLUGS
    from events.urls.classes import urlpatterns

    routes = {str(pattern.pattern).partition("/")[0] for pattern in urlpatterns}
    assert {route for route in routes if route and "<" not in route} == RESERVED_SLUGS
    assert courses.free_slug("Outreach") == "outreach-2"
    with pytest.raises(ValidationError):
        make_course(slug="outreach")
