import pytest

from cms.search.grams import initial_tokens, tokens
from cms.search.hangul import cleaned, initials, strokes
from cms.search.particles import possible_stems, sure_stem
from cms.search.suggest import distance


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("ＭＯＵ　１２０", "mou 120"),
        ("\u1112\u1161\u11ab", "한"),
        ("ㅊㅅ", "ㅊㅅ"),
        ("\u110e\u1109", "ㅊㅅ"),
        ("1,250,000원", "1250000원"),
        ("1,2,3", "1,2,3"),
        ("a\x00b\ud800", "a b "),
    ],
)
def test_cleaned(raw, clean):
    assert cleaned(raw) == clean


def test_initials_and_strokes():
    assert initials("출산휴가") == "ㅊㅅㅎㄱ"
    assert initials("MOU 출산") == "MOU ㅊㅅ"
    assert strokes("왜값") == "ㅇㅗㅐㄱㅏㅂㅅ"


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("출산휴가를", "출산휴가"),
        ("교육을", "교육"),
        ("교육를", "교육를"),
        ("센터에서", "센터"),
        ("서울으로", "서울"),
        ("마을", "마을"),
        ("휴가", "휴가"),
        ("봄나들이", "봄나들이"),
        ("나는", "나는"),
    ],
)
def test_sure_stem(word, stem):
    assert sure_stem(word) == stem


def test_possible_stems_keep_two_syllables():
    assert possible_stems("어린이") == ["어린"]
    assert possible_stems("휴가") == []
    assert possible_stems("휴가가") == ["휴가"]
    assert possible_stems("회사와") == ["회사"]
    assert possible_stems("회사과") == []


def test_tokens_run_across_spaces_not_across_borders():
    assert tokens("육아 휴직") == ["육아", "아휴", "휴직"]
    assert tokens("육아. 휴직") == ["육아", "휴직"]
    assert tokens("MOU체결") == ["mou", "체결"]
    assert tokens("120번으로") == ["120", "번으", "으로", "120번", "120번으"]
    assert tokens("봄 소풍") == ["봄소", "소풍", "봄"]
    assert tokens('’"(*) -') == []


def test_initial_tokens_begin_at_each_word_of_the_title():
    assert initial_tokens("육아휴직 급여", "센터를") == ["ㄱㅇ", "ㅅㅌ", "ㅇㅇㅎㅈ", "ㅇㅇㅎㅈㄱㅇ"]


@pytest.mark.parametrize(
    ("one", "two", "edits"),
    [("abc", "abc", 0), ("abc", "abd", 1), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "xyz", 3)],
)
def test_distance(one, two, edits):
    assert distance(one, two, 9) == edits
    assert distance(one, two, 1) == min(edits, 1)
