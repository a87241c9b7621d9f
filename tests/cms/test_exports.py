import csv
import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cms.exports import csv_response, xlsx_response

HOSTILE = ["=1+1", "+82", "-2", "@SUM(A1)", "\tx", "\r=1", "＝1+1", " =1+1"]


def parsed(response):
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def test_csv_begins_with_a_byte_order_mark_and_keeps_hangul():
    response = csv_response("신청자", ["이름", "나이"], [["달 님", 3]])
    assert response.getvalue() == "\ufeff이름,나이\r\n달 님,3\r\n".encode()
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=\"export.csv\"; filename*=UTF-8''%EC%8B%A0%EC%B2%AD%EC%9E%90.csv"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_text_that_looks_like_a_formula_is_marked_as_text(text):
    assert parsed(csv_response("x", ["a"], [[text]]))[1] == [f"'{text}"]


def test_csv_keeps_numbers_and_dates_as_they_are():
    rows = [[-3, Decimal("1.5"), date(2026, 1, 2), datetime(2026, 1, 1, 15, 0, tzinfo=UTC), None]]
    assert parsed(csv_response("x", list("abcde"), rows))[1] == [
        "-3", "1.5", "2026-01-02", "2026-01-02 00:00", "",
    ]  # fmt: skip


def sheet_of(response):
    return (
        zipfile.ZipFile(io.BytesIO(response.getvalue())).read("xl/worksheets/sheet1.xml").decode()
    )


@pytest.mark.parametrize("text", [*HOSTILE, "http://example.org", "12", "{=1+1}"])
def test_xlsx_text_is_never_a_formula_a_link_or_a_number(text):
    sheet = sheet_of(xlsx_response("x", ["a"], [[text]]))
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert 't="inlineStr"' in sheet.split('r="A2"')[1]


def test_xlsx_writes_numbers_as_numbers_and_drops_what_xml_cannot_hold():
    sheet = sheet_of(xlsx_response("x.xlsx", ["수", "글"], [[3, "a\x00b\x0bc\ud800"]]))
    assert '<c r="A2"><v>3</v></c>' in sheet
    assert "<t>abc</t>" in sheet


def test_exports_are_private_and_their_names_cannot_break_the_header():
    response = xlsx_response('a"\r\nX: y', ["a"], [])
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "\r" not in response.headers["Content-Disposition"]
    assert response.headers["Content-Disposition"].count('"') == 2


def peak_of(respond, rows):
    """Return the bytes held at most while ``rows`` rows of some 400 bytes are written."""
    tracemalloc.start()
    try:
        response = respond("x", ["글"], (["가" * 130] for _row in range(rows)))
        response.file_to_stream.close()  # closing the answer would end a request
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("respond", [csv_response, xlsx_response])
def test_memory_does_not_grow_with_the_rows(respond):
    peak_of(respond, 10)
    assert peak_of(respond, 12_000) < 3_000_000  # of five million


@pytest.mark.parametrize("respond", [csv_response, xlsx_response])
def test_a_row_that_fails_is_an_error_and_not_half_a_file(respond):
    def rows():
        yield ["하나"]
        raise LookupError

    with pytest.raises(LookupError):
        respond("x", ["글"], rows())


def test_the_length_is_told_and_what_is_sent():
    response = csv_response("x", ["a"], [["b"]] * 3)
    assert response.headers["Content-Length"] == str(len(response.getvalue()))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
