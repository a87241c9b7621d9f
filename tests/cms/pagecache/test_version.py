"""The version changes before a change commits, and nothing is kept until it has ended."""

import gc
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from cms.pagecache.models import Change
from cms.pagecache.version import FileVersion, touch, version


def undone_change():
    """Touch in a transaction, or savepoint, that is rolled back."""
    with transaction.atomic():
        touch()
        transaction.set_rollback(True)


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture
def file_version(kept):
    return version()


@pytest.mark.django_db(transaction=True)
def test_touch_changes_the_version_before_the_commit_and_settles_after(file_version):
    before = file_version.read()
    assert file_version.is_settled()
    with transaction.atomic():
        touch()
        assert file_version.read() != before
        assert not file_version.is_settled()
    assert file_version.is_settled()
    assert file_version.read() != before


@pytest.mark.django_db(transaction=True)
def test_touch_settles_after_a_rollback(file_version):
    undone_change()
    assert file_version.is_settled()


@pytest.mark.django_db(transaction=True)
def test_touch_stays_unsettled_when_only_an_inner_savepoint_is_undone(file_version):
    with transaction.atomic():
        undone_change()
        assert file_version.is_settled()
        with transaction.atomic():
            touch()
        undone_change()
        assert not file_version.is_settled()
    assert file_version.is_settled()


@pytest.mark.django_db(transaction=True)
def test_touch_many_times_holds_one_lock(file_version):
    with transaction.atomic():
        touch()
        gc.collect()  # files of earlier tests, let go in between, would be counted
        few = open_files()
        for _ in range(500):
            with transaction.atomic():
                touch()
        assert open_files() == few
    assert file_version.is_settled()


@pytest.mark.django_db(transaction=True)
def test_touch_outside_a_transaction_is_settled_at_once(file_version):
    before = file_version.read()
    touch()
    assert file_version.read() != before
    assert file_version.is_settled()


def test_version_is_shared_by_processes_and_a_killed_one_lets_go(tmp_path):
    ours = FileVersion(tmp_path)
    before = ours.read()
    program = f"""
        import fcntl, os, sys
        from pathlib import Path
        from cms.pagecache.version import FileVersion, _Hold
        theirs = FileVersion(Path({str(tmp_path)!r}))
        hold = _Hold(theirs._open_lock())
        theirs._replace()
        print(theirs.read().hex(), flush=True)
        sys.stdin.read()
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "."},
    )
    try:
        seen = child.stdout.readline().strip()
        assert ours.read().hex() == seen != before.hex()
        assert not ours.is_settled()
    finally:
        child.kill()
        child.communicate()
    assert ours.is_settled()
    assert ours.read().hex() == seen


@pytest.mark.django_db(transaction=True)
def test_database_version_changes_with_the_commit_and_only_with_it(kept):
    kept["VERSION"] = "database"
    before = version().read()
    undone_change()
    assert version().read() == before
    touch()
    assert version().read() != before
    assert Change.objects.count() == 1


def test_version_elsewhere_is_refused(kept):
    kept["VERSION"] = "moon"
    with pytest.raises(ImproperlyConfigured, match="moon"):
        version()


def test_touch_does_nothing_where_nothing_is_kept(settings, db, django_assert_num_queries):
    settings.PAGE_CACHE = None
    with django_assert_num_queries(0):
        touch()
