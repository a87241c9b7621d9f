"""The secret address of a staff calendar: made, made anew, taken away."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cms.audit.log import record
from cms.calendars.tokens import is_plausible
from events.models import StaffCalendar
from events.models.staff_calendar import new_staff_secret


def renew_staff_calendar(person: Any, *, by: Any, now: datetime) -> StaffCalendar:
    """Give the person an address, the first or another; one made before stops at once."""
    with transaction.atomic():
        calendar, created = StaffCalendar.objects.update_or_create(
            person=person, defaults={"token": new_staff_secret(), "created_at": now}
        )
        record(
            "events.staff_calendar.made" if created else "events.staff_calendar.renewed",
            subject=person,
            by=by,
        )
    return calendar


def revoke_staff_calendar(person: Any, *, by: Any) -> bool:
    """Take the address away; return whether there was one."""
    with transaction.atomic():
        deleted, _rows = StaffCalendar.objects.filter(person=person).delete()
        if deleted:
            record("events.staff_calendar.revoked", subject=person, by=by)
    return bool(deleted)


def reader_of(token: str) -> Any | None:
    """Return the person whose staff calendar the secret opens, permitted or not; one query."""
    if not is_plausible(token):
        return None
    found = StaffCalendar.objects.select_related("person").filter(token=token).first()
    return found and found.person
