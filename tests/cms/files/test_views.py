import pytest
from django.urls import reverse

from cms.audit.models import Entry
from cms.files import uploads
from cms.files.models import StoredFile
from members.models import User
from tests.cms.files import samples
from tests.cms.files.samples import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender():
    return User.objects.create_user("sender@example.org", name="보낸이")


@pytest.fixture
def stored(kind, sender):
    return uploads.store(
        upload("회의 영수증.pdf", samples.PDF), kind=kind, subject=sender, by=sender
    )


def address(stored):
    return reverse("files:download", args=[stored.pk])


def test_staff_show_their_second_factor_before_somebody_elses_file(
    staff_user, sign_in, client, stored, monkeypatch
):
    monkeypatch.setattr("cms.files.views.may_read", lambda user, file: True)
    reader = staff_user("coordinator")
    client = sign_in(client, reader, second_factor=False)
    asked = client.get(address(stored))
    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
    assert not Entry.objects.filter(action="files.file.read").exists()
    assert sign_in(client, reader).get(address(stored)).getvalue() == samples.PDF


def test_download_sends_the_file_shut_in(client, sender, stored):
    client.force_login(sender)
    response = client.get(address(stored))
    assert response.status_code == 200
    assert response.getvalue() == samples.PDF
    assert {name: response[name] for name in (
        "Content-Type", "Content-Length", "Content-Disposition", "X-Content-Type-Options",
        "Cache-Control", "Content-Security-Policy", "Cross-Origin-Resource-Policy",
    )} == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(samples.PDF)),
        "Content-Disposition": "attachment; filename*=utf-8''"
        "%ED%9A%8C%EC%9D%98%20%EC%98%81%EC%88%98%EC%A6%9D.pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
    }  # fmt: skip
    assert not Entry.objects.filter(action="files.file.read").exists()


def test_download_asks_the_visitor_to_sign_in(client, stored):
    response = client.get(address(stored))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_download_is_not_found_for_another_member(client, stored):
    client.force_login(User.objects.create_user("other@example.org", name="다른"))
    assert client.get(address(stored)).status_code == 404


def test_download_by_someone_else_who_may_is_logged(client, stored, contribute):
    from plugins.api import PrivateFileKind

    contribute(
        PrivateFileKind(
            key="members.open",
            label="o",
            extensions=("pdf",),
            max_bytes=1,
            may_read=lambda user, stored: True,
        )
    )
    StoredFile.objects.update(kind="members.open")
    reader = User.objects.create_user("staff@example.org", name="담당")
    client.force_login(reader)
    response = client.get(address(stored))
    assert response.getvalue() == samples.PDF
    assert response.status_code == 200
    entry = Entry.objects.get(action="files.file.read")
    assert (entry.by, entry.subject_id) == (reader, str(stored.pk))


def test_download_is_not_found_when_the_kind_has_gone(client, sender, stored):
    StoredFile.objects.update(kind="gone.proof")
    client.force_login(sender)
    assert client.get(address(stored)).status_code == 404


def test_download_is_not_found_when_the_rule_fails(client, sender, stored, contribute, settings):
    from plugins.api import PrivateFileKind

    settings.PLUGINS_RAISE = False
    contribute(
        PrivateFileKind(
            key="members.broken",
            label="b",
            extensions=("pdf",),
            max_bytes=1,
            may_read=lambda user, stored: 1 / 0,
        )
    )
    StoredFile.objects.update(kind="members.broken")
    client.force_login(sender)
    assert client.get(address(stored)).status_code == 404


def test_download_is_not_found_when_the_bytes_are_missing(client, sender, stored):
    stored.file.storage.delete(stored.file.name)
    client.force_login(sender)
    assert client.get(address(stored)).status_code == 404


def test_download_refuses_to_be_posted_to(client, sender, stored):
    client.force_login(sender)
    assert client.post(address(stored)).status_code == 405


def test_kinds_with_an_unchecked_format_are_reported(contribute):
    from cms.files.checks import kinds_use_known_formats
    from plugins.api import PrivateFileKind

    contribute(
        PrivateFileKind(
            key="members.wild",
            label="w",
            extensions=("exe",),
            max_bytes=1,
            may_read=lambda user, stored: False,
        )
    )
    assert [error.id for error in kinds_use_known_formats()] == ["files.E001"]
