"""Dated things as iCalendar events (RFC 5545).

A rendering depends on the entry alone, never on the clock: the same entry gives the
same bytes for ever, so that records can keep them and feeds can join them.
Serialising, escaping and folding are the ``icalendar`` library's; what it lets
through (NUL and other controls, lone surrogates) is taken out here.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Event

SEOUL = ZoneInfo("Asia/Seoul")

_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One VEVENT's facts. Instants are aware; ``sequence`` rises with each change of
    time, place or status; ``last_modified`` is the record's, never the clock's. ``colour`` is
    a CSS3 name, the only kind calendar programs understand (RFC 7986, 5.9).
    """

    uid: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    sequence: int
    last_modified: datetime
    description: str = ""
    location: str = ""
    url: str = ""
    category: str = ""
    colour: str = ""
    cancelled: bool = False


def vevent(entry: CalendarEntry) -> str:
    """Return the serialised VEVENT: folded at 75 octets, CRLF line ends, TZID=Asia/Seoul.

    Raises ValueError for a naive instant, an end before the start, or no UID.
    """
    return event(entry).to_ical().decode("utf-8")


def event(entry: CalendarEntry) -> Event:
    """Return the entry as the library's component; raises ValueError as ``vevent`` does."""
    instants = (entry.starts_at, entry.ends_at, entry.last_modified)
    if any(instant.utcoffset() is None for instant in instants):
        raise ValueError("A calendar entry's instants must be aware of their zone.")
    if entry.ends_at < entry.starts_at:
        raise ValueError("A calendar entry cannot end before it starts.")
    uid = one_line(entry.uid)
    if not uid:
        raise ValueError("A calendar entry needs a UID.")
    result = Event()
    result.add("uid", uid)
    result.add("dtstamp", entry.last_modified)
    result.add("last-modified", entry.last_modified)
    result.add("sequence", entry.sequence)
    result.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    result.add("dtstart", entry.starts_at.astimezone(SEOUL))
    result.add("dtend", entry.ends_at.astimezone(SEOUL))
    result.add("summary", one_line(entry.summary))
    _add_optional(result, entry)
    return result


def _add_optional(result: Event, entry: CalendarEntry) -> None:
    if description := plain(entry.description).strip():
        result.add("description", description)
    if location := one_line(entry.location):
        result.add("location", location)
    if category := one_line(entry.category):
        result.add("categories", [category])
    if colour := one_line(entry.colour):
        result.add("color", colour)
    if url := one_line(entry.url):
        # URL is a URI, not TEXT: everything outside ASCII goes percent-encoded.
        result.add("url", quote(url, safe="%/:?#[]@!$&'()*+,;=~-._"))


def plain(text: str) -> str:
    """Return ``text`` in NFC with LF line ends and without what breaks parsers."""
    return unicodedata.normalize("NFC", _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)))


def one_line(text: str) -> str:
    """Return ``text`` plain, on one line."""
    return _SPACES.sub(" ", plain(text)).strip()
