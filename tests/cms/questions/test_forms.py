"""What people can type, paste and post: kept while drafting, judged when handing in."""

import json
import random
import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils.datastructures import MultiValueDict

from cms.questions.answers import digest, problems
from cms.questions.definitions import Questionnaire, Section
from cms.questions.forms import answer_form, posted
from cms.questions.kinds import KINDS, is_typed
from cms.questions.rendering import answered, export_cells, export_headers
from tests.cms.questions.forms_of import OPTIONS, everything, form_of, question

HARD = [
    "",
    " ",
    "\x00",
    "가\x00나",
    "\ud800",
    unicodedata.normalize("NFD", "한글"),
    "\u202eRTL 뒤집기\u202c שלום",
    "👨‍👩‍👧‍👦" * 50,
    "1,000,000원",
    "１２３４５",
    "-1",
    "9" * 400,
    "2027-02-30",
    "=cmd|'/C calc'!A0",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% now %}",
    "'; DROP TABLE grants_call; --",
    "a" * 5_000,
    "\r\n".join("줄" for _number in range(300)),
    "gone",
    "a",
    "mapo",
    "yes",
]
NAMES = [
    *OPTIONS,
    *(f"budget-{c}-{column}" for c in ("lecturer", "food") for column in ("basis", "grant", "own")),
]


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_hard_text_in_every_box_is_answered_without_an_error_page(text, draft):
    form = form_of(everything(), dict.fromkeys(NAMES, text), draft=draft)
    form.is_valid()
    if draft:
        assert form.errors == {}
    check_storable(form.answers())


@pytest.mark.parametrize("seed", range(60))
def test_random_posts_are_kept_and_shown(seed):
    chance = random.Random(seed)
    alphabet = "가나다abc012,.-원만 \n\t\x00\x7f\u202e\u0301\ufeff１２😀"
    data = {
        name: [
            "".join(chance.choices(alphabet, k=chance.choice([0, 1, 7, 60])))
            for _value in range(chance.choice([1, 1, 3]))
        ]
        for name in NAMES
        if chance.random() < 0.8
    }
    form = form_of(everything(), data, draft=True)
    assert form.is_valid()
    answers = form.answers()
    check_storable(answers)
    # Shown again and saved again, nothing changes: otherwise a second look would lose something.
    again = answer_form(
        everything(),
        data=posted(everything().questions, answers),
        files=MultiValueDict(),
        draft=True,
    )
    assert {key: digest(value) for key, value in again.answers().items()} == {
        key: digest(value) for key, value in answers.items()
    }
    assert len(export_cells(everything(), answers)) == len(export_headers(everything()))
    for section in answered(everything(), answers, problems=problems(everything(), answers)):
        assert all(isinstance(item.text, str) for item in section.items)


def check_storable(answers):
    """Both databases take it: JSON without NUL and without lone surrogates."""
    plain = json.dumps(answers)
    assert "\\u0000" not in plain
    assert "\\ud" not in plain.replace("\\ud83", "").replace("\\udc", "").replace("\\udd", "") or (
        json.loads(plain) and plain.encode("utf-8")
    )
    json.dumps(answers, ensure_ascii=False).encode("utf-8")


@pytest.mark.django_db
def test_hard_answers_are_taken_by_the_database():
    answers = {
        str(number): form_of(everything(), dict.fromkeys(NAMES, text), draft=True).answers()
        for number, text in enumerate(HARD)
    }
    kept = json.dumps(answers, ensure_ascii=False)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT %s::jsonb::text", [kept])
        else:
            cursor.execute("SELECT json(%s)", [kept])
        assert json.loads(cursor.fetchone()[0]) == answers


def test_megabyte_is_refused_and_everything_else_kept():
    form = form_of(everything(), {"long_text": "가" * 1_000_000, "number": "7"}, draft=True)
    assert not form.is_valid()
    assert list(form.errors) == ["long_text"]
    assert form.answers()["number"] == 7
    assert form["long_text"].value() == "가" * 1_000_000


def test_draft_keeps_what_cannot_be_read_as_it_was_typed():
    form = form_of(everything(), {"number": "여럿", "date": "봄쯤", "won": "조금"}, draft=True)
    assert form.is_valid()
    assert {key: value for key, value in form.answers().items() if is_typed(value)} == {
        "number": {"typed": "여럿"},
        "date": {"typed": "봄쯤"},
        "won": {"typed": "조금"},
    }
    assert set(form.doubts) == {"number", "date", "won"}
    assert answer_form(everything(), initial=form.answers())["number"].value() == "여럿"


def test_handing_in_says_what_is_missing_at_each_question():
    form = form_of(everything(), {}, draft=False)
    assert not form.is_valid()
    assert set(form.errors) == set(OPTIONS)
    assert set(problems(everything(), {})) == set(OPTIONS)


def test_whole_answers_may_be_handed_in():
    form = form_of(
        everything(),
        {
            "short_text": "한 줄",
            "long_text": "다섯 자 넘게",
            "number": "12",
            "won": "50,000원",
            "choice": "a",
            "choices": ["a", "b"],
            "yes_no": "yes",
            "scale": "4",
            "district": "guro",
            "date": "2027-03-01",
            "budget-food-basis": "3,000원 × 10",
            "budget-food-grant": "30,000",
        },
        draft=False,
        files=MultiValueDict({"q-files": [SimpleUploadedFile("plan.pdf", b"%PDF-1.4 %%EOF")]}),
    )
    assert form.errors == {}
    assert form.answers()["won"] == 50_000
    assert [file.name for file in form.file_changes()["files"].added] == ["plan.pdf"]


@pytest.mark.parametrize(
    ("name", "size", "count", "is_taken"),
    [
        ("plan.pdf", 10, 1, True),
        ("PLAN.PDF", 10, 2, True),
        ("plan.pdf", 10, 3, False),
        ("plan.exe", 10, 1, False),
        ("photo.jpg", 10, 1, False),
        ("plan.pdf.exe", 10, 1, False),
        ("plan", 10, 1, False),
        ("plan.pdf", 1024 * 1024 + 1, 1, False),
    ],
)
def test_files_keep_to_kind_size_and_number(name, size, count, is_taken):
    uploads = [SimpleUploadedFile(name, b"x" * size) for _number in range(count)]
    section = Section(key="s", title="", items=(question("files"),))
    form = form_of(section, {}, draft=True, files=MultiValueDict({"q-q": uploads}))
    assert form.is_valid() is is_taken


def test_file_may_be_replaced_where_only_one_fits():
    present = [{"id": "1", "name": "old.pdf", "size": 3}]
    section = Section(key="s", title="", items=(question("files", max_files=1),))
    files = MultiValueDict({"q-q": [SimpleUploadedFile("new.pdf", b"x")]})
    data = {"q-q-remove": ["1"]}
    from django.http import QueryDict

    both = QueryDict("q-q-remove=1")
    assert answer_form(
        section, data=both, files=files, initial={"q": present}, draft=True
    ).is_valid()
    alone = QueryDict("")
    form = answer_form(section, data=alone, files=files, initial={"q": present}, draft=True)
    assert not form.is_valid()
    assert data


def test_form_knows_only_its_section():
    whole = Questionnaire(
        (
            Section(key="one", title="하나", items=(question("number", key="n"),)),
            Section(key="two", title="둘", items=(question("won", key="w"),)),
        )
    )
    assert list(answer_form(whole.section("two")).fields) == ["w"]
    assert list(answer_form(whole).fields) == ["n", "w"]


def test_every_kind_has_a_test_form():
    assert set(OPTIONS) == set(KINDS)
