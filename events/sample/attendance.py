"""Who came, in the demo: a class of last month that is closed, and one that is on right now."""

from datetime import timedelta
from itertools import islice
from typing import Any

from django.utils import timezone

from events.domain.attendance import Method, check_in, close_session, mark_absent
from events.domain.courses import create_course, publish
from events.domain.registrations import register
from events.domain.sessions import Slot, schedule
from events.models import Course, Registration

# Of those with a seat in the class of today: children with them.
CHILDREN = (0, 1, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0)
CAME = 5


def load(demo: Any) -> None:
    """Add attendance to a past course, and a course whose door is open."""
    _last_month(demo)
    _today(demo)


def _last_month(demo: Any) -> None:
    by = demo.people["coordinator"]
    session = demo.records["course:last-month"].sessions.get()
    seats = list(session.course.registrations.filter(state="confirmed").order_by("pk"))
    for number, registration in enumerate(seats[:22]):
        at = session.starts_at + timedelta(minutes=number % 9 - 6)
        method = Method.QR if number % 3 else Method.NAME
        check_in(registration, session, by=by, now=at, method=method)
    mark_absent(seats[22], session, by=by, now=session.starts_at, excused=True)
    close_session(session, by=by, now=session.ends_at)


def _today(demo: Any) -> None:
    by, now = demo.people["coordinator"], timezone.now()
    like = demo.records["course:last-month"]
    starts = now.replace(minute=0, second=0, microsecond=0)
    course = create_course(
        by=by,
        now=now,
        slug="today",
        title="오늘 점심, 부모의 시간표 짜기",
        title_en="A parent's timetable, over lunch today",
        summary="회사와 집 사이의 하루를 한 장에 그려 봅니다. 아이와 함께 오셔도 됩니다.",
        summary_en="The day between work and home on one sheet of paper. Children are welcome.",
        category=like.category,
        venue=like.venue,
        capacity=20,
        childcare_capacity=6,
        room="312호",
        room_en="Room 312",
        registration_opens_at=now - timedelta(days=14),
        registration_closes_at=starts - timedelta(hours=1),
    )
    slot = Slot(starts_at=starts, ends_at=starts + timedelta(hours=2))
    schedule(course, [slot], by=by, now=now)
    publish(course, by=by, now=now)
    people = [demo.people["member"], *islice(demo.records["parents"], len(CHILDREN) - 1)]
    seats = []
    for person, children in zip(people, CHILDREN, strict=True):
        taken = register(course, person=person, by=person, now=now - timedelta(days=3))
        Registration.objects.filter(pk=taken.pk).update(childcare_places=children)
        taken.refresh_from_db()
        seats.append(taken)
    Course.objects.filter(pk=course.pk).update(childcare_taken=sum(CHILDREN))
    session = course.sessions.get()
    for number, registration in enumerate(seats[1 : CAME + 1]):
        check_in(
            registration,
            session,
            by=by,
            now=max(now, starts),
            at=starts + timedelta(minutes=number),
            method=Method.QR,
        )
    demo.records["course:today"] = course
