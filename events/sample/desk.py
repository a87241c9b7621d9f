"""The demo's terms and series, and its courses that draw lots, choose, or wait for a decision."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from events.domain.applicants import decline_applicant, seat_applicant
from events.domain.courses import create_course, publish
from events.domain.draws import hold_draw
from events.domain.registrations import register
from events.domain.sessions import Slot, schedule
from events.models import Course, Series, Term

QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    (
        "long_text",
        {
            "label": "지금 가장 궁금한 것은 무엇입니까?",
            "label_en": "What would you most like to know?",
            "key": "wish",
            "required": True,
        },
    ),
    (
        "yes_no",
        {
            "label": "육아휴직을 써 보신 적이 있습니까?",
            "label_en": "Have you ever taken childcare leave?",
            "key": "leave",
            "required": False,
        },
    ),
]
WISHES = (
    "복직 면담에서 무엇을 확인해야 하는지 알고 싶습니다.",
    "단축근무를 신청했더니 곤란하다는 말을 들었습니다.",
    "둘째를 준비하고 있어서 휴직을 나누어 쓰는 법이 궁금합니다.",
    "야근을 거절하는 말을 연습해 보고 싶습니다.",
    "남편과 번갈아 휴직하려고 합니다.",
    "작은 회사라 대체인력이 걱정입니다.",
    "아이가 자주 아파서 가족돌봄휴가를 알아보고 있습니다.",
)


def load(demo: Any) -> None:
    """Add terms, a series, and a course for each thing coordinators decide."""
    year = demo.today.year
    this_term = Term.objects.create(
        name="이번 학기", name_en="This term", starts_on=demo.day(-60), ends_on=demo.day(75)
    )
    Term.objects.create(
        name=f"{year + 1} 다음 학기",
        name_en=f"Next term {year + 1}",
        starts_on=demo.day(90),
        ends_on=demo.day(200),
    )
    series = Series.objects.create(
        slug="labour-law-lunch",
        name="점심 노동법",
        name_en="Labour law over lunch",
        summary="한 달에 두세 번, 점심 한 시간에 노동법 하나씩 배웁니다.",
        summary_en="Two or three times a month: one hour, one piece of labour law.",
    )
    lunch = [demo.records[f"course:{key}"].pk for key in ("leave", "hours", "pregnancy")]
    Course.objects.filter(pk__in=lunch).update(series=series, term=this_term)
    Course.objects.exclude(pk__in=lunch).update(term=this_term)
    _open_lottery(demo, this_term)
    _drawn_lottery(demo, this_term)
    _chosen(demo, this_term)
    _too_few(demo, this_term)
    _private(demo, this_term)


def _open_lottery(demo: Any, term: Term) -> None:
    course = _course(
        demo, 18, term=term, slug="camp", category=_category(demo, "parents"),
        title="아빠와 하룻밤 캠프", title_en="A night's camp with dad",
        summary="해마다 자리가 모자라 추첨합니다. 저녁을 짓고 별을 봅니다.",
        summary_en="More families than tents every year, so lots are drawn.",
        admission=Course.Admission.LOTTERY, capacity=12, minimum=6,
        decide_by=demo.at(demo.day(11), 18),
        childcare_capacity=12, childcare_from_age=5, childcare_to_age=10,
        registration_opens_at=demo.at(demo.day(-5), 9),
        registration_closes_at=demo.at(demo.day(10), 18),
    )  # fmt: skip
    _apply(demo, course, 9)


def _drawn_lottery(demo: Any, term: Term) -> None:
    course = _course(
        demo, 9, term=term, slug="pottery", category=_category(demo, "healing"),
        title="흙으로 빚는 저녁", title_en="An evening with clay",
        summary="물레는 여덟 대뿐입니다. 추첨으로 자리를 드립니다.",
        summary_en="There are eight wheels, so lots are drawn.",
        admission=Course.Admission.LOTTERY, capacity=8,
        registration_opens_at=demo.at(demo.day(-12), 9),
        registration_closes_at=demo.at(demo.day(-1), 18),
    )  # fmt: skip
    _apply(demo, course, 15)
    hold_draw(course, by=demo.people["coordinator"], now=timezone.now())


def _chosen(demo: Any, term: Term) -> None:
    course = _course(
        demo, 16, term=term, slug="coaching", category=_category(demo, "labour-law"),
        title="복직 준비 소모임", title_en="A small group before going back to work",
        summary="여섯 명이 세 번 만나 각자의 복직을 함께 준비합니다. 사연을 읽고 모십니다.",
        summary_en="Six people prepare their return together; staff read every application.",
        admission=Course.Admission.APPROVAL, capacity=6, questions=QUESTIONS,
        registration_opens_at=demo.at(demo.day(-7), 9),
        registration_closes_at=demo.at(demo.day(7), 18),
    )  # fmt: skip
    _apply(demo, course, len(WISHES), wishes=True)
    first, second, *_others = course.registrations.order_by("pk")
    by, now = demo.people["coordinator"], timezone.now()
    seat_applicant(first, by=by, now=now)
    decline_applicant(
        second, by=by, now=now, reason="이번에는 복직이 석 달 안인 분을 먼저 모십니다."
    )


def _too_few(demo: Any, term: Term) -> None:
    course = _course(
        demo, 4, term=term, slug="walking", category=_category(demo, "healing"),
        title="점심 걷기 모임", title_en="A walk over lunch",
        summary="회사 근처를 함께 걷습니다.", summary_en="A walk around the block, together.",
        capacity=15, minimum=8, decide_by=demo.at(demo.day(-1), 18),
        registration_opens_at=demo.at(demo.day(-14), 9),
        registration_closes_at=demo.at(demo.day(3), 18),
    )  # fmt: skip
    _apply(demo, course, 3)


def _private(demo: Any, term: Term) -> None:
    _course(
        demo, 13, term=term, slug="for-one-company", category=_category(demo, "employers"),
        title="한 회사만의 노동법 교육", title_en="Labour law for one company",
        summary="링크를 받은 분만 신청합니다.", summary_en="For those who were given the link.",
        is_listed=False, capacity=25,
        registration_opens_at=demo.at(demo.day(-2), 9),
        registration_closes_at=demo.at(demo.day(12), 18),
    )  # fmt: skip


def _category(demo: Any, slug: str) -> Any:
    return next(
        course.category
        for key, course in demo.records.items()
        if key.startswith("course:") and course.category.slug == slug
    )


def _course(demo: Any, in_days: int, **fields: Any) -> Course:
    """Return a published course with one session over lunch in that many days."""
    by, opens = demo.people["coordinator"], fields["registration_opens_at"]
    course = create_course(
        by=by, now=opens, venue=demo.records["course:healing"].venue, room="1층 마루", **fields
    )
    start: datetime = demo.at(demo.day(in_days), 12)
    slot = Slot(starts_at=start, ends_at=start + timedelta(hours=1))
    schedule(course, [slot], by=by, now=opens)
    return publish(course, by=by, now=opens)


def _apply(demo: Any, course: Course, count: int, *, wishes: bool = False) -> None:
    at = course.registration_opens_at
    if at is None:
        return
    for number, person in enumerate(demo.records["parents"][:count]):
        answers = {"wish": WISHES[number], "leave": "yes" if number % 2 else "no"} if wishes else {}
        register(
            course, person=person, by=person, now=at + timedelta(hours=number), answers=answers
        )
