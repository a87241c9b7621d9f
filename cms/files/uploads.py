"""Taking and dropping private uploads.

An upload is judged by its bytes, never by what the browser says it is: extension and
size come from its PrivateFileKind, the content is checked by ``formats``, pictures are
written anew by ``pictures``. What passes is kept under a name of ours.
"""

import hashlib
import io
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models, transaction
from django.utils.translation import gettext as _

from cms.audit import log
from cms.files.formats import FORMATS, WrongContent
from cms.files.kinds import file_kind, megabytes
from cms.files.models import StoredFile
from cms.files.names import clean_name, extension_of
from cms.files.pictures import rewrite

QUOTA = 500 * 1024 * 1024
"""Bytes one person may keep here; what they delete is theirs again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """An upload that passed: its safe name, content type, and the bytes to keep."""

    name: str
    content_type: str
    content: IO[bytes]
    size: int
    sha256: str


def inspect(upload: File, *, kind: str) -> Inspected:
    """Return the upload's safe form without keeping it; for a form's ``clean``.

    Raises ValidationError, in the reader's language, codes ``extension``, ``empty``,
    ``too_large`` or ``content``; LookupError for an unknown kind.
    """
    rules = file_kind(kind)
    name = clean_name(upload.name or "")
    extension = extension_of(name)
    if extension not in rules.extensions:
        raise ValidationError(
            _("“%(name)s” is not a kind of file this field takes. Choose one of %(formats)s.")
            % {"name": name, "formats": ", ".join(item.upper() for item in rules.extensions)},
            code="extension",
        )
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": name}, code="empty")
    if upload.size > rules.max_bytes:
        raise _too_large(name, upload.size, rules.max_bytes)
    format_ = FORMATS[extension]
    content: IO[bytes] = upload.file if upload.file is not None else upload
    try:
        format_.check(content)
        if format_.picture:
            content = io.BytesIO(rewrite(content, format_))
            if format_.extension:
                name = f"{name.rpartition('.')[0]}.{format_.extension}"
    except WrongContent as wrong:
        raise ValidationError(
            _("“%(name)s” cannot be taken. %(reason)s") % {"name": name, "reason": wrong},
            code="content",
        ) from wrong
    size = content.seek(0, io.SEEK_END)
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # IO has all that is asked of it
    content.seek(0)
    return Inspected(
        name=name, content_type=format_.content_type, content=content, size=size, sha256=digest
    )


def store(upload: File, *, kind: str, subject: models.Model, by: Any) -> StoredFile:
    """Keep an upload as a private file of ``subject`` and return its row.

    ``kind`` is the key of a PrivateFileKind; ``subject`` a saved record, the one whose
    rule decides who reads; ``by`` a user or None. Raises as ``inspect`` does, code
    ``quota`` besides, and ValueError for an unsaved subject. Bytes written for a
    transaction that is rolled back are swept by the job ``files.sweep``.
    """
    if subject.pk is None:
        raise ValueError("A private file belongs to a saved record.")
    inspected = inspect(upload, kind=kind)
    _keep_within_quota(inspected, by)
    row = StoredFile(
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        name=inspected.name,
        content_type=inspected.content_type,
        size=inspected.size,
        sha256=inspected.sha256,
        uploaded_by=by if by is not None and by.is_authenticated else None,
    )
    row.file.save(inspected.name, File(inspected.content), save=False)
    with transaction.atomic():
        row.save(force_insert=True)
        log.record(
            "files.file.stored",
            subject=row,
            by=by,
            after={"kind": kind, "size": row.size, "sha256": row.sha256},
        )
    return row


def keep(
    content: IO[bytes], *, name: str, content_type: str, kind: str, subject: models.Model
) -> StoredFile:
    """Keep a file the site itself has made as a private file of ``subject``; return its row.

    In the caller's transaction; nothing is judged, no quota counts.
    """
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # IO has all that is asked of it
    row = StoredFile(
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        name=name,
        content_type=content_type,
        size=content.seek(0, io.SEEK_END),
        sha256=digest,
    )
    content.seek(0)
    row.file.save(name, File(content), save=False)
    row.save(force_insert=True)
    return row


def delete(stored: StoredFile, *, by: Any, note: str = "") -> None:
    """Drop a private file: its row now, its bytes once the transaction has committed."""
    storage, path = stored.file.storage, stored.file.name
    with transaction.atomic():
        log.record(
            "files.file.deleted",
            subject=stored,
            by=by,
            before={"kind": stored.kind, "size": stored.size, "sha256": stored.sha256},
            note=note,
        )
        stored.delete()
        transaction.on_commit(lambda: storage.delete(path))


def files_of(subject: models.Model, *, kind: str | None = None) -> models.QuerySet[StoredFile]:
    """Return the private files of a record, oldest first."""
    found = StoredFile.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )
    return (found if kind is None else found.filter(kind=kind)).order_by("uploaded_at", "pk")


def _keep_within_quota(inspected: Inspected, by: Any) -> None:
    """Raise ValidationError, code ``quota``, where the person would keep more than QUOTA."""
    if by is None or not by.is_authenticated:
        return
    held = StoredFile.objects.filter(uploaded_by=by).aggregate(total=models.Sum("size"))
    if (held["total"] or 0) + inspected.size > QUOTA:
        raise ValidationError(
            _(
                "“%(name)s” does not fit: you may keep %(most)s MB in all. "
                "Remove a file you no longer need and try again."
            )
            % {"name": inspected.name, "most": megabytes(QUOTA)},
            code="quota",
        )


def _too_large(name: str, size: int, most: int) -> ValidationError:
    return ValidationError(
        _("“%(name)s” has %(size)s MB. At most %(most)s MB are possible.")
        % {"name": name, "size": megabytes(size), "most": megabytes(most)},
        code="too_large",
    )
