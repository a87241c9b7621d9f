"""Handing out files and links of a class.

Files belong to the centre, not to whoever uploaded them: no person's quota counts, and they
stay when a member of staff leaves. Who did it stands in the audit log.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cms.audit.log import record
from cms.files import uploads
from cms.pagecache.version import touch
from events.models import Course, Material

FILE_KIND = "events.material"
FIELDS = ("title", "title_en", "session", "audience", "available_from", "url")


def add_material(
    course: Course,
    fields: Mapping[str, Any],
    *,
    by: Any,
    now: datetime,
    upload: UploadedFile | None = None,
) -> Material:
    """Add a file or a link to a course.

    ``fields`` are those of ``FIELDS``. Raises ValidationError as ``cms.files.uploads.store``
    does, and IntegrityError for both a link and a file, or neither.
    """
    with transaction.atomic():
        # The file needs its subject first; the key it will have is put in right after.
        coming = uuid.uuid4() if upload is not None else None
        material = Material.objects.create(
            course=course, created_at=now, file_key=coming, **_known(fields)
        )
        if upload is not None:
            _attach(material, upload)
        record("events.material.added", subject=material, by=by, after=_said(material))
        touch()
    return material


def revise_material(
    material: Material,
    fields: Mapping[str, Any],
    *,
    by: Any,
    upload: UploadedFile | None = None,
) -> Material:
    """Change what is said of a material, and with ``upload`` its file."""
    with transaction.atomic():
        before = _said(Material.objects.get(pk=material.pk))
        for name, value in _known(fields).items():
            setattr(material, name, value)
        if upload is not None or material.url:
            _drop_file(material)
        if upload is not None:
            _attach(material, upload)
        material.save()
        record(
            "events.material.revised", subject=material, by=by, before=before, after=_said(material)
        )
        touch()
    return material


def remove_material(material: Material, *, by: Any) -> None:
    """Take a material away, its file with it."""
    with transaction.atomic():
        record("events.material.removed", subject=material, by=by, before=_said(material))
        _drop_file(material)
        material.delete()
        touch()


def _attach(material: Material, upload: UploadedFile) -> None:
    stored = uploads.store(upload, kind=FILE_KIND, subject=material, by=None)
    material.file_key, material.file_name, material.file_size = stored.pk, stored.name, stored.size
    material.save()


def _drop_file(material: Material) -> None:
    for stored in uploads.files_of(material, kind=FILE_KIND):
        uploads.delete(stored, by=None, note="Replaced or removed with its material.")
    material.file_key, material.file_name, material.file_size = None, "", 0


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in FIELDS if name in fields}


def _said(material: Material) -> dict[str, Any]:
    values = {name: getattr(material, name) for name in (*FIELDS, "file_name")}
    return {**values, "session": material.session_id}
