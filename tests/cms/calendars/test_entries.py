from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cms.calendars.entries import CalendarEntry, vevent
from cms.calendars.feeds import frame
from tests.cms.calendars.other_parsers import by_ics, by_vobject
from tests.cms.calendars.strict import NotStrict, check

ENTRY = CalendarEntry(
    uid="session-1@pumasi.example",
    summary="점심시간 노동법: 육아휴직, 알아두기; 1강",
    starts_at=datetime(2026, 11, 24, 3, tzinfo=UTC),
    ends_at=datetime(2026, 11, 24, 4, 30, tzinfo=UTC),
    sequence=2,
    last_modified=datetime(2026, 11, 1, 3, 4, 5, 678, tzinfo=UTC),
    description="첫째 줄\n둘째 줄\\끝",
    location="금천구 가산디지털1로 " * 6,
    url="https://pumasi.example/classes/육아휴직/?a=1&b=2",
    category="노동법, 모성보호",
)


def calendar(*events):
    head, tail = frame("센터 일정", "darkgreen")
    return f"{head}{''.join(events)}{tail}".encode()


def test_vevent_says_every_fact():
    (event,) = check(calendar(vevent(ENTRY)))
    assert event == {
        "UID": ({}, "session-1@pumasi.example"),
        "DTSTAMP": ({}, "20261101T030405Z"),
        "LAST-MODIFIED": ({}, "20261101T030405Z"),
        "SEQUENCE": ({}, "2"),
        "STATUS": ({}, "CONFIRMED"),
        "DTSTART": ({"TZID": "Asia/Seoul"}, "20261124T120000"),
        "DTEND": ({"TZID": "Asia/Seoul"}, "20261124T133000"),
        "SUMMARY": ({}, "점심시간 노동법: 육아휴직\\, 알아두기\\; 1강"),
        "DESCRIPTION": ({}, "첫째 줄\\n둘째 줄\\\\끝"),
        "LOCATION": ({}, ("금천구 가산디지털1로 " * 6).strip()),
        "CATEGORIES": ({}, "노동법\\, 모성보호"),
        "URL": (
            {},
            "https://pumasi.example/classes/%EC%9C%A1%EC%95%84%ED%9C%B4%EC%A7%81/?a=1&b=2",
        ),
    }


def test_vevent_is_understood_by_two_other_parsers():
    data = calendar(vevent(ENTRY))
    (seen,) = by_vobject(data)
    assert seen.summary.value == ENTRY.summary
    assert seen.description.value == ENTRY.description
    assert (seen.dtstart.value, seen.dtend.value) == (ENTRY.starts_at, ENTRY.ends_at)
    (other,) = by_ics(data)
    assert (other.uid, other.name) == (ENTRY.uid, ENTRY.summary)
    assert other.begin.datetime == ENTRY.starts_at
    assert other.end.datetime == ENTRY.ends_at


def test_vevent_does_not_depend_on_the_clock(monkeypatch):
    first = vevent(ENTRY)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert vevent(ENTRY) == first


def test_vevent_cancelled_stays_with_its_status():
    (event,) = check(calendar(vevent(replace(ENTRY, cancelled=True, sequence=3))))
    assert (event["STATUS"][1], event["SEQUENCE"][1]) == ("CANCELLED", "3")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("강좌\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil", "강좌 END:VEVENT BEGIN:VEVENT UID:evil"),
        ("강좌\nATTENDEE:mailto:a@b.kr", "강좌 ATTENDEE:mailto:a@b.kr"),
        ("가\x00나\x0b다\x85라\u2028마\x1b바", "가나다 라 마바"),
        ("\ud800반쪽", "반쪽"),
        ("\u1112\u1161\u11ab글", "한글"),
        ("👨‍👩‍👧 가족", "👨‍👩‍👧 가족"),
        ("", ""),
    ],
)
def test_vevent_titles_stay_one_property(title, shown):
    (event,) = check(calendar(vevent(replace(ENTRY, summary=title))))
    assert event["SUMMARY"][1] == shown.replace(",", "\\,")
    assert "ATTENDEE" not in event


@pytest.mark.parametrize("field", ["summary", "description", "location", "category", "url", "uid"])
def test_vevent_takes_line_breaks_in_every_field(field):
    evil = "x\r\nEND:VEVENT\r\nBEGIN:VALARM\r\n" + "가" * 300
    events = check(calendar(vevent(replace(ENTRY, **{field: evil}))))
    assert len(events) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": datetime(2026, 11, 24, 3)},  # noqa: DTZ001 - naive is the point
        {"ends_at": ENTRY.starts_at - timedelta(minutes=1)},
        {"uid": " \r\n"},
    ],
)
def test_vevent_refuses_what_is_no_event(change):
    with pytest.raises(ValueError, match="calendar entry"):
        vevent(replace(ENTRY, **change))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b"\r\n", b"\n", 1),
        lambda data: data.replace(b"SUMMARY:", b"SUMMARY:" + b"x" * 80),
        lambda data: data.replace(b"TZID:Asia/Seoul", b"TZID:Asia/Tokyo"),
        lambda data: data.replace(b"DTSTAMP:20261101T030405Z\r\n", b""),
        lambda data: data.replace(b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:PUBLISH"),
        lambda data: data.replace(b"END:VEVENT\r\n", b"", 1),
        lambda data: data.replace(b";VALUE=DURATION", b""),
        lambda data: data.replace(b"\\,", b","),
    ],
)
def test_strict_checker_can_fail(spoil):
    good = calendar(vevent(ENTRY))
    assert check(good)
    assert spoil(good) != good
    with pytest.raises(NotStrict):
        check(spoil(good))


def test_vevent_carries_its_colour_and_the_strict_checker_refuses_what_is_none():
    (event,) = check(calendar(vevent(replace(ENTRY, colour="teal"))))
    assert event["COLOR"] == ({}, "teal")
    (plain,) = check(calendar(vevent(ENTRY)))
    assert "COLOR" not in plain
    for wrong in ("#0f5e4d", "teal;x", "rebeccapurple"):
        with pytest.raises(NotStrict, match="CSS3"):
            check(calendar(vevent(replace(ENTRY, colour=wrong))))


def test_strict_checker_refuses_a_uid_twice():
    with pytest.raises(NotStrict, match="unique"):
        check(calendar(vevent(ENTRY), vevent(ENTRY)))
