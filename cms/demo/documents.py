"""Small OpenDocument texts for the demo's publications; any word processor opens them."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

MIME = "application/vnd.oasis.opendocument.text"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
# Zip entries carry a fixed time, so that the same words make the same bytes.
_TIME = (2026, 1, 1, 0, 0, 0)


def odt(title: str, paragraphs: Sequence[str]) -> bytes:
    """Return an OpenDocument text: a heading, then one paragraph for each string."""
    body = f'<text:h text:outline-level="1">{escape(title)}</text:h>' + "".join(
        f"<text:p>{escape(paragraph)}</text:p>" for paragraph in paragraphs
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{_OFFICE}" xmlns:text="{_TEXT}" '
        f'office:version="1.3"><office:body><office:text>{body}</office:text></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="{_MANIFEST}" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        # The type comes first and uncompressed: programs look for it there.
        archive.writestr(zipfile.ZipInfo("mimetype", _TIME), MIME)
        for name, text in (("content.xml", content), ("META-INF/manifest.xml", manifest)):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return kept.getvalue()
