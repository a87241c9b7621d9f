"""Tables for spreadsheets: the one exporter, as XLSX and as CSV.

What people typed is data and must never run as a formula. In XLSX every text is written
as a string cell. In CSV, which has no types, a text that a spreadsheet would take for a
formula gets an apostrophe in front, the mark spreadsheets themselves use for "this is
text". Numbers, dates and truth values stay what they are.

CSV begins with a byte order mark, without which Excel reads Hangul as CP949.

Rows are read once and written as they come, to a file that leaves memory as it grows. The
answer begins when the last is written: a row that fails is an error, not half a file.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MAX_CELL = 32_767
MAX_WIDTH = 48
IN_MEMORY = 512 * 1024

type Row = Sequence[Any]


def xlsx_response(filename: str, headers: Sequence[str], rows: Iterable[Row]) -> FileResponse:
    """Return a download of one sheet; ``filename`` with or without ``.xlsx``."""
    return _download(partial(_write_xlsx, headers, rows), XLSX, filename, "xlsx")


def csv_response(filename: str, headers: Sequence[str], rows: Iterable[Row]) -> FileResponse:
    """Return a download in UTF-8 with a byte order mark; see the module on formulas."""
    return _download(partial(_write_csv, headers, rows), "text/csv; charset=utf-8", filename, "csv")


def _write_xlsx(headers: Sequence[str], rows: Iterable[Row], file: Any) -> None:
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    try:
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
    finally:
        book.close()  # its own temporary files go, whatever happened


def _write_csv(headers: Sequence[str], rows: Iterable[Row], file: Any) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([_text(header) for header in headers])
    for row in rows:
        writer.writerow([_csv_value(value) for value in row])
    text.detach()  # writes what is left, and leaves the file open


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


def _download(
    write: Callable[[Any], None], content_type: str, filename: str, extension: str
) -> FileResponse:
    stem = filename.removesuffix(f".{extension}")
    plain = "".join(c for c in stem if c.isascii() and (c.isalnum() or c in "-_. ")).strip(" ._")
    whole = quote(f"{stem}.{extension}", safe="")
    disposition = (
        f"attachment; filename=\"{plain or 'export'}.{extension}\"; filename*=UTF-8''{whole}"
    )
    # Closed by the answer, once it is sent.
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(
        file,
        content_type=content_type,
        headers={"Content-Disposition": disposition, "Cache-Control": "private, no-store"},
    )
