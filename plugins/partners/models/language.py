"""Two languages on one record: the Korean field, and the English one beside it."""

from django.db import models
from django.utils.translation import get_language


def in_language(record: models.Model, field: str) -> str:
    """Return ``field`` in the reader's language; Korean where the English is empty."""
    english = getattr(record, f"{field}_en") if (get_language() or "").startswith("en") else ""
    return english or getattr(record, field)
