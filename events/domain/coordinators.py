"""Whom of the staff a mail about classes goes to."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model

PLANNING_ROLE = "coordinator"


def coordinators() -> Iterable[Any]:
    """Return the active people in the role that plans courses."""
    people = get_user_model().objects
    return people.filter(groups__name=PLANNING_ROLE, is_active=True).distinct().order_by("pk")
