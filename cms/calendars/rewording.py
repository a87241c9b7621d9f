"""A ready VEVENT told to one reader: a line before its description, another status, a later change.

The texts records keep are joined into feeds as they are. A feed that says a little more than
the record (how many are registered, that a seat is only offered) puts it in here, which is
some hundred times cheaper than making the component anew.
"""

import re
from datetime import UTC, datetime

from icalendar.parser import Contentline
from icalendar.prop import vText

from cms.calendars.entries import plain

_MOMENTS = re.compile(r"^(DTSTAMP|LAST-MODIFIED):(\d{8}T\d{6}Z)\r\n", re.MULTILINE)
_DESCRIPTION = "\r\nDESCRIPTION:"
_BEGIN = "BEGIN:VEVENT\r\n"


def reworded(
    vevent: str, *, note: str = "", modified: datetime | None = None, tentative: bool = False
) -> str:
    """Return ``vevent`` with ``note`` as the first line of its description.

    Its DTSTAMP and LAST-MODIFIED become ``modified`` (aware) where that is later;
    ``tentative`` makes a confirmed event TENTATIVE and leaves a cancelled one cancelled.
    """
    if note:
        vevent = _noted(vevent, vText(plain(note).strip()).to_ical().decode("utf-8"))
    if modified is not None:
        instant = modified.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        vevent = _MOMENTS.sub(lambda m: f"{m[1]}:{max(m[2], instant)}\r\n", vevent)
    if tentative:
        vevent = vevent.replace("\r\nSTATUS:CONFIRMED\r\n", "\r\nSTATUS:TENTATIVE\r\n", 1)
    return vevent


def _noted(vevent: str, note: str) -> str:
    head, found, rest = vevent.partition(_DESCRIPTION)
    if not found:
        return vevent.replace(_BEGIN, f"{_BEGIN}{_folded(f'DESCRIPTION:{note}')}\r\n", 1)
    # What followed goes on after a fold of its own: its lines are no longer than they were.
    return f"{head}\r\n{_folded(f'DESCRIPTION:{note}\\n')}\r\n {rest}"


def _folded(line: str) -> str:
    return Contentline(line).to_ical().decode("utf-8")
