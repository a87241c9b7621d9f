import pytest

from cms.search.answers import answer
from cms.search.models import Synonym
from cms.search.query import Question

pytestmark = pytest.mark.django_db


def titles(typed, locale="ko", **narrow):
    return [found.title for found in answer(Question(typed, locale), **narrow).documents]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("출산휴가", "출산휴가 안내"),
        ("출산휴가를", "출산휴가 안내"),
        ("출산휴가는", "출산휴가 안내"),
        ("출산 휴가", "출산휴가 안내"),
        ("출산휴가에서", "출산휴가 안내"),
        ("육아휴직급여", "육아휴직 급여"),
        ("육아 휴직 급여", "육아휴직 급여"),
        ("육 아 휴 직", "육아휴직 급여"),
        ("육아휴직을 받는 방법", "육아휴직 급여"),
        ("노동법교육", "찾아가는 노동법 교육"),
        ("찾아가는노동법", "찾아가는 노동법 교육"),
        ("어린이", "어린이 돌봄 공간"),
        ("120번", "직장맘 전용콜 120번"),
        ("120번으로", "직장맘 전용콜 120번"),
        ("120", "직장맘 전용콜 120번"),
        ("전용콜 전화", "직장맘 전용콜 120번"),
        ("MOU", "협약기관 모집"),
        ("mou체결", "협약기관 모집"),
        ("ＭＯＵ 체결", "협약기관 모집"),
        ("1250000원", "부모커뮤니티 지원사업"),
        ("1,250,000", "부모커뮤니티 지원사업"),
        ("연차휴가가", "연차휴가 계산"),
        ("ㅊㅅㅎㄱ", "출산휴가 안내"),
        ("ㅇㅇㅎㅈ", "육아휴직 급여"),
        ("ㅇㅇㅎㅈㄱㅇ", "육아휴직 급여"),
        ("ㅇㅇㅎㅈ ㄱㅇ", "육아휴직 급여"),
        ("출산휴ㄱ", "출산휴가 안내"),
        ("봄", "봄나들이 사진"),
        ("봄나들이", "봄나들이 사진"),
        ("\u1112\u1172\u1100\u1161 \u110e\u116e\u11af\u1109\u1161\u11ab 출산", "출산휴가 안내"),
    ],
)
def test_question_finds_first(centre_pages, typed, first):
    assert titles(typed)[:1] == [first]


def test_question_needs_every_word(centre_pages):
    assert titles("휴가 상담") == ["직장맘 전용콜 120번"]


def test_noun_that_ends_like_a_particle_is_left_whole(centre_pages):
    # 휴가 is not 휴+가, 어린이 is not 어린+이.
    assert set(titles("휴가")) == {"연차휴가 계산", "출산휴가 안내", "직장맘 전용콜 120번"}
    assert Question("어린이", "ko").terms[0].forms == ("어린이",)
    assert Question("휴가가", "ko").terms[0].forms == ("휴가",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("육아후직", "육아휴직"),
        ("육아휴짖", "육아휴직"),
        ("츨산휴가", "출산휴가"),
        ("노동볍", "노동법"),
        ("돌봄 곤간", "돌봄 공간"),
    ],
)
def test_typing_errors_are_mended(centre_pages, typed, meant):
    assert answer(Question(typed, "ko")).suggestion == meant


def test_nothing_like_it_is_an_empty_answer(centre_pages):
    found = answer(Question("zxqv", "ko"))
    assert (found.total, found.documents, found.kinds, found.suggestion) == (0, [], [], "")


def test_unknown_words_do_not_hide_what_is_known(centre_pages):
    found = answer(Question("육아휴직 쿼카", "ko"))
    assert found.is_loose
    assert found.documents[0].title == "육아휴직 급여"


def test_synonyms_find_each_other(centre_pages):
    assert answer(Question("해산휴가", "ko")).is_loose
    Synonym.objects.create(words="해산휴가, 출산휴가, 분만 휴가")
    for typed in ("해산휴가", "해산 휴가를", "분만휴가", "분만 휴가"):
        found = answer(Question(typed, "ko"))
        assert (found.documents[0].title, found.is_loose) == ("출산휴가 안내", False)


def test_languages_are_apart(centre_pages):
    assert titles("출산휴가", locale="en") == []


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "\x00",
        '"',
        "'",
        "' OR 1=1 --",
        "a' & 'b",
        "출산*",
        "NEAR(출산 휴가)",
        "title_grams:출산",
        "(((",
        "))) AND",
        "\\",
        "%",
        "_",
        "\ud800",
        "🙂",
        "a" * 10_000,
        "가" * 10_000,
        "ㄱ" * 5_000,
        "ㄱ ㄴ ㄷ " * 200,
        "AND OR NOT",
        "-휴가",
        "휴가:*",
        "ᄎᄉ",
        "１２０번",
        "\u200b휴가\u202e",
        "ㅏㅑ",
        "ㄱ휴가ㄴ",
    ],
)
def test_no_question_is_an_error(centre_pages, typed):
    answer(Question(typed, "ko"))


def test_kinds_count_and_narrow(centre_pages):
    found = answer(Question("안내", "ko"))
    assert found.kinds == [("페이지", 3)] or found.kinds == [(found.kinds[0][0], 3)]
    (kind, count), *_rest = found.kinds
    assert answer(Question("안내", "ko"), kind=kind).total == count
    assert answer(Question("안내", "ko"), kind="없는 종류").documents == []


@pytest.mark.parametrize("count", [1, 3, 100])
def test_queries_do_not_depend_on_how_much_is_found(db, count, django_assert_num_queries):
    from tests.cms.search.conftest import StandardPageFactory

    for number in range(count):
        StandardPageFactory(title=f"설문조사 {number}", slug=f"p{number}")
    with django_assert_num_queries(5):
        assert answer(Question("설문조사", "ko")).total == count
