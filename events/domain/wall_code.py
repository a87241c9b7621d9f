"""The code on the wall: six digits with which those in the room check themselves in.

It is made when staff first show it, is good from half an hour before the session until its
end, and only for who holds a seat. Guessing is slow: the page that takes it is rate limited.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare

from cms.audit.log import record
from events.domain.attendance import CheckedIn, Method, check_in
from events.domain.attendance_refusals import WrongCode
from events.models import Registration, Session

OPENS_BEFORE = timedelta(minutes=30)
DIGITS = 6


def wall_code(session: Session) -> str:
    """Return the session's code, made now if it has none."""
    if not session.wall_code:
        Session.objects.filter(pk=session.pk, wall_code="").update(wall_code=_new())
        session.refresh_from_db(fields=["wall_code"])
    return session.wall_code


def renew_wall_code(session: Session, *, by: Any) -> str:
    """Give the session another code: the one before has gone further than the room."""
    with transaction.atomic():
        code = _new()
        Session.objects.filter(pk=session.pk).update(wall_code=code)
        record("events.session.wall_code_renewed", subject=session, by=by)
    session.wall_code = code
    return code


def is_open(session: Session, now: datetime) -> bool:
    """Whether the code is taken at ``now``; the end itself is too late."""
    return session.starts_at - OPENS_BEFORE <= now < session.ends_at


def sessions_open(registration: Registration, now: datetime) -> list[Session]:
    """Return the sessions somebody could check themselves in to at ``now``."""
    return list(
        Session.objects.filter(
            course_id=registration.course_id,
            status=Session.Status.SCHEDULED,
            starts_at__lte=now + OPENS_BEFORE,
            ends_at__gt=now,
        ).order_by("starts_at")
    )


def check_in_by_wall(
    registration: Registration, code: str, *, by: Any, now: datetime, children: int | None = None
) -> CheckedIn:
    """Check a member in by the code they read in the room. Raises WrongCode, or as ``check_in``."""
    typed = "".join(char for char in code if char.isdecimal())
    for session in sessions_open(registration, now):
        if session.wall_code and constant_time_compare(session.wall_code, typed):
            return check_in(
                registration, session, by=by, now=now, method=Method.WALL, children=children
            )
    raise WrongCode


def _new() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
