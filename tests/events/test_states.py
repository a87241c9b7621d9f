"""The states of a course, at the second before each edge, at it, and after."""

from datetime import timedelta

import pytest

from events.models import Course, CourseState
from events.rows import SeatBox, course_tags, seats_in_words
from events.standing import standing_of
from tests.events.factories import NOW, make_course

OPENS = NOW
CLOSES = NOW + timedelta(days=6)
BEGINS = NOW + timedelta(days=7)
ENDS = NOW + timedelta(days=21)
SECOND = timedelta(seconds=1)

EDGES = [
    (OPENS, CourseState.NOT_YET, CourseState.OPEN),
    (CLOSES, CourseState.OPEN, CourseState.CLOSED),
    (BEGINS, CourseState.CLOSED, CourseState.RUNNING),
    (ENDS, CourseState.RUNNING, CourseState.OVER),
]


def course(**fields):
    values = {
        "status": "published", "capacity": 2, "registration_opens_at": OPENS,
        "registration_closes_at": CLOSES, "starts_at": BEGINS, "ends_at": ENDS,
    }  # fmt: skip
    return Course(**{**values, **fields})


@pytest.mark.parametrize(("edge", "before", "after"), EDGES)
def test_state_changes_at_the_very_instant(edge, before, after):
    states = [course().state_at(edge + step) for step in (-SECOND, 0 * SECOND, SECOND)]
    assert states == [before, after, after]


@pytest.mark.parametrize(("edge", "before", "after"), EDGES)
def test_full_course_is_full_only_while_its_window_is_open(edge, before, after):
    full = course(taken=2)
    wanted = [
        CourseState.FULL if state is CourseState.OPEN else state for state in (before, after, after)
    ]
    assert [full.state_at(edge + step) for step in (-SECOND, 0 * SECOND, SECOND)] == wanted


@pytest.mark.parametrize("admission", ["lottery", "approval"])
def test_one_applies_until_the_window_closes_seats_or_no(admission):
    chosen = course(admission=admission, taken=2)
    assert chosen.state_at(CLOSES - SECOND) is CourseState.OPEN
    assert chosen.state_at(CLOSES) is CourseState.CLOSED


@pytest.mark.parametrize(
    "instant", [edge + step for edge, *_ in EDGES for step in (-SECOND, SECOND)]
)
@pytest.mark.parametrize("status", ["draft", "cancelled"])
def test_draft_and_cancelled_are_so_at_any_time(status, instant):
    assert course(status=status).state_at(instant).value == status


def test_window_open_beyond_the_start_keeps_the_course_open():
    late = course(registration_closes_at=BEGINS + timedelta(days=1))
    assert late.state_at(BEGINS) is CourseState.OPEN
    assert late.state_at(BEGINS + timedelta(days=1)) is CourseState.RUNNING


def test_course_without_sessions_closes_and_never_runs():
    bare = course(starts_at=None, ends_at=None)
    assert bare.state_at(ENDS + SECOND) is CourseState.CLOSED


@pytest.mark.parametrize(
    ("fields", "instant", "word"),
    [
        ({}, OPENS, "open for registration"),
        ({"admission": "lottery"}, OPENS, "applications open"),
        ({"admission": "approval"}, OPENS, "applications open"),
        ({"admission": "approval"}, CLOSES, "applications closed"),
        ({}, CLOSES, "registration closed"),
        ({"admission": "lottery"}, BEGINS, "running"),
        ({}, BEGINS, "running"),
        ({}, ENDS, "over"),
    ],
)
def test_words_for_staff(fields, instant, word, settings):
    from django.utils.translation import override

    with override("en"):
        assert standing_of(course(**fields), instant).label == word


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "days", "tags", "seats"),
    [
        ({"admission": "lottery"}, 0, ["Seats by lottery"], "30 seats to give out"),
        ({"admission": "approval"}, 0, ["Seats after a choice"], "30 seats to give out"),
        ({"admission": "lottery"}, 6, [], "Applications closed"),
        ({"minimum": 3}, 0, [], "30 seats left"),
        ({"minimum": 3, "taken": 3}, 0, ["Goes ahead"], "27 seats left"),
        ({"minimum": 3, "goes_ahead_at": NOW}, 0, ["Goes ahead"], "30 seats left"),
        ({}, 7, ["Running"], "Running"),
    ],
)
def test_words_for_readers(fields, days, tags, seats):
    from django.utils.translation import override

    shown = make_course(days=7)
    for name, value in fields.items():
        setattr(shown, name, value)
    now = NOW + timedelta(days=days)
    state = shown.state_at(now)
    with override("en"):
        assert [tag["label"] for tag in course_tags(shown, state)][1:] == tags
        assert seats_in_words(shown, state) == seats


def test_running_course_says_so_in_its_box():
    from django.utils.translation import override

    with override("en"):
        box = SeatBox(
            course=course(), state=CourseState.RUNNING, registration=None, position=0,
            is_signed_in=False, now=BEGINS,
        )  # fmt: skip
        assert box.title == "This class is running"
