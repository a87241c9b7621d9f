"""Who came: checking in, excusing, taking either back, and closing the list of a session.

Checking in twice is one check-in: the first time stands, whether it was the same person at
the same door, two doors at once, or a device that sends again what it sent already. The
database keeps one row for each registration and session; whoever comes second finds it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.audit.log import record
from events.domain.attendance_refusals import (
    AlreadyIn,
    NoSeat,
    NotEndedYet,
    NotHeld,
    NothingToUndo,
    NotOnList,
    TooEarly,
    TooManyChildren,
)
from events.domain.refusals import NotRegistered
from events.models import Attendance, Registration, Session

State = Attendance.State
Method = Attendance.Method

# The door opens for early birds; before that it is a mistake, most likely of the session.
DOOR_OPENS = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What came of a check-in; ``is_new`` is False where the person was in already."""

    attendance: Attendance
    is_new: bool

    @property
    def words(self) -> str:
        """Say it to who stands at the door, in the active language."""
        name, at = self.attendance.registration.name, clock(self.attendance.at)
        if self.is_new:
            return _("%(name)s is checked in.") % {"name": name}
        return _("%(name)s is already checked in, at %(at)s.") % {"name": name, "at": at}


def check_in(
    registration: Registration,
    session: Session,
    *,
    by: Any,
    now: datetime,
    method: str,
    children: int | None = None,
    at: datetime | None = None,
    key: str = "",
) -> CheckedIn:
    """Note that the person came, with so many children (None: all who have a place).

    ``at`` is what a device says, bounded by the opening of the door and ``now``; ``key`` the
    device's own for this check-in. Raises NotOnList, NotRegistered, NoSeat, NotHeld, TooEarly,
    TooManyChildren, or AlreadyIn for a key that stands for something else or was taken back.
    """
    with transaction.atomic():
        held, current = _at_the_door(registration, session, now=now)
        if known := _of_key(key):
            return _same(known, current, held)
        places = current.childcare_places
        brought = places if children is None else children
        if not 0 <= brought <= places:
            raise TooManyChildren(places)
        values = {
            "state": State.CAME,
            "children_came": brought,
            "method": method,
            "at": _bounded(at or now, held, now),
            "recorded_at": now,
            "recorded_by": by,
            "device_key": key,
        }
        found, is_new = _put(current, held, values, unless=State.CAME)
        if is_new:
            _note("checked_in", found, by=by, after={"children": brought, "method": method})
    return CheckedIn(found, is_new)


def undo(attendance: Attendance, *, by: Any, now: datetime) -> None:
    """Take a check-in or an excuse back. Raises NothingToUndo where there is none any more."""
    with transaction.atomic():
        if was_excused := attendance.state == State.EXCUSED:
            before: dict[str, Any] = {"state": State.EXCUSED}
        else:
            before = {"at": attendance.at, "children": attendance.children_came}
        _change(
            attendance,
            before=State.EXCUSED if was_excused else State.CAME,
            state=State.UNDONE,
            at=None,
            children_came=0,
            recorded_at=now,
            recorded_by=by,
        )
        _note("excuse_undone" if was_excused else "undone", attendance, by=by, before=before)


def count_children(attendance: Attendance, children: int, *, by: Any) -> None:
    """Correct how many children came with somebody who is in."""
    places = attendance.registration.childcare_places
    if not 0 <= children <= places:
        raise TooManyChildren(places)
    before = attendance.children_came
    if before == children:
        return
    with transaction.atomic():
        _change(attendance, before=State.CAME, children_came=children)
        _note(
            "children_counted",
            attendance,
            by=by,
            before={"children": before},
            after={"children": children},
        )


def mark_absent(
    registration: Registration,
    session: Session,
    *,
    by: Any,
    now: datetime,
    excused: bool = False,
    key: str = "",
) -> Attendance:
    """Note that the person did not come; ``excused`` if they said so. Said twice it is said once.

    ``key`` is a device's own, as in ``check_in``. Raises AlreadyIn where the person has come, or
    for a key that stands for something else or was taken back.
    """
    state = State.EXCUSED if excused else State.ABSENT
    with transaction.atomic():
        held, current = _at_the_door(registration, session, now=None)
        if known := _of_key(key):
            return _same_absence(known, current, held, state)
        said = Attendance.objects.filter(registration=current, session=held, state=state).first()
        if said is not None:
            said.registration, said.session = current, held
            return said
        values = {
            "state": state,
            "children_came": 0,
            "method": Method.STAFF,
            "at": None,
            "recorded_at": now,
            "recorded_by": by,
            **({"device_key": key} if key else {}),
        }
        found, is_new = _put(current, held, values, unless=State.CAME)
        if not is_new:
            raise AlreadyIn(_("This person has come. Take the check-in back first."))
        _note("marked_absent", found, by=by, after={"state": state})
    return found


def close_session(session: Session, *, by: Any, now: datetime) -> int:
    """Mark as absent whoever holds a seat and did not come; return how many.

    Once the session has ended (else NotEndedYet). It sends nothing, and done again it
    marks nobody twice.
    """
    if session.ends_at > now:
        raise NotEndedYet
    with transaction.atomic():
        held = Session.objects.select_related("course").get(pk=session.pk)
        if held.is_cancelled or held.course.status != held.course.Status.PUBLISHED:
            raise NotHeld
        missing = list(_missing(held))
        made = Attendance.objects.bulk_create(
            [
                Attendance(
                    registration_id=pk,
                    session=held,
                    state=State.ABSENT,
                    method=Method.STAFF,
                    recorded_at=now,
                    recorded_by=by,
                )
                for pk in missing
            ],
            ignore_conflicts=True,
        )
        again = held.attendances.filter(state=State.UNDONE).update(
            state=State.ABSENT, recorded_at=now, recorded_by=by
        )
        absent = len(made) + again
        if absent:
            record("events.session.closed", subject=held, by=by, after={"absent": absent})
    return absent


def _missing(session: Session) -> Iterable[int]:
    """Return the keys of those with a seat of whom nothing is known for this session."""
    confirmed = Registration.objects.filter(
        course_id=session.course_id, state=Registration.State.CONFIRMED
    )
    # Who got the seat only afterwards was not missing.
    seated = confirmed.exclude(confirmed_at__gte=session.ends_at)
    known = session.attendances.values("registration_id")
    return seated.exclude(pk__in=known).values_list("pk", flat=True)


def _at_the_door(
    registration: Registration, session: Session, *, now: datetime | None
) -> tuple[Session, Registration]:
    """Return both as they are now, held; raise why nobody comes in. None: at any time."""
    current = (
        Registration.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person")
        .get(pk=registration.pk)
    )
    held = Session.objects.select_related("course").get(pk=session.pk)
    if current.course_id != held.course_id:
        raise NotOnList
    if not current.is_live:
        raise NotRegistered
    if not current.is_confirmed:
        raise NoSeat
    if held.is_cancelled or held.course.status != held.course.Status.PUBLISHED:
        raise NotHeld
    if now is not None and now < held.starts_at - DOOR_OPENS:
        raise TooEarly
    return held, current


def _put(
    registration: Registration, session: Session, values: dict[str, Any], *, unless: str
) -> tuple[Attendance, bool]:
    """Make the row or change it; return it and whether that was done.

    One in the state ``unless`` is left as it is: the first who wrote it stands.
    """
    key = {"registration": registration, "session": session}
    try:
        with transaction.atomic():
            return Attendance.objects.create(**key, **values), True
    except IntegrityError:
        rows = Attendance.objects.filter(**key)
        changed = rows.exclude(state=unless).update(**values)
        found = rows.first()
        if found is None:
            # The key was taken in the meantime, by another row.
            raise AlreadyIn from None
        found.registration, found.session = registration, session
        return found, bool(changed)


def _of_key(key: str) -> Attendance | None:
    if not key:
        return None
    return Attendance.objects.select_related("registration__person").filter(device_key=key).first()


def _same(known: Attendance, registration: Registration, session: Session) -> CheckedIn:
    """Answer a device that sends its check-in once more."""
    if not (known.has_come and _is_of(known, registration, session)):
        raise AlreadyIn(
            _("This check-in was entered before and has been taken back. Check in once more.")
            if _is_of(known, registration, session)
            else None
        )
    return CheckedIn(known, is_new=False)


def _same_absence(
    known: Attendance, registration: Registration, session: Session, state: str
) -> Attendance:
    """Answer a device that sends once more that somebody does not come."""
    if known.state != state or not _is_of(known, registration, session):
        raise AlreadyIn(_("This was entered before and has been changed since."))
    return known


def _is_of(known: Attendance, registration: Registration, session: Session) -> bool:
    return (known.registration_id, known.session_id) == (registration.pk, session.pk)


def _bounded(at: datetime, session: Session, now: datetime) -> datetime:
    """Return the instant, no earlier than the door opened and no later than now."""
    return max(session.starts_at - DOOR_OPENS, min(at, now))


def _change(attendance: Attendance, *, before: str, **values: Any) -> None:
    if not Attendance.objects.filter(pk=attendance.pk, state=before).update(**values):
        raise NothingToUndo
    for name, value in values.items():
        setattr(attendance, name, value)


def _note(action: str, attendance: Attendance, *, by: Any, **what: Any) -> None:
    session = timezone.localtime(attendance.session.starts_at)
    record(
        f"events.attendance.{action}",
        subject=attendance.registration,
        by=by,
        note=f"{session:%Y-%m-%d %H:%M}",
        **what,
    )


def clock(at: datetime | None) -> str:
    """Return ``11:58`` in Seoul."""
    return date_format(timezone.localtime(at), "H:i") if at else ""
