"""What the worker does for surveys each hour."""

from django.utils import timezone

from events.domain import surveys


def tend_surveys() -> None:
    """Invite, close what is due, and mix the answers of what is open."""
    now = timezone.now()
    surveys.close_due(now=now)
    surveys.mix_open()
    surveys.invite_due(now=now)
