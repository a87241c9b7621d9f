"""The list of one session at the door: who has a seat, and who is in.

A device keeps it for as long as the door is open, to work where there is no network. It is
signed for one session and one member of staff and ends by itself; a ticket is in it only as
its SHA-256, so that a lost telephone gives nobody's ticket away. What a device sends is taken
only with the pass of such a list.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from events.domain.attendance import clock
from events.domain.refusals import Refusal
from events.models import Attendance, Registration, Session

SALT = "events.door"
KEPT_AFTER_END = timedelta(hours=2)
LONGEST_KEPT = timedelta(hours=24)


class ListRefused(Refusal):
    """The pass of the list is forged, of another session or person, or has ended."""

    code = "list_refused"
    message = _("This list is not from here, or its time is over. Load the page anew.")


@dataclass(frozen=True, slots=True)
class Line:
    """One person with a seat, as they stand at the door."""

    registration: int
    person: int | None
    name: str
    tail: str
    reference: str
    ticket: str
    places: int
    attendance: Attendance | None

    @property
    def has_come(self) -> bool:
        return self.attendance is not None and self.attendance.has_come

    @property
    def is_excused(self) -> bool:
        return self.state == Attendance.State.EXCUSED

    @property
    def state(self) -> str:
        return self.attendance.state if self.attendance is not None else ""

    @property
    def children(self) -> int:
        """Children who came; before, those who have a place."""
        if self.attendance is not None and self.has_come:
            return self.attendance.children_came
        return self.places

    @property
    def at(self) -> str:
        return clock(self.attendance.at) if self.attendance is not None else ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many came of how many with a seat, and how many children."""

    came: int
    seats: int
    children: int


def lines_of(session: Session) -> list[Line]:
    """Return everyone with a seat, by name; two queries however many."""
    known = {row.registration_id: row for row in session.attendances.all()}
    seated = Registration.objects.filter(
        course_id=session.course_id, state=Registration.State.CONFIRMED
    ).select_related("person")
    lines = [
        Line(
            registration=one.pk,
            person=one.person_id,
            name=one.name,
            tail=tail_of(one.person.phone if one.person else one.guest_phone),
            reference=one.reference,
            ticket=one.ticket,
            places=one.childcare_places,
            attendance=known.get(one.pk),
        )
        for one in seated
    ]
    return sorted(lines, key=lambda line: (line.name, line.registration))


def tail_of(phone: str) -> str:
    """Return the last four digits of a telephone, which tell two of one name apart."""
    return "".join(char for char in phone if char.isdecimal())[-4:]


def counts_of(lines: Iterable[Line]) -> Counts:
    """Return the figures above the list."""
    lines = list(lines)
    came = [line for line in lines if line.has_come]
    return Counts(len(came), len(lines), sum(line.children for line in came))


def digest_of(secret: str) -> str:
    """Return what the list holds in place of a ticket or a reference."""
    return hashlib.sha256(secret.encode()).hexdigest()


def ends_at(session: Session, now: datetime) -> datetime:
    """Return when a list made now must be gone from the device."""
    return min(now + LONGEST_KEPT, max(session.ends_at, now) + KEPT_AFTER_END)


def signed_list(
    session: Session, lines: Iterable[Line], *, by: Any, now: datetime
) -> dict[str, Any]:
    """Return the list as a device keeps it: its text, and the pass that is signed for it.

    The text is JSON: ``[{id, name, tail, hashes, places, state, children, at}]``. The pass
    holds the text's SHA-256, the session, the member of staff and the last instant.
    """
    text = json.dumps(
        [
            {
                "id": line.registration,
                "name": line.name,
                "tail": line.tail,
                "hashes": [digest_of(line.ticket), digest_of(line.reference)],
                "places": line.places,
                "state": line.state,
                "children": line.children,
                "at": line.at,
            }
            for line in lines
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    head = {
        "session": session.pk,
        "by": by.pk,
        "digest": digest_of(text),
        "ends": int(ends_at(session, now).timestamp()),
    }
    return {"text": text, "pass": signing.dumps(head, salt=SALT)}


def check_pass(given: str, session: Session, *, by: Any, now: datetime) -> None:
    """Raise ListRefused unless the pass was signed here for this session and this person."""
    try:
        head = signing.loads(given, salt=SALT)
    except (signing.BadSignature, UnicodeError) as error:
        raise ListRefused from error
    if (head["session"], head["by"]) != (session.pk, by.pk) or now.timestamp() > head["ends"]:
        raise ListRefused
