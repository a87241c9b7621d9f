"""What the worker repeats for classes."""

from django.utils import timezone

from events.domain import reminder_planning, reminders


def remind() -> None:
    """Make the reminders that are due soon and send those that are due."""
    now = timezone.now()
    reminder_planning.plan(now=now)
    reminders.send_due(now=now)
