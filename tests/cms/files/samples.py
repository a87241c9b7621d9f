"""Small files of every format, made when a test asks."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"
HWP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"HWP Document File" + bytes(239)


def archive(members, *, mimetype=""):
    """Return a ZIP with these ``{name: bytes}``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        if mimetype:
            file.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


HWPX = archive({"Contents/header.xml": b"<head/>"}, mimetype="application/hwp+zip")
DOCX = archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
XLSX = archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"})
PPTX = archive({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"})
ODT = archive({"content.xml": b"<o/>"}, mimetype="application/vnd.oasis.opendocument.text")


def picture(kind="JPEG", *, size=(40, 20), mode="RGB", **options):
    """Return a picture's bytes."""
    out = io.BytesIO()
    Image.new(mode, size, 120 if mode in {"L", "1"} else (10, 90, 70, 128)[: len(mode)]).save(
        out, kind, **options
    )
    return out.getvalue()


def upload(name, content, content_type="application/octet-stream"):
    """Return what a form hands over for a chosen file."""
    return SimpleUploadedFile(name, content, content_type)
