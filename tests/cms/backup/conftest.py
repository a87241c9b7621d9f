"""A small site with rows and uploads, its copy, and an empty host to bring it to."""

import hashlib
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import connection, connections

from cms.admin.roles import sync_roles
from cms.backup.databases import _EMPTY, database
from cms.backup.folders import paths, roots
from cms.files.models import StoredFile


@pytest.fixture
def folder(tmp_path, settings, monkeypatch):
    """Fresh folders for uploads and for what the host keeps."""
    settings.VAR_DIR = tmp_path / "var"
    for name, alias in (("media", "default"), ("private", "private")):
        storage = storages[alias]
        monkeypatch.setattr(storage, "_location", str(tmp_path / "var" / name))
        storage.__dict__.pop("base_location", None)
        storage.__dict__.pop("location", None)
    yield tmp_path / "var"
    for alias in ("default", "private"):
        storages[alias].__dict__.pop("base_location", None)
        storages[alias].__dict__.pop("location", None)


def keep(content, **fields):
    """Keep a private file as uploads are kept: the bytes, then the row."""
    row = StoredFile(
        kind="tests.file",
        subject_type="tests.thing",
        subject_id="1",
        name="영수증.pdf",
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        **fields,
    )
    row.file.save("x", ContentFile(content), save=False)
    row.save(force_insert=True)
    return row


@pytest.fixture
def site(transactional_db, folder, home):
    """A home page, people, a private file and a public picture."""
    from tests.members.factories import CommunityFactory

    sync_roles()
    CommunityFactory()
    default_storage.save("images/여름 수업.jpg", ContentFile(b"\xff\xd8 picture"))
    return keep(b"%PDF-1.7 receipt %%EOF")


def uploads():
    """Return every upload's bytes by its name."""
    return {
        f"{name}/{below}": path.read_bytes()
        for name, root in roots().items()
        for below, path, _mark in paths(root)
    }


def rows(*, without=()):
    """Return every row of every table, the index of the search left out."""
    found = {}
    names = [name for name in database().counts() if not name.startswith("search_")]
    with connection.cursor() as cursor:
        for name in names:
            if name not in without:
                cursor.execute(f'SELECT * FROM "{name}"')
                found[name] = sorted(map(repr, cursor.fetchall()))
    return found


@pytest.fixture
def empty_host(tmp_path, monkeypatch):
    """Return a function that leaves a host without tables, rows or files."""

    def leave():
        for root in roots().values():
            for _name, path, _mark in list(paths(root)):
                path.unlink()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(_EMPTY)
        else:
            connection.close()
            monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "new.sqlite3"))

    yield leave
    connection.close()


@contextmanager
def restless():
    """Keep and drop private files over another connection meanwhile; give how often so far."""
    stop, done = threading.Event(), []

    def work():
        kept = []
        while not stop.is_set():
            kept.append(keep(f"file {len(done)}".encode() * 50))
            if len(done) % 3 == 2:
                row = kept.pop(0)
                path = row.file.name
                row.delete()
                storages["private"].delete(path)
            done.append(True)
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        while len(done) < 5 and thread.is_alive():
            stop.wait(0.01)
        yield done
    finally:
        stop.set()
        thread.join(30)


def flip(path: Path, needle: bytes, *, at: int = 0) -> None:
    """Change one byte of a file, where the needle stands."""
    content = bytearray(path.read_bytes())
    place = content.index(needle) + at
    content[place] ^= 1
    path.write_bytes(content)
