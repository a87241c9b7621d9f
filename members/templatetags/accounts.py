"""Small repairs to allauth's forms before they are shown.

A placeholder is no label, a code is typed on a number pad, and a passkey's field
deserves a name one understands.
"""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

_LABELS = {
    "AddWebAuthnForm": {
        "name": _("Name of the passkey"),
        "passwordless": _("Sign in with this passkey alone"),
    },
    "EditWebAuthnForm": {"name": _("Name of the passkey")},
}


@register.filter
def plain(form: Any) -> Any:
    """Return the form without placeholders, its codes ready for a number pad."""
    for name, field in form.fields.items():
        attrs = field.widget.attrs
        attrs.pop("placeholder", None)
        if name == "code":
            attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 20}
            attrs["class"] = "input--code"
        if name in _LABELS.get(type(form).__name__, {}):
            field.label = _LABELS[type(form).__name__][name]
    return form
