"""Bytes without a row, and rows without a record: both are swept up after a day.

The first come from transactions that were rolled back after the bytes were written, the
second from records deleted with their files still attached. A record whose plug-in is
not installed counts as there.
"""

import logging
import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import Storage
from django.utils import timezone

from cms.files.models import StoredFile, private_storage
from cms.files.uploads import delete

logger = logging.getLogger("pumasi.files")

GRACE = timedelta(days=1)


def sweep() -> None:
    """Delete what nothing refers to any more."""
    _rows_without_record()
    _bytes_without_row(private_storage())


def _rows_without_record() -> None:
    old = StoredFile.objects.filter(uploaded_at__lt=timezone.now() - GRACE)
    subjects: dict[str, set[str]] = defaultdict(set)
    for subject_type, subject_id in old.values_list("subject_type", "subject_id").distinct():
        subjects[subject_type].add(subject_id)
    for subject_type, ids in subjects.items():
        try:
            model = apps.get_model(subject_type)
        except LookupError:
            continue
        there = {
            str(pk) for pk in model._default_manager.filter(pk__in=ids).values_list("pk", flat=True)
        }
        for stored in old.filter(subject_type=subject_type, subject_id__in=ids - there):
            delete(stored, by=None, note="Its record is gone.")


def _bytes_without_row(storage: Storage) -> None:
    before = timezone.now() - GRACE
    for path in list(_paths(storage)):
        try:
            key = uuid.UUID(hex=path.rpartition("/")[2])
        except ValueError:
            continue
        if (
            storage.get_modified_time(path) < before
            and not StoredFile.objects.filter(pk=key).exists()
        ):
            storage.delete(path)
            logger.info("Swept a private file without a row: %s", path)


def _paths(storage: Storage) -> Iterator[str]:
    try:
        folders, _files = storage.listdir("")
    except FileNotFoundError:
        return
    for folder in folders:
        for name in storage.listdir(folder)[1]:
            yield f"{folder}/{name}"
