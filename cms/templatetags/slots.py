"""``{% slot "events.course.after" course=course %}``: what plug-ins add at this place."""

from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from cms.slots import parts_at

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: dict[str, Any], name: str, /, **passed: Any) -> SafeString:
    """Return the parts, in order; nothing where no plug-in has any."""
    parts = parts_at(name, passed, context.get("request"))
    return format_html_join("", "{}", ((part,) for part in parts))
