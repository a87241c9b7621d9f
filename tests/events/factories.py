"""Courses as tests need them, drawn up by the domain itself where it matters."""

import copy
import uuid
from datetime import datetime, timedelta
from unittest import mock

import factory
from django.db.models.base import ModelState
from django.utils import timezone

from events.domain import courses, outreach, outreach_dates, sessions
from events.models import Attendance, Category, Course, OutreachRequest, Venue
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


def alike(course: Course, count: int) -> list[Course]:
    """Return ``count`` more courses like this one, with sessions, registrations and attendance.

    Copied row by row, for lists of many: drawing up a hundred by the domain takes its time.
    """
    held = list(course.sessions.all())
    taken = list(course.registrations.all())
    came = list(Attendance.objects.filter(session__course=course))
    twins = _copies([course] * count, slug=lambda _course: f"twin-{uuid.uuid4().hex[:12]}")
    sessions, seats = {}, {}
    for twin in twins:
        to_twin = {"course": lambda _row, twin=twin: twin}
        for one, copied in zip(held, _copies(held, **to_twin, uid=_new_uid), strict=True):
            sessions[twin.pk, one.pk] = copied
        new = {"reference": _token, "ticket": _token}
        for one, copied in zip(taken, _copies(taken, **to_twin, **new), strict=True):
            seats[twin.pk, one.pk] = copied
        _copies(
            came,
            session=lambda row, twin=twin: sessions[twin.pk, row.session_id],
            registration=lambda row, twin=twin: seats[twin.pk, row.registration_id],
        )
    return twins


def _copies(rows, **changed):
    """Return new rows like these, each of ``changed`` asked for its value."""
    found = []
    for row in rows:
        twin = copy.copy(row)
        twin._state = ModelState()
        twin.pk = None
        for name, value in changed.items():
            setattr(twin, name, value(row))
        found.append(twin)
    return type(rows[0]).objects.bulk_create(found) if rows else []


def _new_uid(_row):
    return f"{uuid.uuid4()}@pumasi"


def _token(_row):
    return uuid.uuid4().hex[:12].upper()
