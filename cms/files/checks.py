"""System checks: every kind of upload names only formats the site knows how to judge."""

from typing import Any

from django.core.checks import Error, register

from cms.files.formats import FORMATS
from plugins.api import PrivateFileKind
from plugins.registry import contributions


@register()
def kinds_use_known_formats(**_kwargs: Any) -> list[Error]:
    """Report each extension of a PrivateFileKind that has no content check."""
    return [
        Error(
            f"The upload kind {kind.key} takes .{extension}, whose content nothing checks.",
            hint=f"Known formats: {', '.join(sorted(FORMATS))}.",
            id="files.E001",
        )
        for kind in contributions(PrivateFileKind)
        for extension in kind.extensions
        if extension not in FORMATS
    ]
