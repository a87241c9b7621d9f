"""What the frame of every page needs, computed only when a template asks."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.design.frame import frame


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """Return ``frame``: name, menu, languages and addresses for ``base.html``."""
    return {"frame": SimpleLazyObject(lambda: frame(request))}
