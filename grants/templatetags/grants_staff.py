"""Shares of bars on staff screens."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def share(value: Any, whole: Any) -> int:
    """Return how much of a bar is filled, 0 to 100."""
    return min(100, round(100 * value / whole)) if whole else 0


@register.filter
def percent_of(value: Any, whole: Any) -> str:
    """Return a share in words: ``"78%"``, also above a hundred."""
    return f"{round(100 * value / whole)}%" if whole else "–"
