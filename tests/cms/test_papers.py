"""PDF made of data: the words are in it, nothing typed runs, Hangul stays whole."""

import json
import os
import re
import zlib
from datetime import UTC, datetime

import pytest
import typst

from cms import papers

AT = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture
def template(tmp_path):
    def write(body):
        path = tmp_path / "paper.typ"
        path.write_text(
            "#let data = json(bytes(sys.inputs.data))\n"
            "#set document(title: data.title)\n"
            "#set text(font: data.fonts, lang: data.lang, region: data.region)\n" + body
        )
        return path

    return write


@pytest.fixture
def fonts():
    if not papers.korean_families():
        assert not os.environ.get("CI"), "install fonts-noto-cjk"
        pytest.skip("no Korean font: install fonts-nanum or fonts-noto-cjk")


def objects(made):
    """Return the readable parts of a PDF: its plain objects and its unpacked streams."""
    parts = [made]
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", made, re.DOTALL):
        try:
            # It ends where the packed data says: the byte before the line break may look like one.
            parts.append(zlib.decompressobj().decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(parts)


@pytest.mark.parametrize("ending", [b"\r", b"\n"])
def test_a_stream_that_ends_like_a_line_is_read_whole(ending):
    words = (b"words " + bytes([letter]) * 3 for letter in range(256))
    said, packed = next(
        (said, packed) for said in words if (packed := zlib.compress(said)).endswith(ending)
    )
    assert said in objects(b"1 0 obj\nstream\n" + packed + b"\nendstream\n")


def letters_in(made):
    """Return the letters the fonts of a PDF say they draw (their ToUnicode tables)."""
    found = set()
    for table in re.findall(rb"beginbfchar(.*?)endbfchar", objects(made), re.DOTALL):
        for code in re.findall(rb"<[0-9a-fA-F]+>\s*<([0-9a-fA-F]+)>", table):
            found |= set(bytes.fromhex(code.decode()).decode("utf-16-be"))
    return found


@pytest.mark.usefixtures("fonts")
def test_a_paper_is_tagged_titled_in_its_language_and_draws_every_letter(template):
    made = papers.pdf(
        template("= #data.title\n#data.text"),
        {"title": "수료증 0012", "text": "달님과 별님"},
        language="ko",
        at=AT,
    )
    assert made.startswith(b"%PDF-")
    inside = objects(made)
    assert b"/Marked true" in inside
    assert b"/Lang(ko-KR)" in inside
    title = b"\xfe\xff" + "수료증 0012".encode("utf-16-be")
    assert title.hex().encode() in inside.lower()
    assert set("수료증달님과별") <= letters_in(made)


@pytest.mark.usefixtures("fonts")
def test_the_same_data_give_the_same_bytes(template):
    path = template("= #data.title")
    one, other = (papers.pdf(path, {"title": "같음"}, language="ko", at=AT) for _ in range(2))
    assert one == other


@pytest.mark.usefixtures("fonts")
def test_what_people_typed_is_never_part_of_the_program(template):
    hostile = '#panic("ran") $x$ *굵게* \\ " ] } <label> @ref'
    path = template("= #data.title\n#metadata(data.text) <told>")
    papers.pdf(path, {"title": "x", "text": hostile}, language="ko", at=AT)
    told = {"title": "x", "text": hostile, "fonts": papers.korean_families(), "lang": "ko"}
    asked = typst.query(
        str(path),
        "<told>",
        field="value",
        one=True,
        sys_inputs={"data": json.dumps({**told, "region": "KR"})},
    )
    assert json.loads(asked) == hostile


def test_without_a_korean_font_no_paper_is_made(template, settings, tmp_path):
    settings.PAPER_FONT_PATHS = [str(tmp_path)]
    with pytest.raises(papers.NoKoreanFontError) as refused:
        papers.pdf(template("= #data.title"), {"title": "이름"}, language="ko", at=AT)
    assert "Korean font" in str(refused.value) or "한글 글꼴" in str(refused.value)
