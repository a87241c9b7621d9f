import pytest
from django.template.loader import render_to_string
from django.utils import translation

from cms.questions.kinds import KINDS, typed
from tests.cms.questions.forms_of import form_of, question


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def stored(kind, raw, **options):
    return KINDS[kind].parse(question(kind, **options), raw)


def problems(kind, value, *, required=True, **options):
    return KINDS[kind].problems(question(kind, required=required, **options), value)


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        ("short_text", "  두   칸 ", "두 칸"),
        ("long_text", "첫 줄\n둘째 줄\n", "첫 줄\n둘째 줄"),
        ("number", "12명", 12),
        ("number", "12 people", 12),
        ("won", "1,000,000원", 1_000_000),
        ("choice", "b", "b"),
        ("choices", ["c", "a"], ["a", "c"]),
        ("yes_no", "no", "no"),
        ("scale", "4", 4),
        ("district", "mapo", "mapo"),
        ("date", "2027-03-13", "2027-03-13"),
        ("date", "2027. 3. 13.", "2027-03-13"),
        ("date", "2027년 3월 13일", "2027-03-13"),
        (
            "budget",
            {"lecturer": {"basis": "x", "grant": "60만원", "own": ""}, "food": {}},
            {
                "lines": [{"category": "lecturer", "basis": "x", "grant": 600_000, "own": 0}],
                "grant": 600_000,
                "own": 0,
            },
        ),
    ],
)
def test_answer_is_stored_typed(kind, raw, kept):
    assert stored(kind, raw) == kept


@pytest.mark.parametrize(
    ("kind", "empty"),
    [
        ("short_text", "   "),
        ("long_text", "\n"),
        ("number", ""),
        ("won", None),
        ("choice", ""),
        ("choices", []),
        ("scale", ""),
        ("date", " "),
        ("budget", {"lecturer": {"basis": "", "grant": "", "own": ""}}),
    ],
)
def test_empty_answer_is_none_and_missing_only_if_required(kind, empty):
    assert stored(kind, empty) is None
    assert problems(kind, None, required=False) == []
    assert len(problems(kind, None)) == 1


@pytest.mark.parametrize(
    ("kind", "answer", "sentence"),
    [
        ("short_text", "가" * 21, "At most 20 characters, now 21. Shorten it by 1."),
        ("long_text", "가" * 4, "At least 5 characters, now 4."),
        ("number", 0, "Enter 1 people or more."),
        ("number", 100, "Enter 99 people or less."),
        ("won", 2_000_001, "Enter KRW 2,000,000 or less."),
        ("choices", ["a", "b", "c"], "Choose at most 2, now 3."),
        ("choice", "gone", "Choose one of the options."),
        ("scale", 6, "Choose one of the steps."),
        ("scale", typed("6"), "Choose one of the steps."),
        ("number", typed("여럿"), "Enter a whole number, for example 12."),
        (
            "budget",
            {
                "lines": [{"category": "food", "basis": "x", "grant": 1_000_001, "own": 0}],
                "grant": 1_000_001,
                "own": 0,
            },
            "The grant is KRW 1,000,001; at most KRW 1,000,000 are possible. KRW 1 too much.",
        ),
        (
            "budget",
            {
                "lines": [{"category": "food", "basis": "", "grant": 1000, "own": 0}],
                "grant": 1000,
                "own": 0,
            },
            "Food: write how you arrived at the amount.",
        ),
        (
            "budget",
            {
                "lines": [
                    {"category": "food", "basis": "떡", "grant": 0, "own": 0},
                    {"category": "lecturer", "basis": "x", "grant": 1, "own": 0},
                ],
                "grant": 1,
                "own": 0,
            },
            "Food: enter an amount.",
        ),
    ],
)
def test_rules_are_told_in_a_sentence(kind, answer, sentence):
    assert problems(kind, answer) == [sentence]


def test_date_must_lie_between_its_days():
    assert problems("date", "2026-12-31") != []
    assert problems("date", "2027-01-01") == problems("date", "2027-12-31") == []
    assert problems("date", "2028-01-01") != []


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("short_text", "한 줄"),
        ("long_text", "여러\n줄"),
        ("number", 1200),
        ("won", 1_250_000),
        ("choice", "a"),
        ("choices", ["a", "c"]),
        ("yes_no", "yes"),
        ("scale", 1),
        ("district", "jung"),
        ("date", "2027-03-13"),
        (
            "budget",
            {
                "lines": [{"category": "food", "basis": "떡 × 2", "grant": 5000, "own": 0}],
                "grant": 5000,
                "own": 0,
            },
        ),
    ],
)
def test_stored_answer_survives_the_form_unchanged(kind, answer):
    asked = question(kind)
    assert KINDS[kind].parse(asked, KINDS[kind].raw(asked, answer)) == answer


def test_budget_names_the_cell_that_cannot_be_read():
    form = form_of(
        _budget_form(),
        {"q-lecturer-basis": "x", "q-lecturer-grant": "약간", "q-food-own": "1.5"},
        draft=False,
    )
    assert form.errors["q"] == [
        "Lecturer, Grant: Enter an amount in won, in digits, for example 300,000.",
        "Food, Own share: Enter an amount in won, in digits, for example 300,000.",
    ]


def test_budget_sums_are_the_servers_own():
    form = form_of(
        _budget_form(),
        {
            "q-lecturer-basis": "x",
            "q-lecturer-grant": "１００,000원",
            "q-food-basis": "y",
            "q-food-grant": "5만",
            "q-food-own": "1,000",
            "q-grant": "1",
        },
        draft=False,
    )
    assert form.answers()["q"] == {
        "lines": [
            {"category": "lecturer", "basis": "x", "grant": 100_000, "own": 0},
            {"category": "food", "basis": "y", "grant": 50_000, "own": 1000},
        ],
        "grant": 150_000,
        "own": 1000,
    }


def _budget_form():
    from cms.questions.definitions import Section

    return Section(key="s", title="", items=(question("budget"),))


@pytest.mark.parametrize(("steps", "last"), [(None, 5), (3, 3), (99, 10), (1, 2)])
def test_scale_has_the_steps_it_was_given_within_reason(steps, last):
    shown = KINDS["scale"].options(question("scale", steps=steps))
    assert shown[0] == ("1", "1 no")
    assert shown[-1] == (str(last), f"{last} yes")
    assert len(shown) == last


def test_scale_is_drawn_as_one_target_a_step_with_its_ends_in_words():
    html = render_to_string(
        "cms/questions/question.html", {"field": form_of(_one("scale"), {}, draft=False)["q"]}
    )
    assert html.count('type="radio"') == 5
    assert html.count('class="choice"') == 5
    assert "<span>no</span> <span>yes</span>" in html
    assert '<span class="visually-hidden">5 yes</span>' in html


def _one(kind):
    from cms.questions.definitions import Section

    return Section(key="s", title="", items=(question(kind),))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_export_has_a_cell_for_every_heading(kind):
    asked = question(kind)
    for answer in (None, typed("x") if kind not in {"budget", "files"} else None):
        assert len(KINDS[kind].cells(asked, answer)) == len(KINDS[kind].headers(asked))
