"""The survey a course begins with: what centres ask after a class, in both languages."""

from typing import Any

Block = dict[str, Any]

AGREE = {
    "low": "전혀 아니다",
    "high": "매우 그렇다",
    "low_en": "Not at all",
    "high_en": "Very much",
}

SCALES = (
    ("content", "내용이 도움이 되었나요?", "Was the content useful to you?"),
    ("lecturer", "강사의 설명이 이해하기 쉬웠나요?", "Was the lecturer easy to follow?"),
    ("time_place", "시간과 장소가 참여하기에 알맞았나요?", "Did time and place suit you?"),
    ("organised", "신청과 안내가 편했나요?", "Were registration and notices easy?"),
)


def default_survey() -> list[Block]:
    """Return the blocks of the usual survey, for a QuestionsField."""
    return [
        *(_block("scale", key, ko, en, steps=5, **AGREE) for key, ko, en in SCALES),
        _block(
            "scale",
            "overall",
            "전체적으로 얼마나 만족하나요?",
            "How satisfied are you altogether?",
            steps=5,
            low="매우 불만족",
            high="매우 만족",
            low_en="Not at all",
            high_en="Very",
        ),
        _block(
            "yes_no",
            "recommend",
            "다른 직장부모에게 권하고 싶은가요?",
            "Would you recommend it to another working parent?",
        ),
        _block(
            "long_text",
            "good",
            "어떤 점이 좋았나요?",
            "What was good?",
            required=False,
            max_chars=500,
            hint="이름이나 아이 이야기처럼 누구인지 알 수 있는 내용은 쓰지 마세요.",
            hint_en="Please write nothing that tells who you are.",
        ),
        _block(
            "long_text",
            "better",
            "무엇이 더 나아지면 좋을까요?",
            "What could be better?",
            required=False,
            max_chars=500,
        ),
    ]


def _block(kind: str, key: str, label: str, label_en: str, **options: Any) -> Block:
    value = {"key": key, "label": label, "label_en": label_en, "required": True, **options}
    return {"type": kind, "value": value}
