from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.audit.models import Entry
from cms.files.models import StoredFile
from events.domain.materials import add_material, remove_material, revise_material
from events.entitlements import can_read_material
from events.models import Material
from tests.events.factories import make_course
from tests.events.held import PDF, held_course, seat
from tests.members.factories import UserFactory

pytestmark = pytest.mark.django_db


def pdf(name="자료.pdf"):
    return SimpleUploadedFile(name, PDF)


def added(course, upload=None, **fields):
    values = {"title": "자료", "audience": "registered", **fields}
    return add_material(course, values, by=None, now=timezone.now(), upload=upload)


def test_a_file_is_kept_apart_and_says_what_it_is():
    material = added(make_course(), upload=pdf())
    stored = StoredFile.objects.get(pk=material.file_key)
    assert (stored.kind, stored.subject_id, stored.uploaded_by) == (
        "events.material", str(material.pk), None,
    )  # fmt: skip
    assert (material.file_name, material.file_size, material.format) == (
        "자료.pdf",
        len(PDF),
        "PDF",
    )
    entry = Entry.objects.get(action="events.material.added")
    assert (entry.after["file_name"], entry.after["audience"]) == ("자료.pdf", "registered")


def test_it_is_a_file_or_a_link():
    course = make_course()
    assert added(course, url="https://centre.example/slides").file_key is None
    for wrong in ({}, {"url": "https://centre.example/", "upload": pdf()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            added(course, **wrong)


def test_what_is_no_pdf_leaves_nothing_behind():
    with pytest.raises(ValidationError), transaction.atomic():
        added(make_course(), upload=SimpleUploadedFile("자료.pdf", b"MZ"))
    assert not Material.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_new_file_takes_the_place_of_the_old_and_a_link_of_both():
    material = added(make_course(), upload=pdf())
    old = material.file_key
    revise_material(material, {"title": "새 자료"}, by=None, upload=pdf("둘.pdf"))
    material.refresh_from_db()
    assert (material.title, material.file_name) == ("새 자료", "둘.pdf")
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [material.file_key]
    assert material.file_key != old
    revise_material(material, {"url": "https://centre.example/"}, by=None)
    assert (material.file_key, StoredFile.objects.count()) == (None, 0)


def test_removing_destroys_the_file():
    remove_material(added(make_course(), upload=pdf()), by=None)
    assert (Material.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_nobodys_own_room_is_used(staff_user, monkeypatch):
    editor = staff_user("editor")
    monkeypatch.setattr("cms.files.uploads.QUOTA", 1)
    material = add_material(
        make_course(), {"title": "자료"}, by=editor, now=timezone.now(), upload=pdf()
    )
    assert material.file_size == len(PDF)
    with StoredFile.objects.get().file.open() as kept:
        assert kept.read() == PDF


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("everyone", {"nobody", "other", "registered", "came"}),
        ("registered", {"registered", "came"}),
        ("attendees", {"came"}),
    ],
)
def test_who_may_have_it(audience, readers):
    from django.contrib.auth.models import AnonymousUser

    course = held_course()
    people = {
        "nobody": AnonymousUser(),
        "other": UserFactory(),
        "registered": seat(course).person,
        "came": seat(course, came=1).person,
    }
    material = added(course, upload=pdf(), audience=audience)
    now = timezone.now()
    assert {
        name for name, person in people.items() if can_read_material(person, material, now)
    } == readers
    material.available_from = now + timedelta(seconds=1)
    assert not any(can_read_material(person, material, now) for person in people.values())


def test_staff_of_courses_have_it_before_its_time_and_nobody_else_of_a_draft(staff_user):
    from django.contrib.auth.models import AnonymousUser

    material = added(make_course(publish=False), upload=pdf(), audience="everyone")
    assert can_read_material(staff_user("editor"), material, timezone.now())
    assert not can_read_material(AnonymousUser(), material, timezone.now())
