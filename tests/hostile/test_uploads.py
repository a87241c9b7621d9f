"""Every door for files: bytes of any kind are taken or refused with a word, never an error.

What is taken is what its name says, and of a picture nothing is left but the picture.
"""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from cms.files import uploads
from plugins.api import PrivateFileKind
from tests.cms.files import samples
from tests.hostile.values import steady

pytestmark = [pytest.mark.hostile, pytest.mark.django_db]

CANARY = b"CANARY-7HK2QD"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/>%s</svg>'


def photograph(kind: str) -> bytes:
    """Return a picture that tells where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return samples.picture(kind, size=(64, 64), exif=exif)


GOOD = {
    "pdf": samples.PDF,
    "hwp": samples.HWP,
    "hwpx": samples.HWPX,
    "docx": samples.DOCX,
    "xlsx": samples.XLSX,
    "odt": samples.ODT,
    "zip": samples.archive({"a.txt": b"a"}),
    "txt": "회비 내역".encode(),
    "csv": "이름,금액\n".encode("cp949"),
    "jpg": photograph("JPEG"),
    "png": photograph("PNG"),
    "webp": photograph("WEBP"),
    "gif": samples.picture("GIF"),
    "svg": SVG % b"",
}
OTHER_FACES = [b"<html><script>alert(1)</script>", b"PK\x05\x06" + bytes(18), b"MZ", samples.PDF]


@st.composite
def hostile_bytes(draw) -> bytes:
    """Sound content, broken, cut short, or with a second face; or no sense at all."""
    content = bytearray(draw(st.sampled_from(sorted(GOOD.values()))))
    for _change in range(draw(st.integers(0, 4))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    face = draw(st.sampled_from(OTHER_FACES))
    return draw(
        st.sampled_from(
            [
                bytes(content),
                bytes(content[: draw(st.integers(0, len(content)))]),
                bytes(content) + face,
                face + bytes(content),
                draw(st.binary(max_size=200)),
            ]
        )
    )


@pytest.fixture(scope="module")
def kind():
    """A kind of private upload that takes all there is."""
    from plugins.registry import registry

    taken = tuple(extension for extension in GOOD if extension != "svg")
    found = PrivateFileKind(
        key="members.hostile",
        label="x",
        extensions=taken,
        max_bytes=10**6,
        may_read=lambda *_: False,
    )
    registry().by_key[found.key] = ("members", found)
    yield found.key
    registry().by_key.pop(found.key)


def document_form(name: str, content: bytes):
    return _form(get_document_form(get_document_model()), get_document_model(), name, content)


def image_form(name: str, content: bytes):
    return _form(get_image_form(get_image_model()), get_image_model(), name, content)


def _form(form, model, name: str, content: bytes):
    root = Collection.get_first_root_node()
    return form(
        {"title": "제목", "collection": root.pk, "tags": ""},
        {"file": SimpleUploadedFile(name, content, "text/html")},
        instance=model(collection=root),
    )


@steady
@given(extension=st.sampled_from(sorted(GOOD)), content=hostile_bytes())
def test_every_door_takes_or_refuses_with_a_word(kind, extension, content):
    name = f"x.{extension}"
    code, found = "", None
    try:
        found = uploads.inspect(SimpleUploadedFile(name, content), kind=kind)
    except ValidationError as refusal:
        code = refusal.code
    assert found or code in {"content", "empty", "extension"}
    if found and found.content_type.startswith("image/"):
        assert CANARY not in found.content.read()
    for form in (document_form(name, content), image_form(name, content)):
        assert form.is_valid() or form.errors["file"]


@pytest.mark.parametrize("extension", ["jpg", "png", "webp"])
def test_the_original_of_a_photograph_says_nothing_of_place_and_telephone(extension):
    assert CANARY in GOOD[extension]
    form = image_form(f"여름.{extension}", GOOD[extension] + CANARY)
    assert form.is_valid(), form.errors
    kept = form.cleaned_data["file"].read()
    assert CANARY not in kept
    with Image.open(io.BytesIO(kept)) as opened:
        assert (opened.size, dict(opened.getexif())) == ((64, 64), {})


@pytest.mark.parametrize(
    "extension", sorted(set(GOOD) - {"csv", "svg", "jpg", "png", "webp", "gif"})
)
def test_a_document_is_what_its_name_says(extension):
    sound = document_form(f"a.{extension}", GOOD[extension])
    assert sound.is_valid(), sound.errors
    false = document_form(f"a.{extension}", b"<html>\x00<script>alert(1)</script>")
    assert false.errors.as_data()["file"][0].code == "content"


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b'<g onload="alert(1)"/>',
        b'<a href="javascript:alert(1)"><path d=""/></a>',
        b'<use href="https://evil.example/a.svg#b"/>',
        b'<image href="https://evil.example/a.png"/>',
        b'<use xmlns:x="http://www.w3.org/1999/xlink" x:href="data:image/svg+xml,x"/>',
        b"<style>@import url(https://evil.example)</style>",
        b'<path style="fill:url(//evil.example/x)"/>',
        b'<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
        b'<set attributeName="href" to="javascript:alert(1)"/>',
        b'<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused(inside):
    form = image_form("a.svg", SVG % inside)
    assert form.errors.as_data()["file"][0].code == "content"


def test_a_drawing_that_only_draws_is_taken():
    inside = (
        b'<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs>'
        b'<style>path{fill:url(#a)}</style><use href="#b"/><rect fill="url(#a)"/>'
        b'<x:thing xmlns:x="http://www.inkscape.org/namespaces/inkscape" x:y="z"/>'
    )
    assert image_form("a.svg", SVG % inside).is_valid()
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG % b"<text>&a;</text>"
    assert not image_form("a.svg", bomb).is_valid()


def test_nothing_of_an_archive_is_unpacked_before_its_sizes_are_known(kind, monkeypatch):
    """The member that names the format could itself be the bomb."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", bytes(301 * 1024 * 1024))
        file.writestr("content.xml", b"<o/>")
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_args: pytest.fail("was unpacked"))
    with pytest.raises(ValidationError):
        uploads.inspect(SimpleUploadedFile("bomb.odt", out.getvalue()), kind=kind)


def test_an_animated_picture_and_too_many_pixels(settings):
    frames = [Image.new("L", (20, 20), number) for number in (0, 255)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    form = image_form("a.gif", out.getvalue())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["file"].read() == out.getvalue()
    large = image_form("a.png", samples.picture("PNG", size=(9000, 9000), mode="1"))
    assert large.errors.as_data()["file"][0].code == "file_too_many_pixels"


@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "gif", "svg"])
def test_a_picture_of_a_few_bytes_is_no_picture(extension):
    """Wagtail's own field answers a lone signature with an error."""
    beginning = GOOD[extension][: 4 if extension != "webp" else 12]
    assert image_form(f"a.{extension}", beginning).errors["file"]
