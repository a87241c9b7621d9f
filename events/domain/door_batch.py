"""What a device at the door sends: check-ins and excuses it kept while there was no network.

Each has a key of the device's own; whatever was entered before under the key changes nothing.
Every one is a transaction of its own: one that is refused does not keep the others out,
and what became of each is told back in words for who stands at the door.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _

from events.domain.attendance import Method, check_in, clock, mark_absent
from events.domain.attendance_refusals import NotOnList
from events.domain.refusals import NotRegistered, Refusal
from events.models import Registration, Session

MOST = 500
METHODS = {Method.QR, Method.NAME}
IN, EXCUSED = "in", "excused"


class NotReadable(Refusal):
    """The device sent something that is no list of check-ins."""

    code = "not_readable"


@dataclass(frozen=True, slots=True)
class Entry:
    """One check-in, or one who is excused, as a device sends it; ``what`` says which."""

    key: str
    registration: int
    children: int | None
    at: datetime
    method: str
    what: str = IN


def read_entries(given: Any) -> list[Entry]:
    """Return what is in parsed JSON. Raises NotReadable."""
    if not isinstance(given, list) or len(given) > MOST:
        raise NotReadable
    return [_entry(one) for one in given]


def take(
    entries: Iterable[Entry], session: Session, *, by: Any, now: datetime
) -> list[dict[str, Any]]:
    """Enter them one by one; return ``{key, registration, outcome, text, …}`` of each.

    ``outcome`` is ``in``, ``already``, ``excused`` or ``refused``; with the first two go ``at``
    and ``children`` as they stand.
    """
    return [_take(entry, session, by=by, now=now) for entry in entries]


def _take(entry: Entry, session: Session, *, by: Any, now: datetime) -> dict[str, Any]:
    told: dict[str, Any] = {"key": entry.key, "registration": entry.registration}
    registration = Registration.objects.filter(
        pk=entry.registration, course_id=session.course_id
    ).first()
    if registration is None:
        return {**told, "outcome": "refused", "code": NotOnList.code, "text": str(NotOnList())}
    try:
        if entry.what == EXCUSED:
            mark_absent(registration, session, by=by, now=now, excused=True, key=entry.key)
            return {**told, "outcome": EXCUSED, "text": excused_words(registration)}
        done = check_in(
            registration,
            session,
            by=by,
            now=now,
            method=entry.method,
            children=entry.children,
            at=entry.at,
            key=entry.key,
        )
    except Refusal as refusal:
        text = _what_to_do(registration, refusal)
        return {**told, "outcome": "refused", "code": refusal.code, "text": text}
    again = not done.is_new and done.attendance.device_key != entry.key
    return {
        **told,
        "outcome": "already" if again else IN,
        "text": done.words,
        "at": clock(done.attendance.at),
        "children": done.attendance.children_came,
    }


def excused_words(registration: Registration) -> str:
    """Say it to who stands at the door, in the active language."""
    return _("%(name)s is excused.") % {"name": registration.name}


def _what_to_do(registration: Registration, refusal: Refusal) -> str:
    name = registration.name
    if isinstance(refusal, NotRegistered):
        registration.refresh_from_db()
        return _(
            "%(name)s cancelled at %(at)s. If they are here and a seat is left, register them "
            "on the spot."
        ) % {"name": name, "at": clock(registration.cancelled_at)}
    return f"{name}: {refusal}"


def _entry(given: Any) -> Entry:
    if not isinstance(given, Mapping):
        raise NotReadable
    try:
        key = str(uuid.UUID(given["key"]))
        at = parse_datetime(given["at"])
        registration, children = given["registration"], given.get("children")
        method, what = given["method"], given.get("what", IN)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotReadable from error
    if (
        at is None
        or not is_aware(at)
        or not _is_number(registration)
        or not (children is None or _is_number(children))
        or method not in METHODS
        or what not in (IN, EXCUSED)
    ):
        raise NotReadable
    return Entry(
        key=key, registration=registration, children=children, at=at, method=method, what=what
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
