"""The archive: a plain tar, so that a site can be got out of it without this program too.

Uploads are packed already (JPEG, PDF, HWPX) and go in as they are; the database is packed
by its own dump. One pass writes it and one pass reads it, so both may go through a pipe.
"""

import hashlib
import io
import json
import os
import tarfile
from pathlib import Path, PurePosixPath
from typing import IO, Any

from cms.backup import manifest as manifests
from cms.backup.databases import Postgres, Sqlite
from cms.backup.folders import NAMES
from cms.backup.manifest import Manifest
from cms.backup.refusals import Unsound
from cms.backup.sealing import opened

DATABASES = frozenset({Sqlite.member, Postgres.member})
CHUNK = 1 << 20
LONGEST_LIST = 512 * 1024 * 1024
MODES = {"media": 0o644, "private": 0o600}


class Writer:
    """Writes members to a stream and remembers size and SHA-256 of each."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._tar = tarfile.TarFile(
            fileobj=_Outlet(stream),  # type: ignore[arg-type]  # tarfile only writes to it
            mode="w",
            format=tarfile.PAX_FORMAT,
        )
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, path: Path) -> None:
        """Add a file; of two under one name the later one counts. Raises OSError."""
        with path.open("rb") as file:
            info = tarfile.TarInfo(name)
            info.size = os.fstat(file.fileno()).st_size
            info.mtime = int(os.fstat(file.fileno()).st_mtime)
            info.mode = 0o600
            reader = _Digesting(file)
            self._tar.addfile(info, reader)  # type: ignore[arg-type]  # tarfile only reads from it
        self.members[name] = {"size": info.size, "sha256": reader.digest.hexdigest()}

    def close(self, manifest: Manifest) -> None:
        """Write the list of members and its own digest: from here on the archive is whole."""
        manifest.members = self.members
        content = manifest.as_json()
        for name, said in (
            (manifests.NAME, content),
            (manifests.SEAL, hashlib.sha256(content).hexdigest().encode()),
        ):
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(said), 0o600
            self._tar.addfile(info, io.BytesIO(said))
        self._tar.close()


class _Outlet:
    """The two things tarfile asks of what it writes to; a pipe has but one of them."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def tell(self) -> int:
        return 0

    def write(self, content: bytes) -> None:
        self._stream.write(content)


class _Digesting:
    """A file as long as it was when it was opened: one cut short meanwhile is filled up.

    It is then added once more, for its mark has changed.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        found = self._file.read(size).ljust(size, b"\0")
        self.digest.update(found)
        return found


def read(archive: Path, *, identity: Path | None = None, into: Path | None = None) -> Manifest:
    """Read an archive to its end, compare every digest, and return its manifest.

    ``into`` is an empty folder to write the members to. Raises Unsound, naming the member,
    for anything that is not as it was written; OSError when there is no room.
    """
    if not archive.is_file():
        raise Unsound(f"There is no archive {archive}.")
    with opened(archive, identity) as stream:
        found, manifest = _members(stream, into)
    for name, said in manifest.members.items():
        if name not in found:
            raise Unsound(f"{name} is in the list of the archive, but not in the archive.")
        if found[name] != said:
            raise Unsound(f"{name} is damaged: its content is not what was written.")
    for name in found:
        if name not in manifest.members:
            raise Unsound(f"{name} is not in the list of the archive.")
    return manifest


def _members(stream: IO[bytes], into: Path | None) -> tuple[dict[str, dict[str, Any]], Manifest]:
    found: dict[str, dict[str, Any]] = {}
    lists: dict[str, bytes] = {}
    last = "its beginning"
    try:
        with tarfile.open(fileobj=stream, mode="r|", bufsize=CHUNK) as tar:
            for info in tar:
                file = tar.extractfile(info) if info.isreg() else None
                if file is None or not _is_ours(info.name):
                    raise Unsound(f"{info.name!r} does not belong into a backup.")
                if info.name in {manifests.NAME, manifests.SEAL}:
                    lists[info.name] = file.read(LONGEST_LIST)
                else:
                    found[info.name] = _take(info, file, into)
                last = info.name
    except (tarfile.TarError, EOFError) as error:
        raise Unsound(f"The archive is damaged or breaks off after {last}.") from error
    content, seal = lists.get(manifests.NAME, b""), lists.get(manifests.SEAL, b"")
    if not seal:
        raise Unsound(f"The archive is not whole: it breaks off after {last}.")
    if hashlib.sha256(content).hexdigest().encode() != seal:
        raise Unsound(f"{manifests.NAME} is damaged: its content is not what was written.")
    return found, manifests.read(content)


def _take(info: tarfile.TarInfo, file: IO[bytes], into: Path | None) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    target = None
    if into is not None:
        path = into / info.name
        path.parent.mkdir(parents=True, exist_ok=True)
        target = path.open("wb")
    try:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if target is not None:
                target.write(chunk)
    finally:
        if target is not None:
            target.close()
    if into is not None:
        path.chmod(MODES.get(info.name.split("/", 1)[0], 0o600))
        os.utime(path, (info.mtime, info.mtime))
    return {"size": size, "sha256": digest.hexdigest()}


def _is_ours(name: str) -> bool:
    if name in DATABASES or name in {manifests.NAME, manifests.SEAL}:
        return True
    parts = PurePosixPath(name).parts
    return len(parts) > 1 and parts[0] in NAMES and not {"..", "/", ""} & set(parts)


def sizes(manifest: Manifest) -> int:
    """Return how many bytes the members have together."""
    return sum(member["size"] for member in manifest.members.values())


def as_text(manifest: Manifest) -> str:
    """Return the manifest for people who want to see all of it."""
    return json.dumps(json.loads(manifest.as_json()), ensure_ascii=False, indent=1)
