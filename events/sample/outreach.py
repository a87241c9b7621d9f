"""Outreach requests of the demo, one in each state, and this year's plan; dates count from today."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from events.domain import outreach, outreach_courses, outreach_dates
from events.domain.head_counts import record_head_count
from events.models import Category, OutreachRequest, Plan

CONSENT = {"consent_version": 1, "consent_text": "담당자 연락처를 이 신청에만 씁니다."}
WISHES = "아르바이트를 하는 학생이 많습니다. 근로계약서와 주휴수당을 쉽게 알려 주세요."
REQUESTS = (
    # organisation, kind, district, subject, audience, expected, days ago
    ("달빛여자고등학교", "school", "gangdong", "labour-law", "students", 120, 1),
    ("한강물류 노동조합", "union", "jung", "labour-law", "workers", 25, 3),
    ("새싹어린이집연합회", "community", "guro", "labour-law", "workers", 30, 6),
    ("나루 지식산업센터 입주기업협의회", "employer", "geumcheon", "employers", "employers", 20, 9),
    ("푸른다문화가족지원센터", "public", "yeongdeungpo", "parents", "parents", 18, 14),
    ("별솔특성화고등학교", "school", "nowon", "labour-law", "students", 90, 60),
    ("온누리출판사", "employer", "mapo", "healing", "parents", 8, 20),
)
PLANS = (
    ("labour_law", "coming", 20, 500, None),
    ("labour_law", "outreach", 20, 700, 300),
    ("humanities", "coming", 2, 100, None),
    ("healing", "coming", 8, 160, None),
    ("parents", "coming", 4, 160, 40),
    ("employers", "", 3, 90, None),
    ("outreach_desk", "outreach", 16, None, None),
)


def load(demo: Any) -> None:
    """Add the requests and walk them as far as their story goes."""
    by, now = demo.people["coordinator"], timezone.now()
    new, looked_at, proposed, agreed, coming, past, declined = (
        _ask(demo, number, *row) for number, row in enumerate(REQUESTS, start=1)
    )
    demo.records["outreach:new"] = new
    for request in (looked_at, proposed, agreed, coming, past):
        outreach.take_on(request, by=by, now=now)
    outreach.write_notes(looked_at, notes="점심시간만 된다고 합니다. 강사 일정 확인 중.", by=by)
    for request, days in ((proposed, 21), (agreed, 16), (coming, 10)):
        _propose(request, demo.at(demo.day(days), 14), by=by, now=now)
    for request in (agreed, coming):
        outreach_dates.accept(request.proposals.get(), by=None, now=now)
    outreach_courses.make_course(
        coming, title="찾아가는 부모교육: 일하며 키우는 하루", is_listed=True, by=by, now=now
    )
    _past(demo, past, by=by)
    outreach.decline(
        declined, reason="열 분 미만의 모임에는 센터 강좌를 안내해 드립니다.", by=by, now=now
    )
    Plan.objects.bulk_create(
        Plan(
            year=demo.today.year,
            programme=programme,
            way=way,
            courses=classes,
            participants=people,
            children=children,
        )
        for programme, way, classes, people, children in PLANS
    )


def _ask(demo: Any, number: int, *row: Any) -> OutreachRequest:
    name, kind, district, subject, audience, expected, ago = row
    wish = demo.at(demo.day(20 + number), 14)
    return outreach.receive(
        submission=uuid.uuid4(),
        dates=[(wish, wish + timedelta(minutes=100))],
        now=timezone.now() - timedelta(days=ago),
        organisation=name,
        organisation_kind=kind,
        district=district,
        address="00로 000",
        category=Category.objects.get(slug=subject),
        audience_group=audience,
        expected=expected,
        wishes=WISHES if kind == "school" else "",
        contact_name="교육 담당",
        contact_email=f"outreach-{number}@pumasi.example",
        contact_phone=f"02-000-{number:04d}",
        **CONSENT,
    )


def _propose(request: OutreachRequest, start: datetime, *, by: Any, now: datetime) -> None:
    outreach_dates.propose(
        request,
        starts_at=start,
        ends_at=start + timedelta(minutes=100),
        lecturer="센터 공인노무사",
        by=by,
        now=now,
    )


def _past(demo: Any, request: OutreachRequest, *, by: Any) -> None:
    """A class agreed on a month and a half ago and held since, pupils counted in the hall."""
    earlier = timezone.now() - timedelta(days=45)
    _propose(request, demo.at(demo.day(-20), 14), by=by, now=earlier)
    outreach_dates.accept(request.proposals.get(), by=None, now=earlier)
    course = outreach_courses.make_course(
        request, title="찾아가는 노동법: 근로계약서 읽기", is_listed=False, by=by, now=earlier
    )
    [session] = course.sessions.all()
    record_head_count(session, adults=4, children=86, by=by, now=timezone.now())
