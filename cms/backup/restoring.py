"""Putting a backup back.

Everything is read, compared and unpacked beside the site before anything of it is
touched. What stood there is kept in a folder of its own; then uploads and rows take their
places. Rows go last, in one transaction: should they not go, the uploads are put back.
"""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection
from django.utils import timezone

from cms.backup import aftermath, archive, folders, manifest
from cms.backup.databases import Database, database
from cms.backup.manifest import Manifest
from cms.backup.refusals import BackupFailed, RestoreRefused, Unsound
from cms.jobs.heartbeat import is_any_fresh
from cms.settings.environment import names_given

UNPACKED = 4
"""The room asked for, in sizes of the archive: a packed database grows."""

type Say = Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back, where the former state is kept, and which settings are not given here."""

    manifest: Manifest
    kept: Path | None
    lacking: tuple[str, ...]


def in_use() -> str | None:
    """Return what this host holds already, in words; None when it is empty."""
    held = [name for name, root in folders.roots().items() if next(folders.paths(root), None)]
    if _has_accounts():
        held.insert(0, "accounts")
    return ", ".join(held) or None


def _has_accounts() -> bool:
    table = get_user_model()._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
    return bool(get_user_model().objects.exists())


def restore(
    path: Path, *, replace: bool = False, identity: Path | None = None, say: Say = print
) -> Restored:
    """Put the archive back; ``replace`` allows it on a host that is in use.

    ``identity`` is the key file of an archive encrypted with age. Raises RestoreRefused or
    Unsound, and the site is then as it was.
    """
    _require_quiet_host(replace=replace)
    var = Path(settings.VAR_DIR)
    var.mkdir(parents=True, exist_ok=True)
    _require_room(path, var)
    staged = Path(tempfile.mkdtemp(prefix=".restoring-", dir=var))
    try:
        say("Reading and comparing every member …")
        listed = archive.read(path, identity=identity, into=staged)
        manifest.require_fitting(listed)
        store = database()
        prepared = store.prepare(staged / store.member)
        kept = _put_in_place(staged, prepared, store, say)
    except OSError as error:
        raise RestoreRefused(f"Nothing was changed: {error}") from error
    except BackupFailed as error:
        raise RestoreRefused(str(error)) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    wrong = [
        f"{name} ({listed.counts.get(name, 0)} → {count})"
        for name, count in _differing(listed.counts, store.counts())
    ]
    if wrong:
        raise Unsound(f"Rows differ from the archive's count in: {', '.join(wrong)}.")
    say("The rows are those of the archive. Finishing …")
    aftermath.finish(listed, say)
    lacking = tuple(name for name in listed.needs if name not in names_given())
    return Restored(manifest=listed, kept=kept, lacking=lacking)


def _differing(before: dict[str, int], now: dict[str, int]) -> list[tuple[str, int]]:
    return [
        (name, now.get(name, 0))
        for name in sorted({*before, *now})
        if before.get(name, 0) != now.get(name, 0)
    ]


def _require_quiet_host(*, replace: bool) -> None:
    held = in_use()
    if held and not replace:
        raise RestoreRefused(
            f"This host is in use: it holds {held}. Restore on an empty one, "
            "or say --replace to put the archive in its place."
        )
    try:
        is_working = is_any_fresh()
    except DatabaseError:
        return  # not migrated yet
    if is_working:
        raise RestoreRefused(
            "A worker is running here, or was a minute ago. Stop the services first: "
            "systemctl stop pumasi-web pumasi-worker"
        )


def _require_room(path: Path, var: Path) -> None:
    size = path.stat().st_size if path.is_file() else 0
    free = shutil.disk_usage(var).free
    if free < size * UNPACKED:
        raise RestoreRefused(
            f"There is too little disk: {free >> 20} MB are free in {var}, "
            f"{size * UNPACKED >> 20} needed."
        )


def _put_in_place(staged: Path, prepared: Path, store: Database, say: Say) -> Path | None:
    kept = None
    if in_use():
        kept = Path(settings.VAR_DIR) / f"replaced-{timezone.localtime():%Y%m%d-%H%M%S}"
        kept.mkdir(mode=0o700)
        say(f"Keeping what stands here in {kept} …")
        store.dump(kept / store.member)
    moved: list[tuple[Path, Path]] = []
    try:
        for name, root in folders.roots().items():
            root.mkdir(parents=True, exist_ok=True)
            if kept is not None:
                _move_all(root, kept / name, moved)
            _clear_empty(root)
            if (staged / name).is_dir():
                _move_all(staged / name, root, moved)
        say("Putting the rows back …")
        store.load(prepared)
    except BaseException:
        for source, target in reversed(moved):
            shutil.move(target, source)
        if kept is not None:
            shutil.rmtree(kept, ignore_errors=True)
        raise
    return kept


def _move_all(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    """Move what is in one folder into another; the folders stay, they may be mounts."""
    target.mkdir(parents=True, exist_ok=True)
    for child in sorted(source.iterdir()):
        if (target / child.name).exists():
            raise FileExistsError(f"{target / child.name} stands in the way.")
        shutil.move(child, target / child.name)
        moved.append((child, target / child.name))


def _clear_empty(root: Path) -> None:
    """Take away folders with nothing in them; raises OSError for one that holds something."""
    for folder, below, _names in root.walk(top_down=False):
        for name in below:
            (folder / name).rmdir()
