"""The version of everything public: equal means nothing has changed.

Kept in one of two places (``PAGE_CACHE["VERSION"]``):

*file*: eight random bytes in a file all processes of one machine map into memory.
A change replaces them *before* it commits and holds a shared lock on a second file
until after; a page rendered while any such lock is held is not kept. So a page kept
under the version of today was rendered when every change up to that version had ended,
and a reader of a kept page pays for one look into memory. The lock is the kernel's: it
goes with its transaction (commit, rollback, rollback to a savepoint) or its process
(crash, ``kill -9``), whichever ends first. Should a process be killed while PostgreSQL
is at work on its COMMIT, the lock may end a moment before the change; the general bound
of a minute covers that.

*database*: a row with a random number for each change, written in its transaction; the
version is their sum. Exact for any number of machines, at one query for each page.
"""

import fcntl
import mmap
import os
import secrets
import weakref
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

SIZE = 8
KEEP_CHANGES = timedelta(hours=1)


class Version(Protocol):
    """Where the version is kept."""

    def read(self) -> Any:
        """Return the version; compare only for equality."""

    def is_settled(self) -> bool:
        """Return whether no change is under way; ask after ``read``, before rendering."""

    def touch(self) -> None:
        """Change the version, in the caller's transaction if there is one."""


def touch() -> None:
    """Say that something an anonymous visitor may see has changed.

    Call it in the transaction of the change; pages rendered before its commit are not
    served after it. Outside a transaction call it after the change.
    """
    if settings.PAGE_CACHE:
        version().touch()


def version() -> Version:
    """Return where this installation keeps its version; raises ImproperlyConfigured."""
    kind = settings.PAGE_CACHE.get("VERSION", "file")
    if kind == "file":
        return _file_version(Path(settings.VAR_DIR))
    if kind == "database":
        return DatabaseVersion()
    raise ImproperlyConfigured(f"PAGE_CACHE['VERSION'] is {kind!r}: say 'file' or 'database'.")


class FileVersion:
    """The version of one machine, in memory its processes share."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock_path = folder / "pages.lock"
        handle = os.open(folder / "pages.version", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if os.fstat(handle).st_size < SIZE:
                os.pwrite(handle, os.urandom(SIZE), 0)
            self._memory = mmap.mmap(handle, SIZE)
        finally:
            os.close(handle)
        self._probe = self._open_lock()
        self._held: weakref.WeakKeyDictionary[Any, weakref.ref[_Hold]] = weakref.WeakKeyDictionary()

    def read(self) -> bytes:
        # A read torn by a write equals neither version: a miss, never a stale page.
        return self._memory[:SIZE]

    def is_settled(self) -> bool:
        try:
            fcntl.flock(self._probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        fcntl.flock(self._probe, fcntl.LOCK_UN)
        return True

    def touch(self) -> None:
        connection = transaction.get_connection()
        if not connection.in_atomic_block:
            self._replace()
            return
        known = self._held.get(connection)
        hold = known() if known is not None else None
        if hold is None:
            hold = _Hold(self._open_lock())
            self._held[connection] = weakref.ref(hold)
            self._replace()
        # Django drops the callback with its transaction or savepoint, and the lock with it.
        transaction.on_commit(_LetGo(hold))

    def _replace(self) -> None:
        # Random rather than counted up: two writers at once need no agreement.
        self._memory[:SIZE] = os.urandom(SIZE)

    def _open_lock(self) -> int:
        return os.open(self._lock_path, os.O_RDWR | os.O_CREAT, 0o644)


class _Hold:
    """A shared lock, as long as somebody refers to it."""

    def __init__(self, handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_SH)
        weakref.finalize(self, os.close, handle)


class _LetGo:
    """A commit callback that does nothing but keep the lock until it has run."""

    def __init__(self, hold: _Hold) -> None:
        self._hold = hold

    def __call__(self) -> None:
        pass


class DatabaseVersion:
    """The version of any number of machines, as exact as the database itself."""

    def read(self) -> int:
        from django.db.models import Sum

        from cms.pagecache.models import Change

        return int(Change.objects.aggregate(sum=Sum("number"))["sum"] or 0)

    def is_settled(self) -> bool:
        return True

    def touch(self) -> None:
        from cms.pagecache.models import Change

        Change.objects.create(number=secrets.randbelow(2**48) + 1)
        if secrets.randbelow(100) == 0:
            # Removing rows changes the sum as well; that only renders pages once more.
            Change.objects.filter(at__lt=timezone.now() - KEEP_CHANGES).delete()


@cache
def _file_version(folder: Path) -> FileVersion:
    return FileVersion(folder)
