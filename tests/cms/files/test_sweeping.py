from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from cms.files import sweeping, uploads
from cms.files.models import StoredFile, private_storage
from members.models import User
from tests.cms.files import samples
from tests.cms.files.samples import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(kind, member):
    def keep(subject, *, age=timedelta(days=2)):
        row = uploads.store(upload("a.pdf", samples.PDF), kind=kind, subject=subject, by=member)
        StoredFile.objects.filter(pk=row.pk).update(uploaded_at=timezone.now() - age)
        return row

    return keep


def test_sweep_drops_files_of_records_that_have_gone(
    stored, member, django_capture_on_commit_callbacks
):
    gone = User.objects.create_user("gone@example.org", name="가")
    kept, dropped = stored(member), stored(gone)
    young = stored(gone, age=timedelta(hours=1))
    gone.delete()
    with django_capture_on_commit_callbacks(execute=True):
        sweeping.sweep()
    assert set(StoredFile.objects.all()) == {kept, young}
    assert not private_storage().exists(dropped.file.name)
    assert private_storage().exists(kept.file.name)


def test_sweep_leaves_files_of_a_plugin_that_is_not_installed(stored, member):
    row = stored(member)
    StoredFile.objects.update(subject_type="gone.record")
    sweeping.sweep()
    assert StoredFile.objects.get() == row


def test_sweep_drops_bytes_without_a_row_after_a_day(stored, member, monkeypatch):
    storage = private_storage()
    kept = stored(member)
    lost = "ab/ab00000000000000000000000000000a"
    foreign = "ab/somebody-elses.txt"
    for path in (lost, foreign):
        storage.save(path, ContentFile(b"x"))
    sweeping.sweep()
    assert storage.exists(lost)
    now = timezone.now()
    monkeypatch.setattr(
        type(storage), "get_modified_time", lambda self, path: now - timedelta(days=2)
    )
    sweeping.sweep()
    assert [storage.exists(path) for path in (lost, foreign, kept.file.name)] == [False, True, True]
    storage.delete(foreign)
