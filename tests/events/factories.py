"""Courses as tests need them, drawn up by the domain itself where it matters."""

from datetime import datetime, timedelta

import factory
from django.utils import timezone

from events.domain import courses, sessions
from events.models import Category, Course, Venue
from events.recurrence import SEOUL
from tests.members.factories import UserFactory

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=SEOUL)


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ("slug",)

    slug = "labour-law"
    name = "노동법률"
    name_en = "Labour law"


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    name = "배움터"
    name_en = "Learning place"
    district = "geumcheon"
    address = "서울 금천구 가산로 1"


def make_course(*, now: datetime = NOW, days: int = 7, publish: bool = True, **fields) -> Course:
    """Return a published course with one session at noon, ``days`` from ``now``."""
    starts = (now + timedelta(days=days)).astimezone(SEOUL).replace(hour=12, minute=0)
    values = {
        "title": "점심에 배우는 육아휴직",
        "title_en": "Parental leave over lunch",
        "category": CategoryFactory(),
        "capacity": 30,
        "room": "312호",
        "registration_opens_at": now - timedelta(days=1),
        "registration_closes_at": now + timedelta(days=days - 1),
        **fields,
    }
    if "venue" not in values:
        values["venue"] = VenueFactory()
    course = courses.create_course(by=None, now=now, **values)
    slot = sessions.Slot(starts_at=starts, ends_at=starts + timedelta(hours=1))
    sessions.schedule(course, [slot], by=None, now=now)
    return courses.publish(course, by=None, now=now) if publish else course


def people(count: int) -> list:
    return UserFactory.create_batch(count)


def live_now() -> datetime:
    return timezone.now()
