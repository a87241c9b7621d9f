"""Work the worker repeats."""

from django.utils import timezone

from members.domain import people


def forget_unproven() -> None:
    """Delete sign-ups whose address was not proved within a day."""
    people.forget_unproven(timezone.now())
