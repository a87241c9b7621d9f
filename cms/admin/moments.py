"""Boxes for days and times that keep what was typed.

Wagtail's picker puts the present moment in the place of what it cannot read, as soon as
the box is left: "오후 7시" became the minute at which it was typed, without a word. With
``validateOnBlur`` off it stays, and the form says what is wrong with it.
"""

from typing import Any

from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

__all__ = ["DateInput", "DateTimeInput", "TimeInput"]


class _Keeps:
    """Mixin of Wagtail's boxes: the picker leaves alone what it cannot read."""

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "validateOnBlur": False}  # type: ignore[misc]  # a mixin of Wagtail's boxes


class DateInput(_Keeps, AdminDateInput):
    """A day, with Wagtail's calendar."""


class TimeInput(_Keeps, AdminTimeInput):
    """A time of day, with Wagtail's list of hours."""


class DateTimeInput(_Keeps, AdminDateTimeInput):
    """A moment, with Wagtail's calendar and hours."""


def use_everywhere() -> None:
    """Have every form of the admin made from a model use these boxes."""
    for field, widget in (
        (models.DateField, DateInput),
        (models.TimeField, TimeInput),
        (models.DateTimeField, DateTimeInput),
    ):
        register_form_field_override(field, override={"widget": widget})
