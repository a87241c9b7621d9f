"""From a template key and plain values to a subject, a text and an HTML body.

A mail is rendered when it is sent, in the reader's language, not the sender's. Text is
never HTML-escaped, HTML always is; a subject is one line whatever its values hold.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context, engines
from django.utils import translation

from cms.mail.links import site_url
from cms.models.centre import CentreSettings
from plugins.api import NotificationTemplate
from plugins.registry import contribution

MASK = "••••••"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail's three faces; ``subject`` holds no line break or control character."""

    subject: str
    text: str
    html: str


def render(template: str, context: Mapping[str, Any], *, language: str) -> Rendered:
    """Return the mail of a NotificationTemplate's key in ``language``.

    Raises LookupError for an unknown key and Django's template errors.
    """
    stem = contribution(NotificationTemplate, template).template
    with translation.override(language):
        values = {**_frame(language), **context}
        return Rendered(
            subject=one_line(_fill(f"{stem}.subject.txt", values, escaped=False)),
            text=_tidy(_fill(f"{stem}.txt", values, escaped=False)),
            html=_fill(f"{stem}.html", values, escaped=True).strip() + "\n",
        )


def masked(template: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context with everything only the recipient may see replaced by dots."""
    try:
        secrets = contribution(NotificationTemplate, template).secrets
    except LookupError:
        # Its plug-in is gone, and with it the word on what is secret.
        return {}
    return {key: MASK if key in secrets and value else value for key, value in context.items()}


def one_line(text: str) -> str:
    """Return the text without line breaks or control characters: what a header may hold."""
    plain = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in {"Cc", "Cs"}
    )
    return " ".join(plain.split())


def _frame(language: str) -> dict[str, Any]:
    centre = CentreSettings.load()
    return {
        "site_name": centre.text("name"),
        "site_url": site_url(),
        "language": language,
        "centre_contact": " · ".join(
            filter(None, [centre.text("hotline"), centre.text("address")])
        ),
    }


def _fill(name: str, values: Mapping[str, Any], *, escaped: bool) -> str:
    template = engines["django"].get_template(name).template
    return str(template.render(Context(dict(values), autoescape=escaped)))


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"
