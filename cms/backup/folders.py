"""The uploads: which folders there are, what is in them, and which rows point at what.

Uploads are written before their row and deleted after it, and never change under one
name. So whatever a row of the snapshot points at stood in its folder at that instant.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages
from django.db.models import FileField

from cms.backup.databases import Column, Snapshot
from cms.relocation import tables

NAMES = {"media": "default", "private": "private"}
"""The folder's name in the archive, and its storage in STORAGES."""

type Mark = tuple[int, int, int]
"""Size, time of change and inode: equal means the same bytes."""


def roots() -> dict[str, Path]:
    """Return the folders of uploads by name; one kept elsewhere (S3) is not among them."""
    found = {}
    for name, alias in NAMES.items():
        storage = storages[alias]
        if isinstance(storage, FileSystemStorage):
            found[name] = Path(storage.location)
    return found


def elsewhere() -> list[str]:
    """Return the names of the folders that are not on this machine's disk."""
    return [name for name in NAMES if name not in roots()]


def paths(root: Path) -> Iterator[tuple[str, Path, Mark]]:
    """Yield ``(name below root, path, mark)`` of each plain file, in order of names."""
    for folder, below, names in os.walk(root):
        below.sort()
        for name in sorted(names):
            path = Path(folder) / name
            try:
                found = path.lstat()
            except FileNotFoundError:
                continue
            if stat.S_ISREG(found.st_mode):
                mark = (found.st_size, found.st_mtime_ns, found.st_ino)
                yield path.relative_to(root).as_posix(), path, mark


def columns() -> dict[Column, str]:
    """Return ``{(table, column): folder}`` of every field that holds the name of an upload."""
    places = {str(root): name for name, root in roots().items()}
    return {
        (model._meta.db_table, field.column): places[str(getattr(field.storage, "location", ""))]
        for model in tables()
        for field in model._meta.local_concrete_fields
        if isinstance(field, FileField) and str(getattr(field.storage, "location", "")) in places
    }


def referred(snapshot: Snapshot, places: dict[Column, str]) -> set[str]:
    """Return the members the rows of the snapshot point at: ``{"private/ab/ab…"}``."""
    return {
        f"{places[column]}/{name}" for column, found in snapshot.names.items() for name in found
    }
