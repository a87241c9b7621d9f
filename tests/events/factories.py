"""Courses as tests need them, drawn up by the domain itself where it matters."""

import uuid
from datetime import datetime, timedelta
from unittest import mock

import factory
from django.utils import timezone

from events.domain import courses, outreach, outreach_dates, sessions
from events.models import Category, Course, OutreachRequest, Venue
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
    # What a form asks the database beforehand the database refuses anyway.
    with mock.patch.object(Course, "validate_constraints"):
        course = courses.create_course(by=None, now=now, **values)
    slot = sessions.Slot(starts_at=starts, ends_at=starts + timedelta(hours=1))
    sessions.schedule(course, [slot], by=None, now=now)
    return courses.publish(course, by=None, now=now) if publish else course


def people(count: int) -> list:
    return UserFactory.create_batch(count)


def live_now() -> datetime:
    return timezone.now()


def make_request(*, now: datetime = NOW, **fields) -> OutreachRequest:
    """Return a request just received from a school, with one preferred date."""
    start = (now + timedelta(days=20)).astimezone(SEOUL).replace(hour=14, minute=0)
    values = {
        "submission": uuid.uuid4(),
        "dates": [(start, start + timedelta(minutes=100))],
        "organisation": "달빛여자고등학교",
        "organisation_kind": "school",
        "district": "guro",
        "address": "구로구 00로 1",
        "audience_group": "students",
        "expected": 90,
        "wishes": "근로계약서 읽기",
        "contact_name": "담당 선생님",
        "contact_email": "school@organisation.example",
        "contact_phone": "02-123-4567",
        "language": "ko",
        "consent_version": 1,
        "consent_text": "담당자 연락처를 이 신청에만 씁니다.",
        **fields,
    }
    if "category" not in values:
        values["category"] = CategoryFactory(programme="labour_law")
    return outreach.receive(now=now, **values)


def make_agreed(*, now: datetime = NOW, days: int = 20, **fields) -> OutreachRequest:
    """Return a request whose date, ``days`` from ``now``, is agreed on."""
    request = make_request(now=now, **fields)
    start = (now + timedelta(days=days)).astimezone(SEOUL).replace(hour=14, minute=0)
    proposal = outreach_dates.propose(
        request,
        starts_at=start,
        ends_at=start + timedelta(minutes=100),
        lecturer="센터 공인노무사",
        by=None,
        now=now,
    )
    return outreach_dates.accept(proposal, by=None, now=now)
