"""Marking what was found, in text that is escaped first."""

import re
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

AROUND = 60
LENGTH = 160


def pattern_of(marks: Sequence[str]) -> re.Pattern[str] | None:
    """Return what matches any of the forms, also with spaces between the letters."""
    parts = [r"\s*".join(re.escape(letter) for letter in mark) for mark in marks if mark]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def marked(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """Return the text escaped, with what matches in ``<mark>``."""
    if pattern is None:
        return escape(text)
    done: list[str] = []
    at = 0
    for match in pattern.finditer(text):
        done += [escape(text[at : match.start()]), "<mark>", escape(match.group()), "</mark>"]
        at = match.end()
    done.append(escape(text[at:]))
    return mark_safe("".join(done))  # noqa: S308 - every part is escaped above


def excerpt(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """Return the words around the first match, marked; the beginning if there is none."""
    text = " ".join(text.split())
    match = pattern.search(text) if pattern else None
    start = max(match.start() - AROUND, 0) if match else 0
    if start:
        # Begin with a whole word where one is near.
        start = text.find(" ", start, start + AROUND // 2) + 1 or start
    part = text[start : start + LENGTH]
    if start + LENGTH < len(text):
        part = part.rsplit(" ", 1)[0] + "…"
    return marked(("…" if start else "") + part, pattern)
