"""The grants' part of the demo: the call of 2016, decided, and one that is open now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from cms.demo.planting import picture, plant
from cms.demo.site import menu_link
from grants.default_form import DEFAULT_CRITERIA, DEFAULT_RULES, default_questions
from grants.domain.applications import open_draft, submit
from grants.domain.calls import create_call, decide
from grants.domain.drafting import save_section
from grants.models import Application, Call, CallPage
from members.sample import COMMUNITIES, Sample

SEOUL = ZoneInfo("Asia/Seoul")
ELIGIBILITY = (
    "서울에 살거나 서울에서 일하는 부모 5명 이상이 함께하는 모임이면 신청할 수 있습니다. 회원 가운데 일하는 부모가 절반을 넘어야 합니다.",
    "Groups of five or more parents who live or work in Seoul may apply. More than half of the members must be working parents.",
)  # fmt: skip
SUMMARY = (
    "서울에 살거나 서울에서 일하는 부모 5명 이상이 함께하는 모임. 부모교육, 자녀교육, 건강, 문화, 지역봉사 활동을 지원합니다.",
    "For groups of five or more parents who live or work in Seoul: parents' and children's learning, health, culture, neighbourhood service.",
)  # fmt: skip
OPEN_FOR_DAYS = 14
DAYS_LEFT = 6
# How many of the nineteen have already submitted to the open call.
SUBMITTED = 6


def load(demo: Any) -> None:
    """Add both calls with their applications and pages."""
    menu_link(demo, "calls", "communities", target="/calls/", ko="공모", en="Grant calls")
    _decided(demo)
    _open(demo)


def _decided(demo: Any) -> None:
    closes = datetime(2016, 2, 29, 18, tzinfo=SEOUL)
    call = create_call(
        by=demo.people["coordinator"],
        title="2016 직장부모커뮤니티 지원사업 공모",
        title_en="2016 call for parent communities",
        slug="2016",
        year=2016,
        summary=SUMMARY[0],
        summary_en=SUMMARY[1],
        announced_at=closes - timedelta(days=21),
        opens_at=closes - timedelta(days=14),
        closes_at=closes,
        budget=19_000_000,
        maximum=1_000_000,
        awards_expected=19,
        eligibility=ELIGIBILITY[0],
        eligibility_en=ELIGIBILITY[1],
        result_note="13개 구 19개 모임을 선정했습니다. 한 해 동안 어른 1,579명과 아이 1,068명이 함께했습니다.",
        result_note_en="Nineteen communities in thirteen districts were selected. Over the year 1,579 adults and 1,068 children took part.",
        questions=default_questions(),
        rules=DEFAULT_RULES,
        criteria=DEFAULT_CRITERIA,
        now=closes - timedelta(days=21),
    )
    awards = {}
    for number, (sample, community) in enumerate(
        zip(COMMUNITIES, demo.records["communities"], strict=True)
    ):
        at = closes - timedelta(days=1 + number % 12, hours=number % 7)
        asked = 600_000 + 20_000 * number
        application = _apply(call, community, sample, asked, at, starts="2016-04-02")
        awards[application] = asked
    decided = datetime(2016, 3, 12, 10, tzinfo=SEOUL)
    decide(call, awards, by=demo.people["coordinator"], clock=lambda: decided)


def _open(demo: Any) -> None:
    closes = demo.at(demo.day(DAYS_LEFT), 18)
    opens = closes - timedelta(days=OPEN_FOR_DAYS)
    year = demo.today.year + (1 if demo.today.month >= 9 else 0)  # noqa: PLR2004 - from autumn on, next year's
    call = create_call(
        by=demo.people["coordinator"],
        title=f"{year} 직장부모커뮤니티 지원사업 공모",
        title_en=f"{year} call for parent communities",
        slug=str(year),
        year=year,
        summary=SUMMARY[0],
        summary_en=SUMMARY[1],
        announced_at=opens - timedelta(days=7),
        opens_at=opens,
        closes_at=closes,
        budget=40_000_000,
        maximum=2_000_000,
        awards_expected=20,
        eligibility=ELIGIBILITY[0],
        eligibility_en=ELIGIBILITY[1],
        contact="커뮤니티 담당 02-000-7172",
        contact_en="Community team, 02-000-7172",
        questions=default_questions(),
        rules=DEFAULT_RULES,
        criteria=DEFAULT_CRITERIA,
        now=opens - timedelta(days=7),
    )
    starts = demo.day(60).isoformat()
    pairs = list(zip(COMMUNITIES, demo.records["communities"], strict=True))
    for number, (sample, community) in enumerate(pairs[1 : SUBMITTED + 1], start=1):
        at = timezone.now() - timedelta(days=number % 5, hours=number)
        _apply(call, community, sample, 900_000 + 130_000 * number, at, starts=starts)
    _half_written(demo, call, pairs[0])
    _page(demo, call, year)


def _apply(
    call: Call, community: Any, sample: Sample, asked: int, at: datetime, *, starts: str
) -> Application:
    clock: Callable[[], datetime] = lambda: at  # noqa: E731 - one instant for the three steps
    leader = community.leader
    application = open_draft(call, community, by=leader, clock=clock)
    for section in call.form.sections:
        answers = _answers(sample, asked, starts)
        mine = {q.key: answers[q.key] for q in section.questions if q.key in answers}
        save_section(application, section, mine, by=leader, seen={}, clock=clock)
    submit(application, by=leader, clock=clock, declared="사실대로 썼습니다.")
    application.refresh_from_db()
    return application


def _answers(sample: Sample, asked: int, starts: str) -> dict[str, Any]:
    fee, rest = 200_000, asked - 200_000
    lines = [
        {"category": "lecturer", "basis": "200,000원 × 1회", "grant": fee, "own": 0},
        {"category": "materials", "basis": "회차별 재료", "grant": rest, "own": 50_000},
    ]
    return {
        "about": f"{sample.about} 회원은 모두 일하는 부모이고, 주말과 저녁에 만납니다.",
        "district": sample.district,
        "first_time": "no",
        "meeting_place": "동네 도서관과 회원 집",
        "fields": ["children", "culture"],
        "activity": f"{sample.about} 부모가 돌아가며 준비하고, 한 달에 한 번은 강사를 모십니다. 아이들도 함께 자리를 만들고 치웁니다.",
        "schedule": "첫 달 준비 모임\n다음 달부터 격주 토요일 활동\n마지막 달 발표와 나눔",
        "starts_on": starts,
        "adults": sample.adults,
        "children": sample.children,
        "budget": {"lines": lines, "grant": asked, "own": 50_000},
    }


def _half_written(demo: Any, call: Call, pair: tuple[Sample, Any]) -> None:
    """Leave the demo's leader an application that is begun, not finished."""
    sample, community = pair
    leader = demo.people["leader"]
    application = open_draft(call, community, by=leader)
    answers = _answers(sample, 1_550_000, "")
    for section, keys in (("community", ("about", "district")), ("plan", ("activity",))):
        found = next(one for one in call.form.sections if one.key == section)
        mine = {key: answers[key] for key in keys}
        save_section(application, found, mine, by=leader, seen={})


def _page(demo: Any, call: Call, year: int) -> None:
    plant(
        demo,
        "call-page",
        "communities",
        CallPage,
        slug=f"call-{year}",
        call=call,
        picture=picture(demo, "community"),
        ko={
            "title": call.title,
            "summary": SUMMARY[0],
            "body": [
                ("text", "<p>처음이어도 괜찮습니다. 모임 이름과 다섯 명, 하고 싶은 일 한 가지면 시작할 수 있습니다. 지원서는 여럿이 나누어 쓰고, 쓰던 것은 저절로 저장됩니다.</p>"),
                ("steps", {"title": "이렇게 진행됩니다", "steps": [
                    {"title": "지원서 내기", "text": "마감 시각까지는 고쳐서 다시 낼 수 있습니다."},
                    {"title": "서류 심사와 면접", "text": "심사위원 세 분이 같은 기준으로 살핍니다."},
                    {"title": "발표와 협약", "text": "선정 이유를 알려 드리고 협약을 맺습니다."},
                    {"title": "활동과 정산", "text": "활동이 끝난 뒤 30일 안에 정산합니다."},
                ]}),
            ],
        },
        en={
            "title": call.title_en,
            "summary": SUMMARY[1],
            "body": [
                ("text", "<p>Never done this before? A name, five people and one thing you want to do are enough to begin. Several of you can write, and what you write is saved as you go.</p>"),
                ("steps", {"title": "What happens when", "steps": [
                    {"title": "Submit the application", "text": "Until the deadline you can change it and submit it again."},
                    {"title": "Reading and interviews", "text": "Three reviewers apply the same criteria to every application."},
                    {"title": "Results and agreement", "text": "We tell every group the reasons; those selected sign an agreement."},
                    {"title": "Activities and settlement", "text": "Settle the grant within 30 days of the end."},
                ]}),
            ],
        },
    )  # fmt: skip
