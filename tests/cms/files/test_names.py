import unicodedata

import pytest

from cms.files.names import MAX_LENGTH, clean_name, extension_of


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("영수증.pdf", "영수증.pdf"),
        (unicodedata.normalize("NFD", "영수증.pdf"), "영수증.pdf"),
        ("C:\\문서\\영수증.pdf", "영수증.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("영수\x00증.pdf", "영수증.pdf"),
        ("영수증\u202efdp.exe", "영수증fdp.exe"),
        ("영수\ud800증.pdf", "영수증.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ('a"b<c>.pdf', "a b c.pdf"),
        ("....pdf", "pdf"),
        ("   ", "file"),
        ("", "file"),
        (".pdf", "pdf"),
        ("\u200b.pdf", "pdf"),
    ],
)
def test_clean_name_leaves_a_plain_name(given, kept):
    assert clean_name(given) == kept


def test_clean_name_shortens_the_stem_and_keeps_the_extension():
    assert clean_name("가" * 300 + ".pdf") == "가" * (MAX_LENGTH - 4) + ".pdf"
    assert len(clean_name("가." + "나" * 300)) < 310


def test_extension_of_is_lower_case_and_the_last_one():
    assert [extension_of(name) for name in ("a.PDF", "a.pdf.exe", "pdf")] == ["pdf", "exe", ""]
