"""What classes of the demo leave behind: a class that ended yesterday, whose survey is open and
whose certificate waits to be fetched, and one of last month with all of it done.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from events.default_survey import default_survey
from events.domain.certificates import issue_to_all
from events.domain.courses import create_course, publish
from events.domain.materials import add_material
from events.domain.registrations import register
from events.domain.sessions import Slot, schedule
from events.domain.surveys import close_survey, save_survey
from events.models import Attendance, Course, Survey, SurveyResponse

GOOD = (
    "사례로 들으니 쉬웠어요.",
    "질문을 다 받아 주셔서 좋았습니다.",
    "점심시간이라 올 수 있었어요.",
    "",
)
BETTER = ("", "시간이 조금 더 길면 좋겠어요.", "", "온라인으로도 듣고 싶어요.", "")
STEPS = (5, 4, 5, 3, 4, 5, 5, 4, 3, 5, 4, 5, 4)


def load(demo: Any) -> None:
    """Add both classes, with who came, surveys, certificates and materials."""
    _yesterday(demo)
    _last_month(demo)
    leave = demo.records["course:leave"]
    _handout(demo, leave, "육아휴직 신청서 서식", "Form to apply for leave", "everyone")


def _yesterday(demo: Any) -> None:
    course = _held(
        demo,
        slug="reading-together",
        title="퇴근길 그림책: 아이와 읽는 저녁",
        title_en="Picture books for the evening",
        category=demo.records["course:school-start"].category,
        days=[demo.day(-8), demo.day(-1)],
        hours=(19, 20),
    )
    people = [demo.people["member"], *islice(demo.records["parents"], 9)]
    _come(course, people, sessions=2)
    _survey(course)
    _handout(demo, course, "함께 읽은 책 목록", "The books we read", "registered")
    _handout(demo, course, "집에서 해 보는 읽기 놀이", "Reading games for home", "attendees")


def _last_month(demo: Any) -> None:
    course = _held(
        demo,
        slug="labour-law-basics",
        title="일하는 부모의 노동법 네 걸음",
        title_en="Labour law for parents in four steps",
        category=demo.records["course:leave"].category,
        days=[demo.day(-54), demo.day(-47), demo.day(-40), demo.day(-33)],
        hours=(12, 13),
    )
    people = [demo.people["member"], *islice(demo.records["parents"], 12)]
    _come(course, people, sessions=4)
    survey = _survey(course)
    for number, step in enumerate(STEPS):
        SurveyResponse.objects.create(survey=survey, answers=_answers(number, step))
    now = course.ends_at + timedelta(days=14)
    close_survey(survey, by=None, now=now)
    issue_to_all(course, by=demo.people["coordinator"], now=now)
    _handout(demo, course, "강의 자료 요약", "Summary of the lectures", "registered")


def _held(demo: Any, *, days: Sequence[Any], hours: tuple[int, int], **fields: Any) -> Course:
    by, first = demo.people["coordinator"], demo.at(days[0], hours[0])
    then = first - timedelta(days=14)
    course = create_course(
        by=by,
        now=then,
        venue=demo.records["course:leave"].venue,
        capacity=20,
        registration_opens_at=then,
        registration_closes_at=first - timedelta(hours=18),
        certificate_percent=75,
        **fields,
    )
    slots = [Slot(starts_at=demo.at(day, hours[0]), ends_at=demo.at(day, hours[1])) for day in days]
    schedule(course, slots, by=by, now=then)
    return publish(course, by=by, now=then)


def _come(course: Course, people: Sequence[Any], *, sessions: int) -> None:
    """Register everybody; each third person misses the last session, the last one comes never."""
    at = course.registration_opens_at + timedelta(hours=2)
    held = list(course.sessions.order_by("starts_at"))
    for number, person in enumerate(people):
        registration = register(course, person=person, by=person, now=at)
        missed = sessions if number == len(people) - 1 else not (number + 1) % 3
        for session in held[: sessions - int(missed)]:
            Attendance.objects.create(
                registration=registration,
                session=session,
                state=Attendance.State.CAME,
                method=Attendance.Method.NAME,
                at=session.starts_at,
            )


def _survey(course: Course) -> Survey:
    field: Any = Survey._meta.get_field("questions")
    return save_survey(course, questions=field.to_python(default_survey()), days_open=14, by=None)


def _answers(number: int, step: int) -> dict[str, Any]:
    given = {
        "content": step,
        "lecturer": min(5, step + number % 2),
        "time_place": max(1, step - number % 2),
        "organised": min(5, step + 1),
        "overall": step,
        "recommend": "yes" if (number + 1) % 4 else "no",
        "good": GOOD[number % len(GOOD)],
        "better": BETTER[number % len(BETTER)],
    }
    return {key: value for key, value in given.items() if value}


def _handout(demo: Any, course: Course, title: str, title_en: str, audience: str) -> None:
    add_material(
        course,
        {"title": title, "title_en": title_en, "audience": audience},
        by=demo.people["coordinator"],
        now=demo.at(demo.day(-1), 21),
        upload=SimpleUploadedFile(f"{title}.txt", f"{title}\n\n{course.title}\n".encode()),
    )
