from datetime import date, time

import pytest
from django.utils.translation import override

from events.recurrence import Recurrence, TooMany, month_spans

DESK = Recurrence(
    frequency="monthly",
    begins=time(17),
    ends=time(20),
    first_day=date(2026, 3, 1),
    last_day=date(2027, 4, 30),
    weekdays=(3,),
    ordinals=(1,),
    except_months=(8, 12, 1, 2),
)
WEEKLY = Recurrence(
    frequency="weekly",
    begins=time(12),
    ends=time(13),
    first_day=date(2026, 12, 22),
    last_day=date(2027, 1, 12),
    weekdays=(1,),
)


def test_first_thursday_except_august_and_winter():
    assert DESK.days() == [
        date(2026, 3, 5), date(2026, 4, 2), date(2026, 5, 7), date(2026, 6, 4), date(2026, 7, 2),
        date(2026, 9, 3), date(2026, 10, 1), date(2026, 11, 5), date(2027, 3, 4), date(2027, 4, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ko", "매월 첫째 목요일 17:00–20:00 (8월, 12월–2월 제외)"),
        ("en", "First Thursday of each month 17:00–20:00 (except August and December to February)"),
    ],
)
def test_first_thursday_in_words(language, words):
    with override(language):
        assert DESK.in_words() == words


def test_weekly_runs_over_the_turn_of_the_year():
    assert WEEKLY.days() == [
        date(2026, 12, 22), date(2026, 12, 29), date(2027, 1, 5), date(2027, 1, 12),
    ]  # fmt: skip


def test_every_other_week_counts_from_the_week_of_the_first_day():
    rule = Recurrence(
        frequency="weekly", begins=time(12), ends=time(13), interval=2, weekdays=(0, 3),
        first_day=date(2026, 12, 24), last_day=date(2027, 1, 21),
    )  # fmt: skip
    assert rule.days() == [
        date(2026, 12, 24), date(2027, 1, 4), date(2027, 1, 7), date(2027, 1, 18),
        date(2027, 1, 21),
    ]  # fmt: skip
    with override("ko"):
        assert rule.in_words() == "2주마다 월요일, 목요일 12:00–13:00"


def test_last_saturday_of_a_leap_february():
    rule = Recurrence(
        frequency="monthly", begins=time(10), ends=time(12), weekdays=(5,), ordinals=(-1,),
        first_day=date(2028, 2, 1), last_day=date(2028, 3, 31),
    )  # fmt: skip
    assert rule.days() == [date(2028, 2, 26), date(2028, 3, 25)]
    with override("en"):
        assert rule.in_words() == "Last Saturday of each month 10:00–12:00"


def test_closed_days_and_single_days_are_left_out():
    rule = Recurrence(
        **{**_values(WEEKLY), "except_dates": (date(2027, 1, 5),), "except_closed_days": True}
    )
    assert rule.days({date(2026, 12, 29)}) == [date(2026, 12, 22), date(2027, 1, 12)]
    with override("ko"):
        assert rule.in_words() == "매주 화요일 12:00–13:00 (2027. 1. 5., 공휴일 제외)"


def test_list_of_days_is_sorted_and_told():
    rule = Recurrence(
        frequency="dates", begins=time(10), ends=time(12),
        dates=(date(2027, 1, 5), date(2026, 12, 1), date(2026, 12, 1)),
    )  # fmt: skip
    assert rule.days() == [date(2026, 12, 1), date(2027, 1, 5)]


def test_instants_are_on_seouls_clock():
    start, end = WEEKLY.instants()[0]
    assert (start.isoformat(), end.isoformat()) == (
        "2026-12-22T12:00:00+09:00", "2026-12-22T13:00:00+09:00",
    )  # fmt: skip


def test_kept_rule_comes_back_as_it_was():
    assert Recurrence.from_json(DESK.as_json()) == DESK
    assert Recurrence.from_json(WEEKLY.as_json()) == WEEKLY


def test_slip_of_the_pen_is_caught():
    rule = Recurrence(**{**_values(WEEKLY), "last_day": date(2099, 1, 1)})
    with pytest.raises(TooMany):
        rule.days()


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends": time(12)},
        {"last_day": date(2026, 1, 1)},
        {"first_day": None},
        {"weekdays": ()},
        {"frequency": "monthly"},
        {"interval": 0},
    ],
)
def test_rules_that_mean_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match=r"A session|A repeating|The interval"):
        Recurrence(**{**_values(WEEKLY), **wrong})


@pytest.mark.parametrize(
    ("months", "spans"),
    [
        ({8, 12, 1, 2}, [(8, 8), (12, 2)]),
        (set(), []),
        ({1}, [(1, 1)]),
        ({12, 1}, [(12, 1)]),
        (set(range(1, 13)), [(1, 12)]),
        ({1, 2, 4, 5, 6}, [(1, 2), (4, 6)]),
    ],
)
def test_months_are_told_as_spans(months, spans):
    assert month_spans(months) == spans


def _values(rule):
    return {name: getattr(rule, name) for name in Recurrence.__dataclass_fields__}
