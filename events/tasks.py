"""What the worker repeats for classes."""

from datetime import timedelta

from django.utils import timezone

from events.domain import reminder_planning, reminders
from events.domain.attendance import close_session
from events.domain.refusals import Refusal
from events.models import Course, Registration, Session


def remind() -> None:
    """Make the reminders that are due soon and send those that are due."""
    now = timezone.now()
    reminder_planning.plan(now=now)
    reminders.send_due(now=now)


# A worker that stood still over a holiday makes up for it.
LOOKS_BACK = timedelta(days=14)


def close_yesterday() -> None:
    """Mark who did not come to sessions that are over; it sends nothing, and may run twice.

    Only of those that somebody kept a list for: where nobody was ever checked in, nobody is
    absent, the list was merely not kept here.
    """
    now = timezone.now()
    over = Session.objects.filter(
        ends_at__lte=now,
        ends_at__gt=now - LOOKS_BACK,
        status=Session.Status.SCHEDULED,
        course__status=Course.Status.PUBLISHED,
        course__registrations__state=Registration.State.CONFIRMED,
        attendances__state="came",
    ).distinct()
    for session in over:
        try:
            close_session(session, by=None, now=now)
        except Refusal:
            continue
