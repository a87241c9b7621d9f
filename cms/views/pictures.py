"""Pictures of the public site, served by the site itself.

Only the sizes made for showing (``media/images``) are served: re-encoded, so without the
camera's EXIF. Originals and documents are not reachable here. A drawing (SVG) opened on
its own runs nothing. Where a web server or a bucket serves media, this is never asked.
"""

import mimetypes
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

LOCKED_DOWN = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
TYPES = {".webp": "image/webp", ".avif": "image/avif", ".svg": "image/svg+xml"}


@require_safe
def shown_picture(_request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer one rendition; its name changes with its content, so it may be kept for a year."""
    ending = PurePosixPath(name).suffix.lower()
    kind = TYPES.get(ending) or mimetypes.guess_type(name)[0] or ""
    if not kind.startswith("image/") or name.startswith("."):
        raise Http404
    try:
        file = default_storage.open(f"images/{name}")
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=kind)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = LOCKED_DOWN
    return response
