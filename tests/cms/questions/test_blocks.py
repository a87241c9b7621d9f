import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from cms.questions.blocks import QuestionsBlock
from cms.questions.definitions import Questionnaire
from cms.questions.fields import QuestionsField, questionnaire
from cms.questions.kinds import KINDS

FIELD = QuestionsField()


def stream(*blocks):
    return FIELD.to_python([{"type": kind, "value": value} for kind, value in blocks])


def test_every_kind_of_question_has_a_block():
    assert set(QuestionsBlock().child_blocks) - {"step", "heading"} == set(KINDS)


def test_questions_before_the_first_step_make_a_section_of_their_own():
    form = questionnaire(
        stream(
            ("yes_no", {"label": "처음인가요?", "key": "first"}),
            ("step", {"label": "계획", "label_en": "Plan", "key": "plan"}),
            ("heading", {"label": "여기부터"}),
            ("number", {"label": "어른", "key": "adults", "unit": "명"}),
            ("step", {"label": "빈 단계", "key": "empty"}),
        )
    )
    assert [(s.key, [q.key for q in s.questions]) for s in form.sections] == [
        ("start", ["first"]),
        ("plan", ["adults"]),
    ]
    assert form.sections[1].items[0].kind == "heading"


def test_key_is_made_once_and_stays():
    cleaned = FIELD.stream_block.clean(stream(("short_text", {"label": "이름"})))
    key = cleaned[0].value["key"]
    assert key.startswith("q")
    assert FIELD.stream_block.clean(cleaned)[0].value["key"] == key


def test_options_get_keys_of_their_own():
    cleaned = FIELD.stream_block.clean(
        stream(("choice", {"label": "분야", "choices": [{"label": "가"}, {"label": "나"}]}))
    )
    keys = [option["key"] for option in cleaned[0].value["choices"]]
    assert len(set(keys)) == 2
    assert all(keys)


@pytest.mark.parametrize(
    "blocks",
    [
        [("yes_no", {"label": "가", "key": "same"}), ("yes_no", {"label": "나", "key": "same"})],
        [("yes_no", {"label": "가", "key": "Not a key"})],
        [("yes_no", {"label": ""})],
        [("number", {"label": "수", "minimum": 5, "maximum": 1})],
        [("choice", {"label": "분야", "choices": [{"label": "하나뿐"}]})],
        [("files", {"label": "파일", "max_files": 99})],
        [
            (
                "choice",
                {
                    "label": "분야",
                    "choices": [{"label": "가", "key": "x"}, {"label": "나", "key": "x"}],
                },
            )
        ],
    ],
)
def test_form_that_cannot_work_is_refused(blocks):
    with pytest.raises(ValidationError):
        FIELD.stream_block.clean(stream(*blocks))


def test_snapshot_is_the_form_again():
    form = questionnaire(
        stream(
            ("step", {"label": "가", "key": "s"}),
            ("heading", {"label": "말"}),
            (
                "budget",
                {"label": "예산", "key": "b", "categories": [{"label": "강사비", "key": "l"}]},
            ),
        )
    )
    import json

    assert Questionnaire.from_json(json.loads(json.dumps(form.to_json()))).to_json() == json.loads(
        json.dumps(form.to_json())
    )


def test_words_follow_the_language_and_fall_back_to_korean():
    form = questionnaire(
        stream(
            ("yes_no", {"label": "처음?", "label_en": "First?", "key": "a"}),
            ("yes_no", {"label": "둘째?", "key": "b"}),
        )
    )
    with translation.override("en"):
        assert [question.text for question in form.questions] == ["First?", "둘째?"]
    with translation.override("ko"):
        assert [question.text for question in form.questions] == ["처음?", "둘째?"]


def test_block_definitions_stay_out_of_migrations():
    _name, path, args, kwargs = FIELD.deconstruct()
    assert (path, args, kwargs) == ("cms.questions.fields.QuestionsField", [], {"blank": True})
    assert set(FIELD.clone().stream_block.child_blocks) == set(FIELD.stream_block.child_blocks)
