"""Two languages on one record: ``title`` in Korean, ``title_en`` in English.

Korean is the language of the record; English may be left empty and then falls back.
"""

from typing import Any

from django.utils.translation import get_language


def place_in_words(venue: object | None, room: str) -> str:
    """Return venue and room as the active language joins them; either may be missing."""
    between = " " if (get_language() or "ko").startswith("ko") else ", "
    return between.join(filter(None, [str(venue or ""), room]))


class InReadersLanguage:
    """Read-only attribute: the field in the reader's language, Korean where it is empty."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        korean: str = getattr(instance, self.field)
        if (get_language() or "ko").startswith("ko"):
            return korean
        return getattr(instance, f"{self.field}_en") or korean
