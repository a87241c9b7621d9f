"""A form to begin with: what calls for parent communities usually ask, in both languages.

Staff change it in the builder; a new call starts with it. Fields of activity follow
the calls of this kind: parents' education, children's education, health, culture,
neighbourhood service.
"""

from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]

FIELDS = (
    ("parents", "부모교육", "Parents’ education"),
    ("children", "자녀교육", "Children’s education"),
    ("health", "건강", "Health"),
    ("culture", "문화", "Culture"),
    ("neighbourhood", "지역봉사", "Neighbourhood service"),
)
CATEGORIES = (
    ("lecturer", "강사비", "Lecturer fees"),
    ("materials", "재료비", "Materials"),
    ("food", "다과비", "Refreshments"),
    ("venue", "장소 대관비", "Venue hire"),
    ("childcare", "아이 돌봄비", "Childcare"),
    ("printing", "홍보·인쇄비", "Printing and publicity"),
)


def _block(kind: str, key: str, label: str, label_en: str, **options: Any) -> Block:
    value = {"key": key, "label": label, "label_en": label_en, "required": True, **options}
    return {"type": kind, "value": value}


def _step(key: str, label: str, label_en: str, hint: str = "", hint_en: str = "") -> Block:
    value = {"key": key, "label": label, "label_en": label_en, "hint": hint, "hint_en": hint_en}
    return {"type": "step", "value": value}


def _options(rows: Sequence[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [{"key": key, "label": label, "label_en": label_en} for key, label, label_en in rows]


def default_questions() -> list[Block]:
    """Return the blocks of the usual form, for ``create_call(questions=…)``."""
    return [*_community(), *_plan(), *_budget(), *_attachments()]


def _community() -> list[Block]:
    return [
        _step(
            "community",
            "우리 모임",
            "Our community",
            "모임을 처음 만나는 사람에게 소개하듯 써 주세요.",
            "Introduce your community as if to somebody who has never met you.",
        ),
        _block(
            "long_text",
            "about",
            "우리 모임을 소개해 주세요",
            "Tell us about your community",
            hint="어떻게 모였고, 지금까지 무엇을 함께했나요?",
            hint_en="How did you meet, and what have you done so far?",
            min_chars=30,
            max_chars=500,
        ),
        _block(
            "district",
            "district",
            "주로 활동하는 자치구",
            "District where you are mostly active",
            outside=False,
        ),
        _block(
            "yes_no",
            "first_time",
            "이 지원사업에 처음 지원하나요?",
            "Is this your first application to this programme?",
        ),
        _block(
            "short_text",
            "meeting_place",
            "모이는 곳",
            "Where you meet",
            hint="도서관, 회사 근처 카페, 회원 집처럼 편하게 써 주세요.",
            hint_en="A library, a café near work, somebody’s home.",
            max_chars=80,
            required=False,
        ),
    ]


def _plan() -> list[Block]:
    return [
        _step("plan", "활동 계획", "Activity plan"),
        _block(
            "choices",
            "fields",
            "활동 분야",
            "Fields of activity",
            hint="가장 가까운 것을 두 가지까지 골라 주세요.",
            hint_en="Choose up to two.",
            choices=_options(FIELDS),
            max_choices=2,
        ),
        _block(
            "long_text",
            "activity",
            "모임이 하려는 일을 알려 주세요",
            "What does your community want to do?",
            hint="누가, 언제, 어디서, 무엇을 하나요? 주말 활동이 많아도 괜찮습니다.",
            hint_en="Who, when, where, what? Weekends are fine.",
            min_chars=50,
            max_chars=1000,
        ),
        _block(
            "long_text",
            "schedule",
            "일정",
            "Schedule",
            hint="달마다 무엇을 하는지 한 줄씩 적어 주세요.",
            hint_en="One line for each month.",
            max_chars=600,
        ),
        _block("date", "starts_on", "활동을 시작하는 날", "First day of activities"),
        {
            "type": "heading",
            "value": {
                "label": "참여 인원",
                "label_en": "Participants",
                "hint": "한 번에 함께하는 인원이 아니라, 참여하는 사람 모두를 세어 주세요.",
                "hint_en": "Count everybody who takes part, not those present at one time.",
            },
        },
        _block(
            "number",
            "adults",
            "어른",
            "Adults",
            unit="명",
            unit_en="people",
            minimum=1,
            maximum=999,
        ),
        _block(
            "number",
            "children",
            "아이",
            "Children",
            unit="명",
            unit_en="people",
            minimum=0,
            maximum=999,
        ),
    ]


def _budget() -> list[Block]:
    return [
        _step(
            "budget",
            "예산",
            "Budget",
            "지원금은 여기에 쓴 비목대로만 쓸 수 있습니다. 회원에게는 강사비를 줄 수 없습니다.",
            "The grant can be spent only by these categories. Members cannot be paid fees.",
        ),
        _block(
            "budget",
            "budget",
            "예산 계획",
            "Budget plan",
            hint="산출 근거는 ‘200,000원 × 3회’처럼 써 주세요.",
            hint_en="Write the basis like “200,000 won × 3 times”.",
            categories=_options(CATEGORIES),
        ),
    ]


def _attachments() -> list[Block]:
    return [
        _step(
            "files",
            "첨부",
            "Attachments",
            "없으면 그대로 다음으로 넘어가세요.",
            "Nothing to attach? Just go on.",
        ),
        _block(
            "files",
            "plan_file",
            "활동계획서나 참고 자료",
            "Activity plan or other material",
            hint="주민등록번호가 보이는 서류는 올리지 마세요.",
            hint_en="Do not attach anything that shows a resident registration number.",
            types=["document", "sheet", "picture"],
            max_files=3,
            max_megabytes=10,
            required=False,
        ),
    ]


DEFAULT_RULES: list[dict[str, Any]] = [
    {"kind": "min_members", "number": 5},
    {"kind": "seoul", "number": 100},
    {
        "kind": "note",
        "note": "지난 지원금 정산을 마친 모임",
        "note_en": "Any earlier grant has been settled",
    },
]
DEFAULT_CRITERIA: list[dict[str, Any]] = [
    {
        "name": "필요성",
        "name_en": "Need",
        "weight": 30,
        "note": "일하는 부모에게 꼭 필요한 활동인가요?",
        "note_en": "Do working parents need this?",
    },
    {
        "name": "실현 가능성",
        "name_en": "Feasibility",
        "weight": 30,
        "note": "일정과 맡은 사람이 분명한가요?",
        "note_en": "Are dates and responsibilities clear?",
    },
    {
        "name": "참여와 협력",
        "name_en": "Participation",
        "weight": 25,
        "note": "회원이 고루 참여하고 이웃과 함께하나요?",
        "note_en": "Do all members take part, and neighbours too?",
    },
    {
        "name": "예산의 타당성",
        "name_en": "Budget",
        "weight": 15,
        "note": "비목과 산출 근거가 알맞나요?",
        "note_en": "Are the amounts well founded?",
    },
]
