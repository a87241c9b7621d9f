"""Classes with childcare, a lottery and an offered seat: what registering can ask and tell."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from events.domain.claims import Guest, NamedChild
from events.domain.courses import create_course, publish
from events.domain.registrations import cancel, join_waiting_list, register
from events.domain.sessions import Slot, schedule
from events.models import Course

QUESTIONS = [
    {
        "type": "short_text",
        "value": {
            "key": "hope",
            "label": "강사에게 묻고 싶은 것이 있나요?",
            "label_en": "What would you like to ask the lecturer?",
            "hint": "한 줄이면 됩니다.",
            "hint_en": "One line is enough.",
            "required": False,
        },
    },
]


def load(demo: Any) -> None:
    """Add three courses and who has registered for them."""
    parents = iter(demo.records["parents"])
    _with_childcare(demo, parents)
    _with_an_offer(demo, parents)
    _drawn(demo, parents)


def _with_childcare(demo: Any, parents: Any) -> None:
    course = _course(
        demo,
        slug="picture-books",
        days=12,
        hour=19,
        title="퇴근길 그림책: 아이와 나누는 말",
        title_en="Picture books after work",
        summary="책을 읽어 주는 20분을 어떻게 시작할까요? 수업 동안 아이를 돌봐 드립니다.",
        summary_en="How to begin the twenty minutes of reading. Your children are looked after.",
        category=demo.records["course:school-start"].category,
        capacity=14,
        childcare="교육장 옆 놀이방에서 돌봄 선생님 두 분이 함께합니다",
        childcare_en="In the playroom next door, with two carers",
        childcare_capacity=8,
        childcare_from_age=3,
        childcare_to_age=9,
        cancel_until_hours=24,
        promotion_stops_hours=3,
        questions=QUESTIONS,
    )
    year = timezone.localdate().year
    at = course.registration_opens_at + timedelta(hours=1)
    with_them: list[list[NamedChild]] = [[NamedChild("콩이", year - 5)], [], [], []]
    for children in with_them:
        person = next(parents)
        register(course, person=person, by=person, now=at, children=children)
    register(
        course,
        person=None,
        guest=Guest("전화 손님", "010-0000-0000"),
        by=demo.people["coordinator"],
        now=timezone.now(),
        any_time=True,
        children=[NamedChild("보리", year - 4)],
    )


def _with_an_offer(demo: Any, parents: Any) -> None:
    course = _course(
        demo,
        slug="small-group",
        days=15,
        hour=12,
        title="소그룹 코칭: 복직 한 달 전",
        title_en="Coaching in a small group: a month before going back",
        summary="여섯 분만 모십니다. 자리가 나면 하루 동안 맡아 두고 알려 드립니다.",
        summary_en="For six. A seat that comes free is kept for you for a day.",
        category=demo.records["course:leave"].category,
        capacity=6,
        promotion=Course.Promotion.OFFER,
        offer_hours=24,
    )
    at = course.registration_opens_at + timedelta(hours=1)
    held = []
    for _number in range(6):
        person = next(parents)
        held.append(register(course, person=person, by=person, now=at))
    for person in [demo.people["member"], next(parents), next(parents)]:
        join_waiting_list(course, person=person, by=person, now=at)
    cancel(held[0], by=held[0].person, now=timezone.now())


def _drawn(demo: Any, parents: Any) -> None:
    course = _course(
        demo,
        slug="forest-day",
        days=20,
        hour=10,
        title="숲에서 하루: 온 가족 나들이",
        title_en="A day in the forest, for the whole family",
        summary="모두에게 같은 기회가 있도록 추첨합니다.",
        summary_en="Lots are drawn, so that everyone has the same chance.",
        category=demo.records["course:healing"].category,
        capacity=10,
        admission=Course.Admission.LOTTERY,
    )
    at = course.registration_opens_at + timedelta(hours=1)
    for _number in range(4):
        person = next(parents)
        register(course, person=person, by=person, now=at)


def _course(demo: Any, *, days: int, hour: int, **fields: Any) -> Course:
    by, now = demo.people["coordinator"], timezone.now()
    start = demo.at(demo.day(days), hour)
    course = create_course(
        by=by,
        now=now,
        venue=demo.records["course:pregnancy"].venue,
        registration_opens_at=demo.at(demo.day(-3), 9),
        registration_closes_at=start - timedelta(days=1),
        **fields,
    )
    slot = Slot(starts_at=start, ends_at=start + timedelta(hours=1, minutes=30))
    schedule(course, [slot], by=by, now=now)
    return publish(course, by=by, now=now)
