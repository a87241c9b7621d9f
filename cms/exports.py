"""Tables for spreadsheets: the one exporter, as XLSX and as CSV.

What people typed is data and must never run as a formula. In XLSX every text is written
as a string cell. In CSV, which has no types, a text that a spreadsheet would take for a
formula gets an apostrophe in front, the mark spreadsheets themselves use for "this is
text". Numbers, dates and truth values stay what they are.

CSV begins with a byte order mark, without which Excel reads Hangul as CP949.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MAX_CELL = 32_767
MAX_WIDTH = 48

type Row = Sequence[Any]


def xlsx_response(filename: str, headers: Sequence[str], rows: Iterable[Row]) -> HttpResponse:
    """Return a download of one sheet; ``filename`` with or without ``.xlsx``.

    ``rows`` is read once and written as it comes, so a generator over a hundred
    thousand records stays small in memory.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    sheet = book.add_worksheet()
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for column, header in enumerate(headers):
        sheet.set_column(column, column, min(MAX_WIDTH, max(12, len(str(header)) * 2)))
    for column, header in enumerate(headers):
        sheet.write_string(0, column, str(header), bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, moment)
    book.close()
    return _download(buffer.getvalue(), XLSX, filename, "xlsx")


def csv_response(filename: str, headers: Sequence[str], rows: Iterable[Row]) -> HttpResponse:
    """Return a download in UTF-8 with a byte order mark; see the module on formulas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([_text(header) for header in headers])
    for row in rows:
        writer.writerow([_csv_value(value) for value in row])
    return _download(
        buffer.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", filename, "csv"
    )


def _write(sheet: Any, row: int, column: int, value: Any, moment: Any) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float() | Decimal():
            sheet.write_number(row, column, value)
        case datetime():
            sheet.write_datetime(row, column, _local(value), moment)
        case date():
            sheet.write_datetime(row, column, value)
        case _:
            sheet.write_string(row, column, _clean(str(value))[:MAX_CELL])


def _csv_value(value: Any) -> Any:
    match value:
        case None:
            return ""
        case bool() | int() | float() | Decimal():
            return value
        case datetime():
            return _local(value).isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case _:
            return _text(value)


def _text(value: Any) -> str:
    text = _clean(str(value))
    # Leading blanks do not save a formula: spreadsheets trim them on import.
    return f"'{text}" if text.lstrip(" \u00a0\u3000").startswith(FORMULA_STARTS) else text


def _clean(text: str) -> str:
    """Drop what XML and spreadsheets cannot hold: control characters and lone surrogates."""
    kept = "".join(c for c in text if c in "\t\n\r" or c >= " ")
    return kept.encode("utf-8", "ignore").decode("utf-8")


def _local(value: datetime) -> datetime:
    """Return the wall clock of the centre, without a zone: spreadsheets know none."""
    return timezone.make_naive(value) if timezone.is_aware(value) else value


def _download(content: bytes, content_type: str, filename: str, extension: str) -> HttpResponse:
    stem = filename.removesuffix(f".{extension}")
    plain = "".join(c for c in stem if c.isascii() and (c.isalnum() or c in "-_. ")).strip(" ._")
    whole = quote(f"{stem}.{extension}", safe="")
    disposition = (
        f"attachment; filename=\"{plain or 'export'}.{extension}\"; filename*=UTF-8''{whole}"
    )
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": disposition, "Cache-Control": "private, no-store"},
    )
