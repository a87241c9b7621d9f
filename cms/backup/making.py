"""Making a backup while the site runs.

1. the uploads that are there go into the archive;
2. the database is dumped as of one instant;
3. the uploads that came or changed meanwhile follow.

Whatever a row of the dump points at is then in the archive: it was there at that instant,
so either the first or the second pass met it. Only what came after the first pass and went
before the second can slip through; so the rows are asked, and a dump whose uploads are
gone is made once more. What was missing before is listed in the manifest.

The archive is written beside its name and takes it when it is whole and on the disk.
"""

import errno
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import Error
from django.utils import timezone

from cms.backup import archive, folders, manifest, recency, sealing
from cms.backup.databases import Snapshot, database
from cms.backup.manifest import Manifest
from cms.backup.refusals import BackupFailed, Unsound

ROUNDS = 3
NAMED_BY_US = re.compile(r"pumasi-\d{8}-\d{6}\.tar(\.age|\.gpg)?")
PARTIAL = ".partial"
WORK = ".work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished archive; ``size`` in bytes, ``sha256`` of the whole file."""

    path: Path
    size: int
    sha256: str
    manifest: Manifest
    dropped: tuple[str, ...] = ()


def default_folder() -> Path:
    """Return where backups go when no place is named."""
    return Path(settings.VAR_DIR) / "backups"


def make(target: Path | None = None, *, recipients: Sequence[str] = (), keep: int = 0) -> Made:
    """Write a backup to ``target``, a folder or a file that is not there yet; return what it is.

    ``recipients`` are those it is encrypted for (``sealing``). With ``keep``, only that many
    of the archives named by us stay in the folder. Raises BackupFailed; nothing is then left,
    and the failure is remembered for staff.
    """
    began = timezone.now()
    try:
        made = _make(target, recipients)
    except (OSError, Unsound, BackupFailed, Error) as error:
        said = _words(error)
        recency.remember(began, error=said)
        raise BackupFailed(said) from error
    recency.remember(began)
    return Made(
        path=made.path,
        size=made.size,
        sha256=made.sha256,
        manifest=made.manifest,
        dropped=_drop_old(made.path.parent, keep) if keep else (),
    )


def _make(target: Path | None, recipients: Sequence[str]) -> Made:
    ending = sealing.suffix(recipients)
    path = _path(target, ending)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(path.parent)
    if path.exists():
        raise BackupFailed(f"{path} is there already; nothing is overwritten.")
    with _partial(path) as (partial, file, work):
        with sealing.sealed(file, recipients) as stream:
            listed = _write(stream, work)
        file.flush()
        os.fsync(file.fileno())
        _verify(partial, listed, is_sealed=bool(recipients))
        made = Made(
            path=path, size=partial.stat().st_size, sha256=_digest(partial), manifest=listed
        )
        partial.rename(path)
        _settle(path.parent)
    return made


def _write(stream: IO[bytes], work: Path) -> Manifest:
    listed = manifest.of_this_site()
    listed.elsewhere = folders.elsewhere()
    kept, store, places = archive.Writer(stream), database(), folders.columns()
    marks: dict[str, folders.Mark] = {}
    _add_new(kept, marks)
    for _round in range(ROUNDS):
        snapshot: Snapshot = store.dump(work / store.member, places)
        _add_new(kept, marks)
        lost = folders.referred(snapshot, places) - kept.members.keys()
        if lost <= set(listed.missing):
            break
        # Gone since the last dump, or long ago: the next dump tells.
        listed.missing = sorted(lost)
    listed.missing = sorted(lost)
    listed.counts = snapshot.counts
    kept.add(store.member, work / store.member)
    kept.close(listed)
    return listed


def _add_new(kept: archive.Writer, marks: dict[str, folders.Mark]) -> None:
    """Add each upload that is not in the archive as it is now."""
    for name, root in folders.roots().items():
        for below, path, mark in folders.paths(root):
            member = f"{name}/{below}"
            if marks.get(member) != mark:
                try:
                    kept.add(member, path)
                except FileNotFoundError:
                    continue
                marks[member] = mark


def _verify(partial: Path, listed: Manifest, *, is_sealed: bool) -> None:
    """Read what was written; of a sealed archive only its key's holder can read the inside."""
    if is_sealed:
        if partial.stat().st_size < archive.sizes(listed):
            raise BackupFailed("The encrypted archive is shorter than what was put into it.")
        return
    if archive.read(partial) != listed:
        raise BackupFailed("The archive is not what was written.")


def _path(target: Path | None, ending: str) -> Path:
    name = f"pumasi-{timezone.localtime():%Y%m%d-%H%M%S}.tar{ending}"
    if target is None:
        return default_folder() / name
    return target / name if target.is_dir() else target


@contextmanager
def _partial(path: Path) -> Iterator[tuple[Path, IO[bytes], Path]]:
    """Give the file to write and a folder to work in; neither outlasts the block."""
    partial = path.with_name(f".{path.name}{PARTIAL}")
    work = path.with_name(f".{path.name}{WORK}")
    handle = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        try:
            # The lock is the kernel's and goes with the process: it tells work from leavings.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupFailed(f"Another backup is writing {path} just now.") from error
        try:
            work.mkdir(mode=0o700)
            yield partial, file, work
        finally:
            partial.unlink(missing_ok=True)
            shutil.rmtree(work, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what a backup that was killed left behind."""
    for partial in folder.glob(f".*.tar*{PARTIAL}"):
        with partial.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            partial.unlink(missing_ok=True)
            shutil.rmtree(
                partial.with_name(partial.name.removesuffix(PARTIAL) + WORK), ignore_errors=True
            )


def _drop_old(folder: Path, keep: int) -> tuple[str, ...]:
    ours = sorted(path for path in folder.iterdir() if NAMED_BY_US.fullmatch(path.name))
    old = ours[:-keep]
    for path in old:
        path.unlink()
    return tuple(path.name for path in old)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(folder: Path) -> None:
    """Have the new name on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _words(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "The disk is full."
    return str(error) or type(error).__name__
