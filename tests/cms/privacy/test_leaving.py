"""My data: all of it taken along; a person leaves, and nothing is half done."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cms.audit.models import Entry
from cms.files.models import StoredFile
from cms.jobs.queue import run_tasks
from cms.mail.models import OutboxMessage
from cms.privacy import erasing, exporting
from cms.privacy.models import DataExport, Erasure
from cms.privacy.refusals import Hindered
from members.domain import people
from members.models import Child, Community, User
from plugins.api import ErasurePlan, PersonalDataEraser
from tests.members.factories import CommunityFactory, ConsentFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db

DATA = "/my/data/"
ARCHIVE = "/my/data/archive/"
LEAVE = "/my/data/leave/"


@pytest.fixture
def person():
    user = UserFactory(name="햇살", email="sun@example.org", phone="010-1234-5678")
    ProfileFactory(user=user)
    ConsentFactory(user=user)
    Child.objects.create(parent=user, name="꼬마", birth_year=2020)
    return user


@pytest.fixture
def proven(person, sign_in):
    """A client whose person has just shown who it is."""
    client = sign_in(Client(), person, second_factor=False)
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [
        {**one, "reauthenticated": True} for one in records
    ]
    session.save()
    return client


def test_who_asks_for_data_or_erasure_proves_once_more_who_it_is(person, sign_in):
    person.set_password("correct horse battery")
    person.save()
    client = sign_in(Client(), person, second_factor=False)
    for answer in (client.post(ARCHIVE), client.get(LEAVE), client.post(LEAVE)):
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert DataExport.objects.count() == 0
    assert User.objects.get(pk=person.pk).is_active


def test_who_signs_in_by_code_alone_does_so_again(person, client):
    person.set_unusable_password()
    person.save()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(LEAVE)["Location"].startswith(reverse("account_login"))
    assert client.get("/my/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_archive_is_made_by_the_worker_told_by_mail_and_kept_a_week(person, proven):
    assert proven.post(ARCHIVE)["Location"] == DATA
    proven.post(ARCHIVE)
    assert DataExport.objects.count() == 1
    run_tasks("a worker")
    export = DataExport.objects.get()
    assert export.state == "ready"
    assert OutboxMessage.objects.get(template="cms.data_ready").to_address == "sun@example.org"
    fetch = f"{ARCHIVE}{export.pk}/"
    assert fetch in proven.get(DATA).text
    answer = proven.get(fetch)
    content = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = json.loads(archive.read("data.json"))
        page = archive.read("index.html").decode()
    assert {part["key"] for part in told["parts"]} >= {"members.data", "cms.data"}
    for word in ("햇살", "sun@example.org", "010-1234-5678", "꼬마"):
        assert word in page
        assert word in json.dumps(told, ensure_ascii=False)
    for secret in (person.password, person.calendar_token):
        assert secret not in page + json.dumps(told)
    DataExport.objects.update(expires_at=timezone.now())
    assert proven.get(fetch).status_code == 404
    assert fetch not in proven.get(DATA).text


def test_an_archive_is_for_its_person_alone(person, proven, client, sign_in):
    export = DataExport.objects.create(person=UserFactory())
    exporting.build(export, now=timezone.now())
    assert proven.get(f"{ARCHIVE}{export.pk}/").status_code == 404
    stored = StoredFile.objects.get(kind=exporting.KIND)
    assert proven.get(f"/files/{stored.pk}/").status_code == 404


def test_an_exporter_that_raises_makes_no_archive(person, monkeypatch):
    def broken(_person):
        raise RuntimeError("not now")

    export = DataExport.objects.create(person=person)
    monkeypatch.setattr(exporting, "parts_of", broken)
    from cms.privacy.tasks import build_archive

    with pytest.raises(RuntimeError, match="not now"):
        build_archive.func(str(export.pk))
    export.refresh_from_db()
    assert export.state == "failed"
    assert not StoredFile.objects.filter(kind=exporting.KIND).exists()


def test_somebody_leaves_and_nothing_of_them_is_left(person, proven):
    elsewhere = Client()
    elsewhere.force_login(person, "django.contrib.auth.backends.ModelBackend")
    EmailAddress.objects.create(user=person, email="second@example.org")
    people.save_profile(person, {"name": "햇살"}, interests=["leave"], by=person)
    page = proven.get(LEAVE).text
    assert "sun@example.org" not in page
    assert proven.post(LEAVE).status_code == 200  # the box is not ticked
    assert User.objects.get(pk=person.pk).is_active
    assert "name" in proven.post(LEAVE, {"understood": "on"}).text
    shell = User.objects.get(pk=person.pk)
    assert (shell.name, shell.phone, shell.is_active) == ("탈퇴한 회원", "", False)
    assert shell.email == f"former-{person.pk}@erased.invalid"
    assert shell.erased_at is not None
    assert not EmailAddress.objects.filter(user=person).exists()
    assert not Child.objects.exists()
    assert elsewhere.get("/my/").status_code == 302
    assert not Session.objects.exists()
    [mail] = OutboxMessage.objects.filter(to_address="sun@example.org")
    assert (mail.template, mail.to_user) == ("cms.farewell", None)
    logged = "\n".join(
        f"{entry.subject_text} {entry.before} {entry.after} {entry.note}"
        for entry in Entry.objects.all()
    )
    for word in ("햇살", "sun@example.org", "second@example.org"):
        assert word not in logged
    assert Erasure.objects.get().person_id == person.pk


def test_who_leads_others_hands_over_first(person, proven):
    community = CommunityFactory(leader=person, members=[UserFactory()])
    page = proven.get(LEAVE).text
    assert f"/my/communities/{community.pk}/" in page
    assert "understood" not in page
    proven.post(LEAVE, {"understood": "on"})
    assert User.objects.get(pk=person.pk).is_active
    with pytest.raises(Hindered):
        erasing.erase(person, by=person, now=timezone.now())


def test_a_community_of_one_goes_with_its_last_member(person):
    community = CommunityFactory(leader=person, members=[])
    erasing.erase(person, by=person, now=timezone.now())
    assert not Community.objects.get(pk=community.pk).is_active


def test_staff_lay_their_roles_down_first(staff_user):
    someone = staff_user("editor")
    with pytest.raises(Hindered):
        erasing.erase(someone, by=someone, now=timezone.now())


def test_an_eraser_that_raises_undoes_what_the_others_did(person, monkeypatch):
    def broken(_person, _now):
        raise RuntimeError("cannot")

    last = PersonalDataEraser(
        key="cms.last",
        label="",
        covers=(),
        plan=lambda person, now: ErasurePlan(),
        erase=broken,
        order=999,
    )
    real = erasing.contributions
    monkeypatch.setattr(erasing, "contributions", lambda kind: [*real(kind), last])
    with pytest.raises(RuntimeError, match="cannot"):
        erasing.erase(person, by=person, now=timezone.now())
    assert User.objects.get(pk=person.pk).name == "햇살"
    assert Child.objects.count() == 1
    assert not OutboxMessage.objects.exists()


def test_the_archive_speaks_the_persons_language(person):
    User.objects.filter(pk=person.pk).update(language="en")
    export = DataExport.objects.create(person=User.objects.get(pk=person.pk))
    with translation.override("ko"):
        exporting.build(export, now=timezone.now())
    stored = StoredFile.objects.get(kind=exporting.KIND)
    with stored.file.open("rb") as file, zipfile.ZipFile(file) as archive:
        assert "What we know of you" in archive.read("index.html").decode()


def test_an_archive_asked_for_long_ago_does_not_block_another(person):
    now = timezone.now()
    DataExport.objects.create(person=person, asked_at=now - timedelta(hours=2))
    exporting.ask(person, by=person, now=now)
    assert DataExport.objects.count() == 2
