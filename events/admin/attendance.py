"""Who came, on the staff screen of a course: a bar and numbers for each session."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum

from events.domain.attendance import DOOR_OPENS
from events.models import Attendance, Course, Registration, Session


def attendance_of(
    course: Course, sessions: Iterable[Session], now: datetime
) -> dict[int, dict[str, Any]]:
    """Return ``{session pk: {came, seats, children, missing, is_kept, is_open}}``; two queries.

    ``seats`` are those who hold one now, ``missing`` those noted as not come, ``is_kept``
    whether anything is known at all, ``is_open`` whether the door has opened.
    """
    seats = Registration.objects.filter(course=course, state=Registration.State.CONFIRMED).count()
    rows = (
        Attendance.objects.filter(session__course=course)
        .exclude(state=Attendance.State.UNDONE)
        .order_by()
        .values("session_id", "state")
        .annotate(people=Count("pk"), children=Sum("children_came"))
    )
    known = {(row["session_id"], row["state"]): row for row in rows}
    found = {}
    for session in sessions:
        states = {state: known.get((session.pk, state)) for state in Attendance.State.values}
        came = states["came"]
        missing = [row["people"] for row in (states["absent"], states["excused"]) if row]
        found[session.pk] = {
            "came": came["people"] if came else 0,
            "children": came["children"] if came else 0,
            "seats": max(seats, (came["people"] if came else 0) + sum(missing)),
            "missing": sum(missing),
            "is_kept": any(states.values()),
            "is_open": session.starts_at - DOOR_OPENS <= now,
        }
    return found
