"""The events' part of the demo: classes over lunch and after work, a lecture that is full,
a healing course, a parents' class, station desks; dates count from today.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

from django.utils import timezone

from cms.demo.planting import picture, plant
from cms.demo.site import menu_link
from events.domain.courses import cancel_course, create_course, publish
from events.domain.registrations import join_waiting_list, register
from events.domain.sessions import Slot, schedule
from events.models import Category, Course, CoursePage, Venue
from events.recurrence import Recurrence
from events.sample import after, attendance, board, calendars, desk, outreach, seats, year_2016

CATEGORIES = (
    ("labour-law", "노동법률", "Labour law", "darkgreen", "labour_law"),
    ("humanities", "인문학", "Humanities", "indigo", "humanities"),
    ("healing", "힐링교실", "Healing", "teal", "healing"),
    ("parents", "부모교육", "Parents' classes", "steelblue", "parents"),
    ("employers", "사업주 교육", "For employers", "slategray", "employers"),
    ("community", "커뮤니티", "Communities", "darkgoldenrod", "community"),
    ("desks", "현장상담", "Station desks", "crimson", "outreach_desk"),
)
VENUES = (
    ("centre", "센터 교육장", "Centre classroom", "gwangjin", "광진구 아차산로 000, 1층", "1F, 000 Achasan-ro, Gwangjin-gu",
     "휠체어로 들어올 수 있고 수유실이 있습니다.", "Step-free, with a nursing room."),
    ("gasan", "가산 배움터", "Gasan Learning Centre", "geumcheon", "금천구 가산디지털1로 000, 3층", "3F, 000 Gasan Digital 1-ro, Geumcheon-gu",
     "가산디지털단지역 5번 출구에서 걸어서 5분, 승강기가 있습니다.", "Five minutes from exit 5 of Gasan Digital Complex station; there is a lift."),
    ("hall", "광진 나눔홀", "Gwangjin community hall", "gwangjin", "광진구 자양로 000", "000 Jayang-ro, Gwangjin-gu",
     "휠체어석 4석, 유아차 보관 가능.", "Four wheelchair places; prams can be left at the door."),
    ("library", "서초 마을도서관", "Seocho neighbourhood library", "seocho", "서초구 고무래로 000", "000 Gomurae-ro, Seocho-gu",
     "1층 경사로, 지하 주차 가능.", "Ramp at the entrance, car park below."),
    ("online", "온라인", "Online", "", "", "",
     "신청하신 분께 접속 주소를 메일로 보냅니다.", "Those who register get the address by e-mail."),
    ("school", "신청한 학교", "At the school that asked", "", "", "", "", ""),
    ("dangsan", "당산역 대합실", "Dangsan station concourse", "yeongdeungpo", "영등포구 양평로 000", "000 Yangpyeong-ro, Yeongdeungpo-gu",
     "2·9호선, 승강기로 바로 이어집니다.", "Lines 2 and 9, straight from the lift."),
    ("sadang", "사당역 대합실", "Sadang station concourse", "dongjak", "동작구 동작대로 000", "000 Dongjak-daero, Dongjak-gu",
     "2·4호선, 승강기로 바로 이어집니다.", "Lines 2 and 4, straight from the lift."),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One course: its words, where and when, and how many have registered."""

    key: str
    category: str
    venue: str
    ko: tuple[str, str]
    en: tuple[str, str]
    slots: Sequence[tuple[date, time, time]]
    capacity: int = 0
    taken: int = 0
    waiting: int = 0
    kind: str = Course.Kind.AT_CENTRE
    opens_in: int = -14
    rule: Recurrence | None = None
    more: dict[str, str] = field(default_factory=dict)


AUDIENCE = {
    "audience": "서울에서 일하는 부모와 예비 부모",
    "audience_en": "Parents and parents-to-be who work in Seoul",
}
ATTORNEY = {"lecturer": "센터 공인노무사", "lecturer_en": "The centre's labour attorney"}
LUNCH = {**AUDIENCE, **ATTORNEY, "perk": "샌드위치 제공", "perk_en": "Sandwich included", "bring": "없음. 샌드위치를 드립니다",
         "bring_en": "Nothing; sandwiches are provided", "childcare": "없음 (점심 강좌)", "childcare_en": "None (over lunch)",
         "room": "312호", "room_en": "Room 312"}  # fmt: skip


def load(demo: Any) -> None:
    """Add categories, venues, courses with their registrations, and their pages."""
    menu_link(demo, "class-list", "classes", target="/classes/", ko="강좌 신청", en="Find a class")
    categories = {
        slug: Category.objects.create(
            slug=slug, name=ko, name_en=en, colour=colour, programme=programme
        )
        for slug, ko, en, colour, programme in CATEGORIES
    }
    venues = {
        key: Venue.objects.create(
            name=ko,
            name_en=en,
            district=district,
            address=address,
            address_en=address_en,
            access=access,
            access_en=access_en,
        )
        for key, ko, en, district, address, address_en, access, access_en in VENUES
    }
    people = cycle(demo.records["parents"])
    for sample in courses(demo):
        course = _course(demo, sample, categories[sample.category], venues[sample.venue])
        _fill(demo, course, sample, people)
        demo.records[f"course:{sample.key}"] = course
    _called_off(demo)
    _pages(demo)
    outreach.load(demo)
    year_2016.load(demo)
    after.load(demo)
    attendance.load(demo)
    calendars.load(demo)
    board.load(demo)
    seats.load(demo)
    desk.load(demo)


def courses(demo: Any) -> list[Sample]:
    """Return the demo's courses, relative to today."""
    tuesday, thursday = demo.next_weekday(1), demo.next_weekday(3)
    saturday, wednesday = demo.next_weekday(5), demo.next_weekday(2)
    week = timedelta(weeks=1)
    noon, one = time(12), time(13)
    desk = Recurrence(
        frequency="monthly",
        begins=time(17),
        ends=time(20),
        first_day=demo.today,
        last_day=demo.day(365),
        weekdays=(3,),
        ordinals=(1,),
        except_months=(8, 12, 1, 2),
    )
    desk_slots = [(day, time(17), time(20)) for day in desk.days()]
    desk_words = {
        "audience_group": "anyone", "audience": "누구나, 예약 없이", "audience_en": "Everyone, no appointment",
        **ATTORNEY, "perk": "예약 없이", "perk_en": "Walk in",
    }  # fmt: skip
    return [
        Sample(key="leave", category="labour-law", venue="gasan", capacity=30, taken=22,
               ko=("점심에 배우는 출산휴가·육아휴직 똑똑하게 쓰기", "신청서를 언제, 누구에게, 어떤 말로 내야 할까요? 공인노무사가 실제 사례로 알려 드립니다."),
               en=("Maternity and childcare leave over lunch", "When do you apply, to whom, and in which words? A labour attorney works through real cases."),
               slots=[(tuesday, noon, one)], more=LUNCH),
        Sample(key="hours", category="labour-law", venue="gasan", capacity=30, taken=12,
               ko=("육아기 근로시간 단축, 이렇게 신청하세요", "주 15시간부터 35시간까지, 줄어든 임금은 어떻게 채워지는지 함께 계산해 봅니다."),
               en=("How to ask for shorter hours", "From 15 to 35 hours a week: let us work out together what becomes of your wages."),
               slots=[(tuesday + week, noon, one)], more=LUNCH),
        Sample(key="pregnancy", category="labour-law", venue="gasan", capacity=30, taken=4,
               ko=("임신기 직장인이 꼭 알아야 할 것", "하루 두 시간 단축, 태아검진 시간, 야근과 휴일근로. 알고 나면 말하기 쉬워집니다."),
               en=("What to know when you are pregnant at work", "Two hours less a day, time for check-ups, no night shifts: easier to ask for once you know."),
               slots=[(tuesday + 2 * week, noon, one)], more=LUNCH),
        Sample(key="return", category="labour-law", venue="centre", capacity=24, taken=9,
               ko=("퇴근 뒤 노동법: 복직을 앞두고", "돌아갈 자리, 연차, 평가. 복직 면담에서 확인할 것을 미리 연습합니다."),
               en=("Labour law after work: before you return", "Your post, your leave, your appraisal: rehearse the meeting before you go back."),
               slots=[(thursday, time(19), time(20, 30))],
               more={**AUDIENCE, **ATTORNEY, "childcare": "돌봄 10자리", "childcare_en": "10 childcare places"}),
        Sample(key="school", category="labour-law", venue="school", kind=Course.Kind.OUTREACH,
               ko=("찾아가는 노동법: 첫 직장에서 알아야 할 것", "특성화고 3학년과 함께하는 근로계약서 읽기."),
               en=("Outreach: what to know in your first job", "Reading an employment contract with pupils of a vocational school."),
               slots=[(wednesday + week, time(14), time(15, 40))],
               more={**ATTORNEY, "audience_group": "students", "audience": "신청한 학교의 학생", "audience_en": "Pupils of the school that asked"}),
        Sample(key="humanities", category="humanities", venue="hall", capacity=50, taken=50, waiting=7,
               ko=("엄마라는 이름 밖의 나: 인문학 멘토 초청 강연", "두 시간만큼은 누구의 엄마도 직원도 아닌 나로 앉아 있는 자리입니다."),
               en=("Myself beyond the name of mother: a humanities lecture", "Two hours in which you are nobody's mother and nobody's employee, only yourself."),
               slots=[(thursday, time(19), time(20, 30))],
               more={**AUDIENCE, "lecturer": "초청 인문학자", "lecturer_en": "An invited scholar", "childcare": "돌봄 10자리", "childcare_en": "10 childcare places"}),
        Sample(key="healing", category="healing", venue="centre", capacity=20, taken=13,
               ko=("힐링교실: 숨 고르기", "네 번의 토요일, 몸을 풀고 마음을 이야기합니다. 네 번 모두 함께해 주세요."),
               en=("Healing class: catching your breath", "Four Saturdays to loosen the body and talk about the heart. Please come to all four."),
               slots=[(saturday + n * week, time(10), time(11, 30)) for n in range(4)],
               more={**AUDIENCE, "lecturer": "심리·정서 전문가", "lecturer_en": "A counsellor", "bring": "편한 옷", "bring_en": "Comfortable clothes"}),
        Sample(key="school-start", category="parents", venue="library", capacity=60, taken=31, kind=Course.Kind.HYBRID,
               ko=("여덟 살의 첫 학교, 맞벌이 부모의 준비", "돌봄교실 신청부터 첫 달의 하교까지, 일하는 부모의 달력으로 짚어 봅니다."),
               en=("First year at school, for parents who both work", "From after-school care to the first month's early afternoons, by a working parent's calendar."),
               slots=[(saturday, time(10, 30), time(12))],
               more={**AUDIENCE, "lecturer": "초등학교 교사", "lecturer_en": "A primary school teacher", "childcare": "돌봄 4자리", "childcare_en": "4 childcare places", "room": "1층 강의실, 온라인 동시 진행", "room_en": "Ground floor, and online"}),
        Sample(key="briefing", category="community", venue="online", capacity=100, taken=18, kind=Course.Kind.ONLINE,
               ko=("커뮤니티 공모 온라인 설명회", "40분 동안 지원서 쓰는 법을 화면으로 함께 봅니다. 질문도 받습니다."),
               en=("Online briefing on the community call", "Forty minutes on how to write the application, with time for questions."),
               slots=[(demo.day(2), time(12, 10), time(12, 50))],
               more={"audience": "공모에 지원하려는 부모", "audience_en": "Parents who want to apply", "lecturer": "커뮤니티 담당", "lecturer_en": "The community team"}),
        Sample(key="employers", category="employers", venue="centre", capacity=40, taken=6, opens_in=3,
               ko=("사업주가 알아야 할 인사·노무 ABC", "작은 회사가 놓치기 쉬운 모성보호 의무와 받을 수 있는 지원금."),
               en=("The ABC of employment for employers", "Duties that small firms overlook, and the subsidies they can claim."),
               slots=[(wednesday + 3 * week, time(15), time(17))],
               more={"audience_group": "employers", "audience": "서울의 사업주와 인사 담당자", "audience_en": "Employers and personnel staff in Seoul", **ATTORNEY}),
        Sample(key="last-month", category="labour-law", venue="gasan", capacity=30, taken=27, opens_in=-60,
               ko=("점심에 배우는 연차와 가족돌봄휴가", "남은 연차와 가족돌봄휴가를 어떻게 나누어 쓸지 함께 계산했습니다."),
               en=("Annual and family care leave over lunch", "We worked out how to divide what leave was left."),
               slots=[(tuesday - 5 * week, noon, one)], more=LUNCH),
        *(Sample(key=f"desk-{key}", category="desks", venue=key, kind=Course.Kind.OUTREACH,
                 ko=(f"{ko} 찾아가는 상담", "퇴근길에 들러 물어보세요. 공인노무사가 기다립니다."),
                 en=(f"Advice desk at {en} station", "Stop on your way home: a labour attorney is there."),
                 slots=desk_slots, rule=desk, more=desk_words)
          for key, ko, en in (("dangsan", "당산역", "Dangsan"), ("sadang", "사당역", "Sadang"))),
    ]  # fmt: skip


def _course(demo: Any, sample: Sample, category: Category, venue: Venue) -> Course:
    slots = [
        Slot(
            starts_at=datetime.combine(day, begins, tzinfo=demo.at(day, 0).tzinfo),
            ends_at=datetime.combine(day, ends, tzinfo=demo.at(day, 0).tzinfo),
        )
        for day, begins, ends in sample.slots
    ]
    first = slots[0].starts_at
    window = (
        {
            "capacity": sample.capacity,
            "registration_opens_at": demo.at(demo.day(sample.opens_in), 9),
            "registration_closes_at": demo.at(first.date() - timedelta(days=1), 18),
        }
        if sample.capacity
        else {"takes_registrations": False}
    )
    now = timezone.now()
    by = demo.people["coordinator"]
    course = create_course(
        by=by,
        now=now,
        slug=sample.key,
        title=sample.ko[0],
        summary=sample.ko[1],
        title_en=sample.en[0],
        summary_en=sample.en[1],
        category=category,
        venue=venue,
        kind=sample.kind,
        **window,
        **sample.more,
    )
    schedule(course, slots, by=by, now=now, rule=sample.rule)
    return publish(course, by=by, now=now)


def _fill(demo: Any, course: Course, sample: Sample, people: Any) -> None:
    """Register as many as the sample says, at an instant when registration was open."""
    if not sample.taken:
        return
    opened = course.registration_opens_at
    at = opened + (course.registration_closes_at - opened) / 3
    newcomers = [next(people) for _ in range(sample.taken + sample.waiting)]
    if sample.key in {"return", "school-start"}:
        newcomers[0] = demo.people["member"]
    for number, person in enumerate(newcomers):
        verb = register if number < sample.taken else join_waiting_list
        verb(course, person=person, by=person, now=at + timedelta(minutes=number))
    course.refresh_from_db()


def _called_off(demo: Any) -> None:
    course = demo.records["course:pregnancy"]
    twin = create_course(
        by=demo.people["coordinator"],
        now=timezone.now(),
        slug="healing-evening",
        title="힐링교실: 저녁 산책",
        title_en="Healing class: an evening walk",
        category=demo.records["course:healing"].category,
        venue=course.venue,
        capacity=15,
        registration_opens_at=demo.at(demo.day(-20), 9),
        registration_closes_at=demo.at(demo.day(8), 9),
    )
    start = demo.at(demo.day(9), 19)
    slot = Slot(starts_at=start, ends_at=start + timedelta(hours=1))
    schedule(twin, [slot], by=demo.people["coordinator"], now=timezone.now())
    publish(twin, by=demo.people["coordinator"], now=timezone.now())
    cancel_course(
        twin, by=demo.people["coordinator"], now=timezone.now(), reason="강사 사정으로 쉽니다."
    )


STORIES = {
    "leave": ("lunch", ["출산전후휴가 90일, 나눠 쓰는 법", "육아휴직 신청서 한 장으로 끝내기", "거절당했을 때 쓰는 말과 절차"],
              ["The 90 days, and how to divide them", "Childcare leave on one sheet of paper", "What to say, and to do, when refused"]),
    "hours": ("class", ["하루 몇 시간이 좋을까", "임금과 급여 계산해 보기", "단축을 마치고 돌아올 때"],
              ["How many hours suit you", "Working out wages and benefit", "Coming back to full time"]),
    "pregnancy": ("rights", ["임신을 알리는 때와 방법", "검진 시간과 단축 근무", "불편한 말을 들었을 때"],
                  ["When and how to tell", "Check-ups and shorter days", "When you hear what you should not"]),
    "humanities": ("lecture", ["이름을 잃는다는 것", "혼자 쓰는 두 시간", "다시 시작하는 문장"],
                   ["On losing one's name", "Two hours alone", "A sentence to begin again with"]),
    "healing": ("centre", ["몸 풀기", "감정에 이름 붙이기", "거절하는 연습", "나를 돌보는 약속"],
                ["Loosening up", "Giving feelings a name", "Learning to say no", "A promise to oneself"]),
    "school-start": ("reading", ["돌봄교실과 늘봄학교", "첫 달의 하교", "회사에 미리 말해 둘 것"],
                     ["After-school care", "The first month's early afternoons", "What to tell your employer beforehand"]),
}  # fmt: skip


def _pages(demo: Any) -> None:
    for key, (scene, korean, english) in STORIES.items():
        course = demo.records[f"course:{key}"]
        plant(
            demo,
            f"course-page:{key}",
            "classes",
            CoursePage,
            slug=key,
            course=course,
            picture=picture(demo, scene),
            ko=_story(course.title, course.summary, "이런 것을 배웁니다", korean),
            en=_story(course.title_en, course.summary_en, "What you will learn", english),
        )


def _story(title: str, summary: str, heading: str, points: Sequence[str]) -> dict[str, Any]:
    listed = "".join(f"<li>{point}</li>" for point in points)
    return {
        "title": title,
        "summary": summary,
        "body": [
            ("heading", {"text": heading, "level": "2"}),
            ("text", f"<ol>{listed}</ol>"),
        ],
    }
