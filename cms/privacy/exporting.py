"""Everything known of a person, as one archive: JSON, pages one can read, and the files.

Asked for in a page, made by the worker, told by mail, thrown away after a week. Exporters
are not guarded: an archive that leaves something out would be a wrong answer, so one that
raises fails the whole archive, and staff see the failed task.
"""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from cms.audit import log
from cms.files import uploads
from cms.files.models import StoredFile
from cms.mail import outbox
from cms.privacy.models import DataExport
from cms.templatetags.design import moment
from plugins.api import DataSection, PersonalDataExporter
from plugins.registry import contributions

KEPT = timedelta(days=7)
KIND = "cms.personal_data"


@dataclass(frozen=True, slots=True)
class Part:
    """What one exporter gave."""

    key: str
    label: str
    sections: list[DataSection]


def parts_of(person: Any) -> list[Part]:
    """Return all that is known of the person, by exporter, in the language being spoken."""
    return [
        Part(exporter.key, str(exporter.label), list(exporter.export(person)))
        for exporter in contributions(PersonalDataExporter)
    ]


@transaction.atomic
def ask(person: Any, *, by: Any, now: datetime, reason: str = "") -> DataExport:
    """Ask the worker for an archive; return the one being made, if there is one already."""
    # Held, so that two clicks ask once.
    get_user_model().objects.filter(pk=person.pk).select_for_update().get()
    waiting = DataExport.objects.filter(
        person=person, state=DataExport.State.ASKED, asked_at__gt=now - timedelta(hours=1)
    ).first()
    if waiting is not None:
        return waiting
    export = DataExport.objects.create(person=person, asked_by=by, asked_at=now, reason=reason)
    log.record("cms.person_data.asked", subject=export, by=by, note=reason)
    from cms.privacy.tasks import build_archive

    transaction.on_commit(lambda: build_archive.enqueue(str(export.pk)))
    return export


def build(export: DataExport, *, now: datetime) -> None:
    """Make the archive, store it as a private file and mail the person that it is there.

    Called again after a crash it makes it anew; raises what an exporter raises.
    """
    person = export.person
    with tempfile.TemporaryFile() as target, translation.override(person.language):
        write_archive(person, target, now=now)
        with transaction.atomic():
            for old in uploads.files_of(export):
                uploads.delete(old, by=None)
            stored = uploads.keep(
                target,
                name=f"{timezone.localdate(now):%Y%m%d}-{export}.zip",
                content_type="application/zip",
                kind=KIND,
                subject=export,
            )
            log.record("cms.person_data.made", subject=export, by=None, after={"size": stored.size})
            export.state, export.ready_at = DataExport.State.READY, now
            export.expires_at = now + KEPT
            export.save(update_fields=["state", "ready_at", "expires_at"])
            outbox.queue(
                "cms.data_ready",
                to=person,
                context={
                    "name": person.name,
                    "until": moment(export.expires_at),
                    "url": settings.WAGTAILADMIN_BASE_URL + reverse("members:data"),
                },
                idempotency_key=f"cms.data_ready:{export.pk}",
            )


def write_archive(person: Any, target: IO[bytes], *, now: datetime) -> None:
    """Write the archive of the person into an open binary file, in the language being spoken."""
    parts = parts_of(person)
    files = {str(row.pk): row for row in _files(parts)}
    names = {
        key: f"files/{number:03d}-{row.name}" for number, (key, row) in enumerate(files.items(), 1)
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", as_json(parts, names, now=now))
        page = {"parts": parts, "names": names, "now": now, "person": person}
        archive.writestr("index.html", render_to_string("privacy/archive.html", page))
        for key, row in files.items():
            try:
                with row.file.open("rb") as source, archive.open(names[key], "w") as copy:
                    shutil.copyfileobj(source, copy)
            except FileNotFoundError:
                archive.writestr(f"{names[key]}.missing.txt", "")


def as_json(parts: list[Part], names: dict[str, str], *, now: datetime) -> str:
    """Return the parts as JSON text; files by their name in the archive."""
    told = {
        "made_at": now,
        "parts": [
            {
                "key": part.key,
                "label": part.label,
                "sections": [
                    {
                        "title": str(section.title),
                        "rows": [dict(row) for row in section.rows],
                        "files": [names[key] for key in section.files if key in names],
                    }
                    for section in part.sections
                ],
            }
            for part in parts
        ],
    }
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def _files(parts: list[Part]) -> Iterator[StoredFile]:
    keys = {key for part in parts for section in part.sections for key in section.files}
    yield from (
        StoredFile.objects.filter(pk__in=keys).exclude(kind=KIND).order_by("uploaded_at", "pk")
    )


def latest_of(person: Any, now: datetime) -> DataExport | None:
    """Return the archive the person may fetch now or waits for, or that failed; None without."""
    return (
        DataExport.objects.filter(person=person)
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
        .order_by("-asked_at")
        .first()
    )


def file_of(export: DataExport, now: datetime) -> StoredFile | None:
    """Return the archive's bytes while the week lasts."""
    if export.state != DataExport.State.READY or not export.expires_at or export.expires_at <= now:
        return None
    return uploads.files_of(export).first()
