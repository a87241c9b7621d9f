"""A day on the board: a class today and one tomorrow with their reminders, decisions, a mail sent."""

import uuid
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.utils import timezone

from events.domain import bulk_mails, reminder_planning, reminders
from events.domain.courses import create_course, publish
from events.domain.registrations import register
from events.domain.sessions import Slot, schedule
from events.models import Course


def load(demo: Any) -> None:
    """Add today's and tomorrow's class, a course with too few, and what was written and reminded."""
    now = timezone.now()
    today = _course(
        demo,
        "today",
        ("점심 노동법 상담 교실", "Labour law questions over lunch"),
        _next_hour(now) + timedelta(hours=2),
        capacity=12,
        childcare_capacity=4,
    )
    tomorrow = _course(
        demo,
        "tomorrow",
        ("복직 준비 워크숍", "Getting ready to return to work"),
        _next_hour(now) + timedelta(hours=23),
        capacity=16,
        minimum=8,
    )
    _course(
        demo,
        "few",
        ("아빠를 위한 육아휴직 교실", "Parental leave for fathers"),
        _next_hour(now) + timedelta(days=4),
        capacity=20,
        minimum=10,
        decide_by=_next_hour(now) + timedelta(hours=3),
    )
    for course, count in ((today, 9), (tomorrow, 11)):
        for person in islice(demo.records["parents"], count):
            register(course, person=person, by=person, now=now - timedelta(days=3))
    Course.objects.filter(pk=today.pk).update(childcare_taken=3)
    reminder_planning.plan(now=now)
    reminders.send_due(now=now - timedelta(minutes=1))
    draft = bulk_mails.Draft(
        course=tomorrow,
        session=None,
        audience="seated",
        subject="{강좌} 준비물 안내",
        text="{이름} 님, 안녕하세요.\n\n{일시}에 뵙겠습니다. 근로계약서 사본을 가져오시면 도움이 됩니다.",
        subject_en="What to bring to {course}",
        text_en="Dear {name},\n\nwe see you on {when}. A copy of your contract of employment helps.",
    )
    bulk_mails.send_to_many(draft, key=uuid.uuid4(), by=demo.people["coordinator"], now=now)


def _next_hour(now: datetime) -> datetime:
    return timezone.localtime(now).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _course(demo: Any, slug: str, title: tuple[str, str], starts: datetime, **more: Any) -> Course:
    by, now = demo.people["coordinator"], timezone.now()
    like = demo.records["course:leave"]
    course = create_course(
        by=by,
        now=now,
        slug=f"board-{slug}",
        title=title[0],
        title_en=title[1],
        category=like.category,
        venue=like.venue,
        room="312호",
        room_en="Room 312",
        registration_opens_at=now - timedelta(days=7),
        registration_closes_at=starts - timedelta(hours=1),
        **more,
    )
    slot = Slot(starts_at=starts, ends_at=starts + timedelta(hours=1))
    schedule(course, [slot], by=by, now=now)
    return publish(course, by=by, now=now)
