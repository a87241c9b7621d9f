from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cms.calendars.entries import CalendarEntry, vevent
from cms.calendars.feeds import frame
from cms.calendars.rewording import reworded
from tests.cms.calendars.other_parsers import by_ics, by_vobject
from tests.cms.calendars.strict import check

THEN = datetime(2026, 11, 1, 3, 4, 5, tzinfo=UTC)
ENTRY = CalendarEntry(
    uid="one@pumasi",
    summary="점심에 배우는 육아휴직",
    starts_at=THEN,
    ends_at=THEN + timedelta(hours=1),
    sequence=3,
    last_modified=THEN,
)


def read(text):
    head, tail = frame("시험")
    data = f"{head}{text}{tail}".encode()
    (event,) = check(data)
    (seen,) = by_vobject(data)
    (other,) = by_ics(data)
    assert other.description == seen.description.value
    return event, seen.description.value


@pytest.mark.parametrize("description", ["", "짧음", "아주 긴 설명입니다. " * 30, "a\nb; c, d"])
@pytest.mark.parametrize("note", ["22/30 · 대기 3 · 돌봄 4/6", "긴 말, " * 40, "한 줄; 또, 한 줄"])
def test_note_stands_before_the_description(description, note):
    _event, seen = read(reworded(vevent(replace(ENTRY, description=description)), note=note))
    assert seen == "\n".join(filter(None, [note.strip(), description.strip()]))


def test_nothing_asked_changes_nothing():
    text = vevent(replace(ENTRY, description="설명"))
    assert reworded(text) == text
    assert reworded(text, modified=THEN) == text


@pytest.mark.parametrize(("hours", "written"), [(2, "20261101T050405Z"), (-2, "20261101T030405Z")])
def test_stamps_only_go_forward(hours, written):
    text = reworded(vevent(ENTRY), note="말", modified=THEN + timedelta(hours=hours))
    event, _seen = read(text)
    assert (event["DTSTAMP"][1], event["LAST-MODIFIED"][1]) == (written, written)


def test_tentative_is_what_would_be_confirmed_and_never_what_is_off():
    kept, _seen = read(reworded(vevent(ENTRY), note="말", tentative=True))
    off, _seen = read(reworded(vevent(replace(ENTRY, cancelled=True)), note="말", tentative=True))
    assert (kept["STATUS"][1], off["STATUS"][1]) == ("TENTATIVE", "CANCELLED")
