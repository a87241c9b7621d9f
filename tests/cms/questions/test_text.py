import unicodedata

import pytest
from django.core.exceptions import ValidationError

from cms.questions.text import MOST_CHARACTERS, length, tidy, whole_number, whole_won


def test_tidy_composes_hangul_so_that_each_syllable_counts_one():
    apart = unicodedata.normalize("NFD", "한글 세 자")
    assert tidy(apart) == "한글 세 자"
    assert length(tidy(apart)) == 6


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("가\x00나", "가나"),
        ("가\r\n나\r다", "가\n나\n다"),
        ("\x1b[31m빨강", "[31m빨강"),
        ("한\ud83d글", "한글"),
        ("👩‍👩‍👧 가족", "👩‍👩‍👧 가족"),
        ("שלום عالم", "שלום عالم"),
        ("탭\t과 줄\n", "탭\t과 줄\n"),
    ],
)
def test_tidy_keeps_what_people_write_and_drops_what_no_database_takes(typed, kept):
    assert tidy(typed) == kept


@pytest.mark.parametrize("size", [MOST_CHARACTERS + 1, 1_000_000])
def test_tidy_refuses_what_no_form_asks_for(size):
    with pytest.raises(ValidationError) as refused:
        tidy("가" * size)
    assert refused.value.code == "too_large"
    assert tidy("가" * MOST_CHARACTERS) == "가" * MOST_CHARACTERS


@pytest.mark.parametrize(
    ("typed", "won"),
    [
        ("1,000,000원", 1_000_000),
        ("1000000", 1_000_000),
        ("１，０００，０００원", 1_000_000),
        ("₩ 50,000", 50_000),
        ("￦50000", 50_000),
        ("KRW 1,200", 1_200),
        ("200만 원", 2_000_000),
        ("1억 2,000만", 120_000_000),
        ("3만5000", 35_000),
        (" 0 ", 0),
        ("٣٠٠", 300),
    ],
)
def test_won_is_read_as_people_write_it(typed, won):
    assert whole_won(typed) == won


@pytest.mark.parametrize(
    "typed", ["-1", "1.5", "1.000.000", "백만원", "1e6", "원", "", "9" * 14, "=1+1", "1,000원씩"]
)
def test_won_that_is_none_is_refused(typed):
    with pytest.raises(ValidationError) as refused:
        whole_won(typed)
    assert refused.value.code == "won"


@pytest.mark.parametrize(
    ("typed", "number"), [("12", 12), ("１２", 12), ("1,200", 1200), ("−3", -3)]
)
def test_number_is_read_as_people_write_it(typed, number):
    assert whole_number(typed) == number


@pytest.mark.parametrize("typed", ["", "열둘", "1.5", "12명쯤", "NaN", "inf", "0x10", "9" * 14])
def test_number_that_is_none_is_refused(typed):
    with pytest.raises(ValidationError):
        whole_number(typed)
