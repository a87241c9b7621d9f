"""Calendars in the demo: a series with a feed of its own, days the centre is closed, a full day."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from events.domain.courses import create_course, publish, revise
from events.domain.sessions import Slot, schedule
from events.models import Category, ClosedDay, Series, Venue

SERIES = ("lunch-rights", "점심시간 권리 교실", "Rights over lunch",
          "점심 한 시간, 일하는 부모의 권리를 하나씩 배웁니다.", "One right of working parents at a time, over lunch.")  # fmt: skip
TABLES = (
    ("아침 상담 모임: 어린이집 적응", "Morning table: settling in at nursery", time(10)),
    ("점심 상담 모임: 초등 1학년", "Lunch table: first year at school", time(12)),
    ("오후 상담 모임: 방과후 돌봄", "Afternoon table: care after school", time(15)),
    ("저녁 상담 모임: 아빠 육아휴직", "Evening table: fathers on leave", time(18, 30)),
    ("밤 상담 모임: 잠 못 드는 아기", "Late table: babies who do not sleep", time(20)),
)


def load(demo: Any) -> None:
    """Add them; dates count from today."""
    slug, ko, en, summary, summary_en = SERIES
    series = Series.objects.create(
        slug=slug, name=ko, name_en=en, summary=summary, summary_en=summary_en
    )
    now = timezone.now()
    for key in ("leave", "hours", "pregnancy"):
        revise(demo.records[f"course:{key}"], {"series": series}, by=None, now=now)
    for days, name in ((9, "센터 휴관일"), (30, "직원 교육의 날")):
        ClosedDay.objects.get_or_create(day=demo.day(days), defaults={"name": name})
    _full_day(demo)


def _full_day(demo: Any) -> None:
    """Five small tables on one day, so that a month has a day it must fold."""
    day = demo.next_weekday(5) + timedelta(weeks=1)
    category = Category.objects.get(slug="parents")
    venue = Venue.objects.order_by("pk").first()
    now = timezone.now()
    for title, title_en, begins in TABLES:
        course = create_course(
            by=None,
            now=now,
            title=title,
            title_en=title_en,
            category=category,
            venue=venue,
            takes_registrations=False,
        )
        start = demo.at(day, begins.hour, begins.minute)
        slot = Slot(starts_at=start, ends_at=start + timedelta(minutes=50))
        schedule(course, [slot], by=None, now=now)
        publish(course, by=None, now=now)
