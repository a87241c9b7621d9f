"""Plain values of an archive, as words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _

from cms.templatetags.design import moment

register = template.Library()


@register.filter
def plainly(value: Any) -> str:
    """Return a value as somebody reads it: instants in Seoul, yes and no, one item a line."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {plainly(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "\n".join(plainly(item) for item in value)
    return str(value)


@register.filter
def of(names: Mapping[str, str], key: str) -> str:
    """Return the value of a key, or nothing."""
    return names.get(key, "")
