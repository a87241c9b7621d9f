"""Calls and applications for tests; names and figures are made up."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from grants.default_form import DEFAULT_CRITERIA, default_questions
from grants.domain.applications import open_draft, submit
from grants.domain.calls import create_call
from grants.models import Application, Call
from members.models import CommunityMembership
from tests.members.factories import CommunityFactory, ProfileFactory, UserFactory

OPENS = datetime(2026, 11, 14, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 28, 9, tzinfo=UTC)
DURING = CLOSES - timedelta(days=6)


def at(instant: datetime) -> Any:
    """Return a clock that stands at ``instant``."""
    return lambda: instant


def make_call(**fields: Any) -> Call:
    """Return a call, open in November 2026 unless told otherwise, with the usual form."""
    year = fields.pop("year", 2027)
    round_ = fields.pop("round", Call.objects.filter(year=year).count() + 1)
    values: dict[str, Any] = {
        "by": None,
        "title": f"{year} 직장부모커뮤니티 지원사업 공모",
        "title_en": f"{year} Grants for parent communities",
        "slug": f"{year}-{round_}",
        "year": year,
        "round": round_,
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "announced_at": OPENS - timedelta(days=7),
        "budget": 40_000_000,
        "maximum": 2_000_000,
        "awards_expected": 20,
        "summary": "서울에 살거나 서울에서 일하는 부모 5명 이상이 함께하는 모임.",
        "questions": default_questions(),
        "criteria": DEFAULT_CRITERIA,
        "now": OPENS - timedelta(days=7),
        **fields,
    }
    return create_call(**values)


def open_call(**fields: Any) -> Call:
    """Return a call that is open at this very moment, for six days more."""
    now = timezone.now()
    return make_call(
        **{
            "opens_at": now - timedelta(days=8),
            "closes_at": now + timedelta(days=6),
            "announced_at": now - timedelta(days=10),
            "now": now - timedelta(days=10),
            **fields,
        }
    )


def make_community(size: int = 2, **fields: Any) -> Any:
    """Return a community of ``size`` people, leader and treasurer first, all living in Seoul."""
    leader = fields.pop("leader", None) or UserFactory()
    treasurer = UserFactory() if size > 1 else None
    community = CommunityFactory(leader=leader, treasurer=treasurer, **fields)
    for _number in range(size - 2):
        CommunityMembership.objects.create(community=community, user=UserFactory())
    for person in community.members.filter(profile=None):
        ProfileFactory(user=person)
    return community


ANSWERS: dict[str, Any] = {
    "about": "우리는 같은 동네에서 일하며 아이를 키우는 부모들입니다. 한 달에 두 번 만나요.",
    "district": "geumcheon",
    "first_time": "yes",
    "fields": ["parents", "children"],
    "activity": "매월 둘째 토요일 오전, 도서관에서 아이들과 책놀이를 합니다. 부모는 돌아가며 책을 "
    "고르고, 한 달에 한 번 전문 강사를 모셔 이야기를 듣습니다.",
    "schedule": "3월 첫 모임\n4월 책놀이",
    "starts_on": "2027-03-13",
    "adults": 12,
    "children": 15,
    "budget": {
        "lines": [
            {"category": "lecturer", "basis": "200,000원 × 3회", "grant": 600_000, "own": 0},
            {"category": "food", "basis": "27명 × 3,000원", "grant": 350_000, "own": 55_000},
        ],
        "grant": 950_000,
        "own": 55_000,
    },
}


def draft(call: Call | None = None, community: Any = None, **answers: Any) -> Application:
    """Return a draft with whole answers; keyword arguments replace or add some."""
    call = call or open_call()
    community = community or make_community()
    application = open_draft(
        call, community, by=community.leader, clock=at(call.closes_at - timedelta(days=1))
    )
    application.answers = {**ANSWERS, **answers}
    application.save()
    return application


def submitted(call: Call | None = None, community: Any = None, **answers: Any) -> Application:
    """Return a submitted application."""
    application = draft(call, community, **answers)
    submit(
        application,
        by=application.community.leader,
        clock=at(application.call.closes_at - timedelta(hours=1)),
    )
    return application
