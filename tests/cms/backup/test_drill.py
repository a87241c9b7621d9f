"""The drill: a backup of a site at work, brought to an empty host, on either database."""

import hashlib
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from cms.audit.models import Entry
from cms.backup import archive, making, restoring
from cms.files.models import StoredFile
from cms.jobs.models import ScheduledRun
from cms.mail.models import OutboxMessage
from tests.cms.backup.conftest import restless, rows, uploads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

# What the way back itself writes: a session less, an entry more, the run of the backup.
CHANGED = ("django_session", "audit_entry", "jobs_scheduledrun", "mail_outboxmessage")


def test_a_site_at_work_comes_back_whole_on_an_empty_host(site, empty_host, tmp_path):
    Session.objects.create(session_key="k", session_data="", expire_date="2030-01-01T00:00Z")
    OutboxMessage.objects.create(template="t", to_address="a@example.org", idempotency_key="1")
    with restless() as done:
        before = len(done)
        made = making.make(tmp_path / "site.tar")
        assert len(done) > before, "nothing was written meanwhile"
    assert made.manifest.missing == []
    assert (tmp_path / "site.tar").stat().st_mode & 0o777 == 0o600
    people = set(get_user_model().objects.values_list("pk", flat=True))

    empty_host()
    out = StringIO()
    call_command("restore", tmp_path / "site.tar", stdout=out)
    assert "Start the services and look at /readyz" in out.getvalue()
    kept = list(StoredFile.objects.all())
    assert len(kept) == made.manifest.counts["files_storedfile"]
    for row in kept:
        with row.file.open("rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() == row.sha256
    assert uploads()["media/images/여름 수업.jpg"] == b"\xff\xd8 picture"
    assert set(get_user_model().objects.values_list("pk", flat=True)) == people
    # The past does nothing a second time.
    assert OutboxMessage.objects.get().status == OutboxMessage.Status.UNKNOWN
    assert not Session.objects.exists()
    assert Entry.objects.filter(action="cms.site.restored").count() == 1
    assert Client().get("/search/", {"q": "직장맘"}).status_code == 200
    assert Client().get("/").status_code == 200


def test_rows_and_uploads_are_the_very_same_and_the_former_state_is_kept(site, folder, tmp_path):
    made = making.make()
    assert made.path.parent == folder / "backups"
    before, files = rows(without=CHANGED), uploads()
    site.file.storage.delete(site.file.name)
    site.delete()
    get_user_model().objects.update(name="다른 이름")
    changed = rows(without=CHANGED)
    with pytest.raises(CommandError, match="in use: it holds accounts"):
        call_command("restore", made.path)
    assert rows(without=CHANGED) == changed != before

    done = restoring.restore(made.path, replace=True, say=lambda _words: None)
    assert rows(without=CHANGED) == before
    assert uploads() == files
    former = sorted(path.name for path in done.kept.iterdir())
    assert former == sorted([restoring.database().member, "media", "private"])


def test_a_backup_is_remembered_and_so_is_one_that_failed(site, tmp_path, monkeypatch):
    call_command("backup", tmp_path, stdout=StringIO())
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", next(tmp_path.glob("pumasi-*.tar")), stdout=StringIO())

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.Writer, "close", full)
    with pytest.raises(CommandError, match=r"No backup was made\. The disk is full"):
        call_command("backup", tmp_path / "second.tar", stdout=StringIO())
    assert [path.name for path in tmp_path.glob("*") if "second" in path.name] == []
    runs = ScheduledRun.objects.filter(job="cms.backup").order_by("due_at")
    assert [run.error == "" for run in runs] == [True, False, False]


def test_an_older_archive_is_brought_up_to_this_release(site, tmp_path):
    """The newest step of the jobs' tables changes no column, so it can be taken back by name."""
    newest = ("jobs", "0003_runs_may_be_changed")
    MigrationRecorder(connection).record_unapplied(*newest)
    made = making.make(tmp_path / "old.tar")
    assert ".".join(newest) not in made.manifest.migrations
    restoring.restore(made.path, replace=True, say=lambda _words: None)
    assert newest in MigrationRecorder(connection).applied_migrations()
