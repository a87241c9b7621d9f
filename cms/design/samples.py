"""Made-up content for the living page: every component, in every state worth looking at.

Texts are written here in both languages, like content, because an editor would write them.
"""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR

from cms.design.fields import WonField
from cms.design.sample_words import say, words


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(max_length=60)
    email = forms.EmailField()
    plan = forms.CharField(max_length=1000, widget=forms.Textarea)
    district = forms.ChoiceField()
    seats = forms.ChoiceField(widget=forms.RadioSelect)
    fields_of_work = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    start = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    amount = WonField(max_value=2_000_000)
    proof = forms.FileField(required=False)
    consent = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in words_of_fields().items():
            self.fields[name].label = label
            self.fields[name].help_text = hint
        for name, choices in words_of_choices().items():
            self.fields[name].choices = choices


class SampleSection(forms.Form):
    """What a plug-in asks on somebody else's form."""

    toys = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["toys"].label = say("장난감도 빌릴게요", "I would like to borrow toys too")


def sections() -> SimpleNamespace:
    """Return the sections of a form as ``cms.sections`` makes them: one, of a plug-in."""
    form = SampleSection(prefix="sample-toys")
    title = say("장난감 빌리기", "Borrowing toys")
    section = SimpleNamespace(title=title, text=say("센터 1층에 있습니다.", "They are downstairs."))
    context = {"section": section, "form": form, "marker": "sample-toys-shown"}
    html = render_to_string("design/form_section.html", context)
    return SimpleNamespace(forms=[form], parts=[SimpleNamespace(html=html)], is_multipart=False)


def words_of_fields() -> dict[str, tuple[str, str]]:
    """Return label and hint of each sample field."""
    return {
        "name": (say("이름", "Name"), ""),
        "email": (say("이메일", "E-mail"), say("확인 메일을 보냅니다.", "We will write to it.")),
        "plan": (
            say("모임이 하려는 일을 알려 주세요", "What does your group want to do?"),
            say(
                "누가, 언제, 어디서, 무엇을 하나요? 주말 활동이 많아도 괜찮습니다.",
                "Who, when, where, what? Weekends are fine.",
            ),
        ),
        "district": (say("사는 곳", "Where you live"), ""),
        "seats": (say("함께 신청할 회차", "Sessions to register for"), ""),
        "fields_of_work": (
            say("활동 분야", "Fields of work"),
            say("해당하는 것을 모두 골라 주세요.", "Choose all that apply."),
        ),
        "start": (say("시작하는 날", "First day"), ""),
        "amount": (
            say("신청 금액", "Amount asked for"),
            say("최대 2,000,000원", "At most KRW 2,000,000"),
        ),
        "proof": (say("증빙 파일", "Proof"), say("PDF, JPG, 10MB까지", "PDF or JPG, up to 10 MB")),
        "consent": (
            say("모임 정보를 심사에 쓰는 데 동의합니다", "You may use this for the review"),
            say("선정 결과를 알리고 3년 뒤 지웁니다.", "Erased three years after the decision."),
        ),
    }


def words_of_choices() -> dict[str, list[tuple[str, str]]]:
    """Return the choices of the sample fields."""
    return {
        "district": [
            ("", say("골라 주세요", "Please choose")),
            ("geumcheon", say("금천구", "Geumcheon-gu")),
            ("guro", say("구로구", "Guro-gu")),
        ],
        "seats": [
            ("one", say("이 강좌만", "This class only")),
            ("all", say("시리즈 3회 모두 · 이수증 발급", "All three, with a certificate")),
        ],
        "fields_of_work": [
            ("parents", say("부모교육", "Parents' education")),
            ("children", say("자녀교육", "Children's education")),
            ("health", say("건강", "Health")),
        ],
    }


def wrong_form() -> SampleForm:
    """Return the form as it comes back with mistakes; what was typed is still there."""
    typed = {
        "email": "someone",
        "plan": "가" * 1012,
        "amount": "많이",
        "fields_of_work": ["health"],
    }
    return SampleForm({f"wrong-{name}": value for name, value in typed.items()}, prefix="wrong")


def rows() -> list[dict[str, Any]]:
    """Return lines of a list of classes: seats left, full, nearly empty, nothing to count."""
    today = timezone.localtime()

    def at(days: int, hour: int) -> datetime:
        return today.replace(hour=hour, minute=0) + timedelta(days=days)

    law, humanities = say("노동법률", "Labour law"), say("인문학", "Humanities")
    register = say("신청", "Register")
    return [
        {
            "date": at(2, 12),
            "tags": [
                {"label": law, "tone": "brand"},
                {"label": say("샌드위치 제공", "Sandwiches"), "tone": "neutral"},
            ],
            "title": say(
                "점심에 배우는 출산휴가·육아휴직 똑똑하게 쓰기",
                "Maternity and parental leave, used well: a lunch class",
            ),
            "meta": say(
                "12:00–13:00 · 가산디지털단지역 5분 · 공인노무사",
                "12:00–13:00 · 5 minutes from the station · labour attorney",
            ),
            "value": 22,
            "maximum": 30,
            "meter_label": say("8자리 남음", "8 seats left"),
            "action_label": register,
        },
        {
            "date": at(4, 19),
            "tags": [{"label": humanities, "tone": "brand"}],
            "title": say(
                "엄마라는 이름 밖의 나: 인문학 멘토 초청 강연",
                "Who I am besides a mother: a lecture",
            ),
            "meta": say(
                "19:00–20:30 · 센터 강당 · 돌봄 10자리", "19:00–20:30 · hall · childcare for 10"
            ),
            "value": 50,
            "maximum": 50,
            "meter_label": say("대기 7명", "7 waiting"),
            "meter_tone": "warning",
            "action_label": say("대기 신청", "Join the list"),
            "action_kind": "secondary",
        },
        {
            "date": at(6, 10),
            "title": say(
                "아주 긴 제목도 두 줄, 세 줄로 나뉘어 끝까지 보이고 옆 칸을 밀어내지 않습니다: "
                "여덟 살의 첫 학교, 맞벌이 부모의 준비와 돌봄 교실 신청부터 방학 계획까지",
                "A very long title breaks into two or three lines, shows to its end and pushes "
                "nothing aside: the first year at school with two working parents",
            ),
            "meta": say("10:30–12:00 · 온라인과 센터", "10:30–12:00 · online and here"),
        },
    ]


def steps() -> list[dict[str, str]]:
    """Return the steps of an application, the third being filled in."""
    names = [
        say("자격", "Eligibility"),
        say("우리 모임", "Our group"),
        say("활동 계획", "Plan"),
        say("예산", "Budget"),
        say("첨부", "Files"),
        say("확인·제출", "Check and send"),
    ]
    states = ["done", "done", "current", "todo", "todo", "todo"]
    return [
        {"label": name, "url": "#steps", "state": state}
        for name, state in zip(names, states, strict=True)
    ]


def page_of_many(number: int = 7) -> Any:
    """Return a page from the middle of a long list."""
    return Paginator(range(1000), 50).page(number)


def budget() -> dict[str, Any]:
    """Return the lines and sums of a small budget, in won."""
    lines = [
        (say("강사비", "Lecturers"), say("200,000원 × 3회", "200,000 × 3"), 600_000, 0),
        (say("재료비", "Materials"), say("15명 × 8,000원 × 5회", "15 × 8,000 × 5"), 600_000, 0),
        (say("다과비", "Snacks"), say("27명 × 3,000원 × 5회", "27 × 3,000 × 5"), 350_000, 55_000),
    ]
    return {"lines": lines, "granted": sum(line[2] for line in lines), "own": 55_000}


def month() -> list[list[SimpleNamespace]]:
    """Return the weeks of a made-up month for the calendar's look."""
    events = {
        3: [(say("노동법률 점심 강좌", "Labour law at lunch"), "")],
        12: [
            (say("인문학 강연", "Lecture"), "full"),
            (say("부모교육", "Parents' class"), "cancelled"),
        ],
    }
    days = [
        SimpleNamespace(number=number, events=events.get(number, [])) for number in range(1, 29)
    ]
    return [days[at : at + 7] for at in range(0, 28, 7)]


def facts() -> list[tuple[str, str]]:
    """Return labelled facts about a class."""
    return [
        (say("일시", "When"), "2026. 11. 24.(화) 12:00–13:00"),
        (say("장소", "Where"), say("가산W센터 312호", "Gasan W Centre, room 312")),
        (
            say("대상", "For whom"),
            say("서울에서 일하는 부모와 예비 부모", "Working parents in Seoul"),
        ),
        (say("준비물", "Bring"), say("없음. 샌드위치를 드립니다", "Nothing. There are sandwiches")),
    ]


def figures() -> list[dict[str, str]]:
    """Return figures of a year."""
    return [
        {"number": "4,773", "label": say("종합상담", "consultations")},
        {
            "number": say("19팀 · 13개 구", "19 in 13 districts"),
            "label": say("커뮤니티", "communities"),
        },
        {
            "number": say("2,647명", "2,647"),
            "label": say("어른 1,579 · 아이 1,068", "1,579 adults, 1,068 children"),
        },
        {"number": say("24곳", "24"), "label": say("업무협약 기관", "partners")},
    ]


def ways() -> dict[str, Any]:
    """Return breadcrumbs, tabs, the links of a heading, and the names of the days."""
    texts = words()
    return {
        "crumbs": [
            {"label": texts["home"], "url": "/"},
            {"label": texts["section"], "url": "#row"},
            {"label": texts["call"], "url": ""},
        ],
        "tabs": [
            {"label": texts["list"], "url": "#steps", "current": True},
            {"label": texts["calendar"], "url": "#table", "current": False},
        ],
        "links": [{"label": texts["calendar"], "url": "#table"}],
        "weekdays": [str(WEEKDAYS_ABBR[number]) for number in (6, 0, 1, 2, 3, 4, 5)],
    }
