"""The file formats the site can take, each told by its content.

``FORMATS`` maps an extension to its ``Format``. A check reads an open binary file and
raises ``WrongContent`` when the bytes are not what the extension says; its message is
for the person who chose the file.
"""

import lzma
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import IO

import filetype
from django.utils.translation import gettext as _

HEAD_BYTES = 8192
ZIP_MAX_MEMBERS = 5_000
ZIP_MAX_UNPACKED = 300 * 1024 * 1024
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HWP_SIGNATURE = b"HWP Document File"
ZIP_MAGIC = b"PK\x03\x04"
ZIP_END = b"PK\x05\x06"
ZIP_END_SIZE = 22
LONGEST_MIMETYPE = 200


_BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class WrongContent(Exception):
    """The bytes are not what the extension says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How one extension is checked, and the content type it is served with.

    ``picture`` names the Pillow format a picture is written anew in; empty for others.
    ``extension`` is what the stored name ends with when it changes in the writing.
    """

    content_type: str
    check: Callable[[IO[bytes]], None]
    picture: str = ""
    extension: str = ""


def _begins_as(file: IO[bytes], mime: str) -> None:
    file.seek(0)
    if filetype.guess_mime(file.read(HEAD_BYTES)) != mime:
        raise WrongContent(_("Its content is of another kind than its name says."))


def _ends_as_zip(file: IO[bytes]) -> bool:
    """Whether the bytes, read from their end, are a ZIP: the mark of a double-faced file."""
    size = file.seek(0, 2)
    span = min(size, 65_535 + ZIP_END_SIZE)
    file.seek(size - span)
    tail = file.read(span)
    at = tail.rfind(ZIP_END)
    while at >= 0:
        comment = int.from_bytes(tail[at + 20 : at + 22], "little")
        if at + ZIP_END_SIZE + comment == len(tail):
            return True
        at = tail.rfind(ZIP_END, 0, at)
    return False


def _pdf(file: IO[bytes]) -> None:
    file.seek(0)
    starts = file.read(5) == b"%PDF-"
    size = file.seek(0, 2)
    file.seek(max(0, size - 2048))
    ends = b"%%EOF" in file.read()
    if not starts or not ends or _ends_as_zip(file):
        raise WrongContent(_("It is not a whole PDF document. Save it again as PDF and retry."))


def _hwp(file: IO[bytes]) -> None:
    file.seek(0)
    content = file.read()
    if not content.startswith(OLE_MAGIC) or HWP_SIGNATURE not in content:
        raise WrongContent(
            _("It is not a Hancom document (HWP 5). Save it again as HWP or PDF and retry.")
        )


def _archive(file: IO[bytes], *, member: str, mimetype: str = "") -> None:
    """Check a document that is a ZIP archive inside: HWPX, DOCX, XLSX, PPTX, ODT."""
    wrong = WrongContent(_("Its content is of another kind than its name says."))
    file.seek(0)
    if file.read(4) != ZIP_MAGIC or not _ends_as_zip(file):
        raise wrong
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            names = {item.filename for item in members}
            # Before anything is unpacked, be it the smallest member.
            _refuse_bombs(members)
            if member not in names or (mimetype and _mimetype(archive) != mimetype):
                raise wrong
    except _BROKEN_ARCHIVE as error:
        raise wrong from error
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for name in names):
        raise WrongContent(_("It carries macros or programs. Save it without them and retry."))


def _mimetype(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as file:
        return file.read(LONGEST_MIMETYPE).decode("ascii", "replace").strip()


def _plain_archive(file: IO[bytes]) -> None:
    """Check a ZIP that is nothing else."""
    file.seek(0)
    if file.read(4) != ZIP_MAGIC or not _ends_as_zip(file):
        raise WrongContent(_("Its content is of another kind than its name says."))
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_bombs(archive.infolist())
    except _BROKEN_ARCHIVE as error:
        raise WrongContent(_("Its content is of another kind than its name says.")) from error


def _refuse_bombs(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > ZIP_MAX_MEMBERS or sum(item.file_size for item in members) > ZIP_MAX_UNPACKED:
        raise WrongContent(_("It unpacks to far more than its size says and cannot be taken."))


def _text(file: IO[bytes]) -> None:
    file.seek(0)
    content = file.read()
    for encoding in ("utf-8-sig", "cp949"):
        try:
            decoded = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(char < " " and char not in "\t\r\n\f" for char in decoded):
            return
        break
    raise WrongContent(_("It cannot be read as text."))


def _picture(mime: str, pillow: str, *, saved_as: str = "", extension: str = "") -> Format:
    return Format(
        content_type=f"image/{(saved_as or pillow).lower()}",
        check=partial(_begins_as, mime=mime),
        picture=pillow,
        extension=extension,
    )


_OOXML = "application/vnd.openxmlformats-officedocument"

FORMATS: dict[str, Format] = {
    "pdf": Format(content_type="application/pdf", check=_pdf),
    "hwp": Format(content_type="application/x-hwp", check=_hwp),
    "hwpx": Format(
        content_type="application/hwp+zip",
        check=partial(_archive, member="Contents/header.xml", mimetype="application/hwp+zip"),
    ),
    "docx": Format(
        content_type=f"{_OOXML}.wordprocessingml.document",
        check=partial(_archive, member="word/document.xml"),
    ),
    "xlsx": Format(
        content_type=f"{_OOXML}.spreadsheetml.sheet",
        check=partial(_archive, member="xl/workbook.xml"),
    ),
    "pptx": Format(
        content_type=f"{_OOXML}.presentationml.presentation",
        check=partial(_archive, member="ppt/presentation.xml"),
    ),
    "odt": Format(
        content_type="application/vnd.oasis.opendocument.text",
        check=partial(
            _archive, member="content.xml", mimetype="application/vnd.oasis.opendocument.text"
        ),
    ),
    "zip": Format(content_type="application/zip", check=_plain_archive),
    "txt": Format(content_type="text/plain", check=_text),
    "csv": Format(content_type="text/csv", check=_text),
    "jpg": _picture("image/jpeg", "JPEG"),
    "jpeg": _picture("image/jpeg", "JPEG"),
    "png": _picture("image/png", "PNG"),
    "webp": _picture("image/webp", "WEBP"),
    # What telephones and old scanners make becomes something every office opens.
    "gif": _picture("image/gif", "GIF", saved_as="PNG", extension="png"),
    "heic": _picture("image/heic", "HEIF", saved_as="JPEG", extension="jpg"),
}
