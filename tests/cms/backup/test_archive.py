"""An archive that is not exactly what was written is refused, and the member named."""

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cms.backup import aftermath, archive, folders, making, manifest, recency, restoring, sealing
from cms.backup.databases import Snapshot, database
from cms.backup.refusals import BackupFailed, RestoreRefused, Unsound
from tests.cms.backup.conftest import flip, keep, rows, uploads

pytestmark = pytest.mark.django_db(transaction=True)

RECEIPT = b"%PDF-1.7 receipt"


@pytest.fixture
def made(site, tmp_path):
    return making.make(tmp_path / "site.tar").path


def test_a_sound_archive_is_said_to_be_so(made):
    out = StringIO()
    call_command("backup", verify=made, stdout=out)
    assert out.getvalue().startswith(f"Sound: release {manifest.version()}, made 20")


def test_one_changed_byte_is_found_and_its_member_named_before_anything_is_touched(made, site):
    flip(made, RECEIPT, at=4)
    before = uploads(), database().counts()
    with pytest.raises(CommandError, match=rf"private/{site.file.name} is damaged"):
        call_command("backup", verify=made)
    with pytest.raises(CommandError, match=rf"Not restored\. private/{site.file.name} is damaged"):
        call_command("restore", made, replace=True, no_input=True, stdout=StringIO())
    assert (uploads(), database().counts()) == before
    assert not list(made.parent.glob("var/.restoring-*"))


@pytest.mark.parametrize(
    ("needle", "message"),
    [
        (b'"counts"', "manifest.json is damaged"),
        (b"manifest.sha256", "not whole: it breaks off after manifest.json|does not belong"),
        (b"private/", "does not belong|breaks off after media/"),
    ],
)
def test_a_changed_list_or_name_is_found_too(made, needle, message):
    flip(made, needle, at=2)
    with pytest.raises(Unsound, match=message):
        archive.read(made)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.99])
def test_a_part_of_an_archive_is_never_taken_for_whole(made, tmp_path, share):
    size = made.read_bytes().index(b"manifest.sha256")
    part = tmp_path / "part.tar"
    part.write_bytes(made.read_bytes()[: int(size * share)])
    with pytest.raises(Unsound, match=r"breaks off|no backup archive"):
        archive.read(part)


def test_what_is_no_archive_is_told_apart(tmp_path, site):
    (tmp_path / "a.tar").write_bytes(b"hello" * 500)
    with pytest.raises(Unsound, match=r"a\.tar is no backup archive"):
        archive.read(tmp_path / "a.tar")
    with pytest.raises(CommandError, match="There is no archive"):
        call_command("restore", tmp_path / "none.tar", replace=True, no_input=True)


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "private/../../evil", "var/x", "media"])
def test_a_member_that_leads_elsewhere_is_refused(tmp_path, name):
    (tmp_path / "file").write_bytes(b"x")
    with (tmp_path / "bad.tar").open("wb") as file:
        writer = archive.Writer(file)
        writer.add(name, tmp_path / "file")
        writer.close(manifest.of_this_site())
    with pytest.raises(Unsound, match="does not belong into a backup"):
        archive.read(tmp_path / "bad.tar", into=tmp_path / "into")


def listed(**changes):
    found = manifest.of_this_site()
    for name, value in changes.items():
        setattr(found, name, value)
    return found


def test_an_archive_of_a_newer_release_another_kind_or_more_plugins_does_not_fit(db):
    manifest.require_fitting(listed())
    newest = [*listed().migrations, "members.9999_later"]
    with pytest.raises(RestoreRefused, match=r"newer than this code .*members\.9999_later"):
        manifest.require_fitting(listed(migrations=newest))
    # What a plug-in removed long ago left in the list says nothing of the release.
    manifest.require_fitting(listed(migrations=[*listed().migrations, "gone.0001_initial"]))
    with pytest.raises(RestoreRefused, match="not installed here: centre_lendings"):
        manifest.require_fitting(listed(plugins=["members", "centre_lendings"]))
    other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    with pytest.raises(RestoreRefused, match=f"is of a {other} database"):
        manifest.require_fitting(listed(vendor=other))


def test_the_needed_settings_are_named_and_their_values_are_not(made, monkeypatch):
    from cms.settings.environment import text

    monkeypatch.setenv("PUMASI_SMTP_PASSWORD", "canary-value")
    text("PUMASI_SMTP_PASSWORD", "")
    second = making.make(made.with_name("second.tar"))
    assert "PUMASI_SMTP_PASSWORD" in second.manifest.needs
    assert b"canary-value" not in archive.as_text(second.manifest).encode()


def test_uploads_gone_between_the_passes_make_a_new_dump(site, tmp_path, monkeypatch):
    """A file that came after the first pass and went before the second."""
    dump, gone = type(database()).dump, []

    def dump_then_lose(self, path, columns):
        if gone:
            return dump(self, path, columns)
        row = keep(b"here for a moment")
        taken: Snapshot = dump(self, path, columns)
        gone.append(f"private/{row.file.name}")
        row.delete()
        row.file.storage.delete(row.file.name)
        return taken

    monkeypatch.setattr(type(database()), "dump", dump_then_lose)
    made = making.make(tmp_path / "site.tar").manifest
    assert (made.missing, made.counts["files_storedfile"]) == ([], 1)
    assert gone[0] not in made.members
    # One that was gone long before is told of.
    site.file.storage.delete(site.file.name)
    again = making.make(tmp_path / "again.tar").manifest
    assert again.missing == [f"private/{site.file.name}"]


def test_a_file_that_grows_while_it_is_read_is_taken_as_it_was_in_the_end(site, monkeypatch):
    path = folders.roots()["private"] / site.file.name
    add, late = archive.Writer.add, []

    def add_then_write(self, name, source):
        add(self, name, source)
        if source == path and not late:
            late.append(True)
            path.write_bytes(b"the whole of it")

    monkeypatch.setattr(archive.Writer, "add", add_then_write)
    made = making.make()
    assert made.manifest.members[f"private/{site.file.name}"]["size"] == len(b"the whole of it")


def test_what_a_killed_backup_left_is_swept_and_old_archives_go(site, tmp_path):
    (tmp_path / ".pumasi-1.tar.partial").write_bytes(b"half")
    (tmp_path / ".pumasi-1.tar.work").mkdir()
    for day in (1, 2, 3):
        (tmp_path / f"pumasi-2026010{day}-040000.tar").touch()
    (tmp_path / "pumasi-notes.tar").touch()
    made = making.make(tmp_path, keep=2)
    assert made.dropped == ("pumasi-20260101-040000.tar", "pumasi-20260102-040000.tar")
    left = {path.name for path in tmp_path.iterdir()} - {"var"}
    assert left == {"pumasi-20260103-040000.tar", "pumasi-notes.tar", made.path.name}


def test_a_running_worker_and_a_full_disk_refuse(made, monkeypatch):
    from cms.jobs import heartbeat

    heartbeat.beat("w:1")
    with pytest.raises(RestoreRefused, match="A worker is running here"):
        restoring.restore(made, replace=True)
    heartbeat.fall_silent("w:1")
    usage = shutil.disk_usage(made)._replace(free=1)
    monkeypatch.setattr(restoring.shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(RestoreRefused, match="too little disk: 0 MB are free"):
        restoring.restore(made, replace=True)


def test_rows_that_do_not_go_back_leave_the_site_as_it_was(made, site, monkeypatch):
    site.file.storage.delete(site.file.name)
    before = uploads(), rows()

    def fail(*_args):
        raise RestoreRefused("the database said no")

    monkeypatch.setattr(type(database()), "load", fail)
    with pytest.raises(RestoreRefused, match="said no"):
        restoring.restore(made, replace=True, say=lambda _words: None)
    assert (uploads(), rows()) == before
    assert not list((made.parent / "var").glob("replaced-*"))


def test_the_question_before_replacing_wants_the_word(made, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _question: "yes")
    with pytest.raises(CommandError, match=r"Nothing was changed\."):
        call_command("restore", made, replace=True, stdout=StringIO())


def test_staff_hear_when_no_backup_was_made_for_long(db, settings):
    from datetime import timedelta

    from django.utils import timezone

    assert recency.trouble() == "No backup has been made yet."
    recency.remember(timezone.now())
    assert recency.trouble() is None
    later = timezone.now() + timedelta(days=5)
    assert recency.trouble(later) == "The last backup is 5 days old."
    recency.remember(later, error="The disk is full.")
    assert recency.trouble(later) is not None
    settings.BACKUP_DAYS = 0
    assert recency.trouble(later) is None


# --- Encryption ----------------------------------------------------------------------


STAND_IN = """#!/bin/sh
# In place of the real program.
case "$1" in
--recipient) [ "$2" = age1good ] || { echo "bad recipient" >&2; exit 1; }
             printf 'age-encryption.org/v1\\n'; base64 ;;
--decrypt) [ -r "$3" ] || { echo "no identity" >&2; exit 1; }; tail -n +2 | base64 -d ;;
esac
"""


@pytest.fixture
def age(tmp_path, monkeypatch):
    program = tmp_path / "bin" / "age"
    program.parent.mkdir()
    program.write_text(STAND_IN)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    return tmp_path / "key"


def test_a_sealed_archive_opens_with_its_key_only(site, age, tmp_path):
    made = making.make(tmp_path / "site.tar.age", recipients=["age1good"])
    assert RECEIPT not in made.path.read_bytes()
    with pytest.raises(Unsound, match="give the key file by --identity"):
        archive.read(made.path)
    with pytest.raises(Unsound, match="age cannot open it: no identity"):
        archive.read(made.path, identity=age)
    age.write_text("key")
    assert archive.read(made.path, identity=age) == made.manifest
    with pytest.raises(BackupFailed, match="age failed: bad recipient"):
        making.make(tmp_path / "other.tar.age", recipients=["age1other"])
    assert not list(tmp_path.glob("*other*"))


def test_gnupg_seals_for_a_key_of_its_ring(site, tmp_path, monkeypatch):
    import subprocess
    import tempfile

    if shutil.which("gpg") is None:
        pytest.skip("gpg is not installed")
    # A short path: the agent's socket lies in it.
    with tempfile.TemporaryDirectory(prefix="gpg-") as home:
        monkeypatch.setenv("GNUPGHOME", home)
        subprocess.run(
            ["gpg", "--batch", "--quiet", "--passphrase", "", "--quick-generate-key",
             "centre@pumasi.example", "future-default"],
            check=True, capture_output=True,
        )  # fmt: skip
        made = making.make(tmp_path / "site.tar.gpg", recipients=["centre@pumasi.example"])
        assert RECEIPT not in made.path.read_bytes()
        assert archive.read(made.path) == made.manifest
        flip(made.path, made.path.read_bytes()[5000:5016])
        with pytest.raises(Unsound, match="gpg cannot open it"):
            archive.read(made.path)
        with pytest.raises(BackupFailed, match="gpg failed"):
            making.make(tmp_path / "other.tar.gpg", recipients=["nobody@pumasi.example"])
        subprocess.run(["gpgconf", "--kill", "all"], check=False)


def test_a_missing_program_and_two_kinds_of_recipients_are_told(monkeypatch):
    with pytest.raises(BackupFailed, match="age or of GnuPG, not of both"):
        sealing.suffix(["age1abc", "centre@pumasi.example"])
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(BackupFailed, match="age is not installed here"):
        sealing.suffix(["age1abc"])


def test_mail_that_waits_or_was_being_sent_is_held(db):
    from cms.mail.models import OutboxMessage

    for status in OutboxMessage.Status:
        OutboxMessage.objects.create(
            template="t", to_address="a@example.org", idempotency_key=status, status=status
        )
    assert aftermath.hold_mail() == 2
    found = dict(OutboxMessage.objects.values_list("idempotency_key", "status"))
    assert found == {
        "pending": "unknown", "claimed": "unknown", "sent": "sent", "failed": "failed",
        "unknown": "unknown",
    }  # fmt: skip
