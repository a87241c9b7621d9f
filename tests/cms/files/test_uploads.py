import hashlib
import io

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from PIL import Image

from cms.audit.models import Entry
from cms.files import pictures, uploads
from cms.files.formats import FORMATS
from cms.files.kinds import accept, limits
from cms.files.models import StoredFile
from members.models import User
from tests.cms.files import samples
from tests.cms.files.samples import picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return User.objects.create_user("parent@example.org", name="햇살")


@pytest.fixture
def store(kind, person):
    def keep(name, content, **options):
        return uploads.store(upload(name, content, **options), kind=kind, subject=person, by=person)

    return keep


MANY = {f"word/{number}": b"" for number in range(5001)}
GOOD = {
    "pdf": samples.PDF,
    "hwp": samples.HWP,
    "hwpx": samples.HWPX,
    "docx": samples.DOCX,
    "xlsx": samples.XLSX,
    "pptx": samples.PPTX,
    "odt": samples.ODT,
    "txt": "회비 내역".encode(),
    "csv": "이름,금액\n햇살,1000\n".encode("cp949"),
}


@pytest.mark.parametrize("extension", GOOD)
def test_store_keeps_documents_byte_for_byte(store, person, extension):
    row = store(f"증빙.{extension}", GOOD[extension], content_type="text/html")
    row.refresh_from_db()
    with row.file.open("rb") as kept:
        assert kept.read() == GOOD[extension]
    assert (row.name, row.content_type, row.size, row.sha256) == (
        f"증빙.{extension}",
        FORMATS[extension].content_type,
        len(GOOD[extension]),
        hashlib.sha256(GOOD[extension]).hexdigest(),
    )
    assert (row.subject_type, row.subject_id) == ("members.user", str(person.pk))
    assert row.uploaded_by == person
    assert row.file.name == f"{row.pk.hex[:2]}/{row.pk.hex}"


@pytest.mark.parametrize(
    ("name", "made", "kept_name", "kept_as"),
    [
        ("a.jpg", "JPEG", "a.jpg", "JPEG"),
        ("a.jpeg", "JPEG", "a.jpeg", "JPEG"),
        ("a.png", "PNG", "a.png", "PNG"),
        ("a.webp", "WEBP", "a.webp", "WEBP"),
        ("a.gif", "GIF", "a.png", "PNG"),
        ("a.heic", "HEIF", "a.jpg", "JPEG"),
    ],
)
def test_store_writes_pictures_anew(store, name, made, kept_name, kept_as):
    pictures._learn_heif()
    row = store(name, picture(made, size=(64, 64)))
    assert row.name == kept_name
    assert row.content_type == f"image/{kept_as.lower()}"
    with row.file.open("rb") as kept, Image.open(kept) as opened:
        assert (opened.format, opened.size) == (kept_as, (64, 64))


def test_store_turns_a_picture_upright_and_drops_where_it_was_taken(store):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "CANARY-CAMERA"
    row = store("사진.jpg", picture(size=(40, 20), exif=exif))
    with row.file.open("rb") as kept:
        content = kept.read()
    assert b"CANARY" not in content
    with Image.open(io.BytesIO(content)) as opened:
        assert (opened.size, dict(opened.getexif())) == ((20, 40), {})


def test_store_keeps_transparency_of_a_drawing(store):
    row = store("a.png", picture("PNG", mode="RGBA"))
    with row.file.open("rb") as kept, Image.open(kept) as opened:
        assert opened.mode == "RGBA"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<html><script>alert(1)</script>"),
        ("cut.pdf", samples.PDF[:20]),
        ("late.pdf", b"junk" + samples.PDF),
        ("two-faced.pdf", samples.PDF + samples.archive({"evil.js": b"x"})),
        ("page.jpg", b"<html>"),
        ("other.jpg", picture("PNG")),
        ("cut.jpg", picture(size=(300, 300))[:400]),
        ("magic.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100),
        ("word.hwp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("plain.hwpx", samples.archive({"a.txt": b"a"})),
        ("sheet.docx", samples.XLSX),
        ("cut.docx", samples.DOCX[:-30]),
        ("prefixed.docx", b"#!/bin/sh\n" + samples.DOCX),
        ("macro.docx", samples.archive({"word/document.xml": b"", "word/vbaProject.bin": b"x"})),
        ("many.docx", samples.archive({"word/document.xml": b"", **MANY})),
        ("null.txt", b"a\x00b"),
        ("bytes.txt", bytes(range(256))),
    ],
)  # fmt: skip
def test_store_refuses_content_that_is_not_what_the_name_says(store, name, content):
    with pytest.raises(ValidationError) as refusal:
        store(name, content)
    assert refusal.value.code == "content"
    assert name in refusal.value.message
    assert not StoredFile.objects.exists()


def test_store_refuses_archives_that_unpack_to_far_more(store):
    bomb = samples.archive({"word/document.xml": b"", "word/media/a": bytes(301 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    with pytest.raises(ValidationError, match=r"unpacks|압축"):
        store("bomb.docx", bomb)


def test_store_refuses_pictures_with_too_many_pixels_without_unpacking_them(store, monkeypatch):
    bomb = picture("PNG", size=(9000, 9000), mode="1")
    assert len(bomb) < 100_000
    monkeypatch.setattr(Image.Image, "convert", lambda *args: pytest.fail("was unpacked"))
    with pytest.raises(ValidationError) as refusal:
        store("bomb.png", bomb)
    assert refusal.value.code == "content"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("run.exe", b"MZ", "extension"),
        ("page.svg", b"<svg/>", "extension"),
        ("receipt.pdf.exe", samples.PDF, "extension"),
        ("no-extension", samples.PDF, "extension"),
        ("empty.pdf", b"", "empty"),
        ("long.pdf", samples.PDF.ljust(1024 * 1024 + 1), "too_large"),
    ],
)
def test_store_refuses_by_name_and_size(store, name, content, code):
    with pytest.raises(ValidationError) as refusal:
        store(name, content)
    assert refusal.value.code == code


def test_store_speaks_the_language_of_the_reader(store):
    with override("en"), pytest.raises(ValidationError) as refusal:
        store("empty.pdf", b"")
    assert refusal.value.messages == ["“empty.pdf” is empty."]


def test_store_writes_what_was_kept_into_the_audit_log(store, person):
    row = store("증빙.pdf", samples.PDF)
    entry = Entry.objects.get(action="files.file.stored")
    assert (entry.by, entry.subject_id, entry.after) == (
        person,
        str(row.pk),
        {"kind": "members.proof", "size": row.size, "sha256": row.sha256},
    )


def test_store_needs_a_saved_subject(kind, person):
    with pytest.raises(ValueError, match="saved"):
        uploads.store(upload("a.pdf", samples.PDF), kind=kind, subject=User(), by=person)


def test_delete_drops_row_and_bytes_once_committed(
    store, person, django_capture_on_commit_callbacks
):
    row = store("증빙.pdf", samples.PDF)
    storage, path = row.file.storage, row.file.name
    with django_capture_on_commit_callbacks(execute=True):
        uploads.delete(row, by=person)
        assert storage.exists(path)
    assert not storage.exists(path)
    assert not StoredFile.objects.exists()
    assert Entry.objects.filter(action="files.file.deleted", by=person).count() == 1


def test_files_of_lists_only_that_record_in_order(store, person, kind):
    first, second = store("1.pdf", samples.PDF), store("2.pdf", samples.PDF)
    other = User.objects.create_user("other@example.org", name="다른")
    uploads.store(upload("3.pdf", samples.PDF), kind=kind, subject=other, by=other)
    assert list(uploads.files_of(person)) == [first, second]
    assert list(uploads.files_of(person, kind="members.other")) == []


def test_kind_tells_a_form_what_it_takes(contribute):
    from plugins.api import PrivateFileKind

    contribute(
        PrivateFileKind(
            key="members.small",
            label="s",
            extensions=("pdf", "jpg", "jpeg"),
            max_bytes=512 * 1024,
            may_read=lambda user, stored: False,
        )
    )
    assert accept("members.small") == ".pdf,.jpg,.jpeg"
    with override("en"):
        assert limits("members.small") == "PDF, JPG · up to 0.5 MB"


def test_the_audit_log_does_not_repeat_a_files_name(kind, person):
    uploads.store(upload("김씨 진단서.pdf", samples.PDF), kind=kind, subject=person, by=person)
    entry = Entry.objects.get(action="files.file.stored")
    assert entry.subject_text == f"{kind} {entry.subject_id[:8]}"


def test_one_person_keeps_no_more_than_the_quota(kind, person, monkeypatch):
    monkeypatch.setattr(uploads, "QUOTA", 2 * len(samples.PDF))

    def keep(by):
        return uploads.store(upload("a.pdf", samples.PDF), kind=kind, subject=person, by=by)

    first = keep(person)
    keep(person)
    with pytest.raises(ValidationError, match="더 담을 수 없습니다") as refusal:
        keep(person)
    assert (refusal.value.code, StoredFile.objects.count()) == ("quota", 2)
    keep(User.objects.create_user("another@example.org", name="다른 이"))
    uploads.delete(first, by=person)
    keep(person)
