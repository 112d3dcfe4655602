"""Spreadsheets: out with cells that cannot act, in from whatever a chair's computer saved."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl
import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.kit.files.checks import SHEET, SHEETS, FileProblem, check
from caunoi.pure.vietnamese import decode, normalise

ROWS_MOST = 200_000
FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
DELIMITERS = ";,\t|"


class Number(str):
    """A cell that the spreadsheet holds as a number: written with a point, whatever people type where it came from."""

    __slots__ = ()


@dataclass(frozen=True)
class Table:
    """A spreadsheet's first filled sheet: its headers, and its rows with the row numbers that the person sees."""

    headers: list[str]
    rows: list[tuple[int, list[str]]]


def csv_safe(value: Any) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    if isinstance(value, int | float):
        return str(value)
    text = "" if value is None else str(value)
    return f"'{text}" if FORMULA.match(text) else text


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with its mark, so that Excel shows Vietnamese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([csv_safe(header) for header in headers])
    writer.writerows([csv_safe(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_table(
    title: str, headers: Sequence[str], rows: Iterable[Sequence[Any]], notes: Sequence[tuple[str, str]] = ()
) -> bytes:
    """An XLSX with a frozen header row and a sheet that says where the figures come from. Texts stay texts."""
    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, safe) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", "-", title)[:31].strip("'"))
        sheet.freeze_panes(1, 1)
        widths = [len(header) for header in headers]
        sheet.write_row(0, 0, headers, bold)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write_cell(sheet, number, column, value, day)
                widths[column] = max(widths[column], min(len(str(value or "")), 60))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width + 2)
        if notes:
            about = book.add_worksheet(_("Nguồn và cách tính")[:31])
            for number, (name, text) in enumerate(notes):
                about.write_string(number, 0, name, bold)
                about.write_string(number, 1, text)
            about.set_column(0, 0, 28)
            about.set_column(1, 1, 100)
    return out.getvalue()


def _write_cell(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_string(
            row, column, (timezone.localtime(value) if value.tzinfo else value).strftime("%d/%m/%Y %H:%M")
        )
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a date
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, str(value))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, int | float) and not isinstance(value, bool):
        # As many digits as spreadsheet programs show: a sum of tenths is no long tail of nines.
        return Number(int(value) if float(value).is_integer() else f"{value:.15g}")
    return normalise(str(value)).strip()


def _broken() -> FileProblem:
    return FileProblem("BROKEN", _("Không mở được bảng tính. Lưu lại thành .xlsx rồi gửi lại."))


def _xlsx_rows(data: bytes) -> Iterator[list[str]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:
        raise _broken() from error
    try:
        # Sheets are parsed while they are read, so that a broken one shows only here.
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_text(value) for value in row]
    except Exception as error:
        raise _broken() from error
    finally:
        book.close()


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    text = decode(data)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            yield [_text(value) for value in row]
    except csv.Error as error:  # a quote that is never closed
        raise _broken() from error


def read_table(data: bytes, filename: str) -> Table:
    """Read the first sheet. Raises FileProblem (not a spreadsheet, broken, empty, more than 200,000 rows)."""
    kind = check(data, filename, allowed=SHEETS | {"text/plain"}).media_type
    headers: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, row in enumerate(_xlsx_rows(data) if kind == SHEET else _csv_rows(data), 1):
        if not any(row):
            continue
        if not headers:
            headers = row
            continue
        if len(rows) >= ROWS_MOST:
            raise FileProblem("ROWS", _("Bảng tính có hơn 200.000 dòng. Chia thành nhiều tệp rồi gửi từng tệp."))
        rows.append((number, row + [""] * (len(headers) - len(row))))
    if not rows:
        raise FileProblem("EMPTY", _("Bảng tính không có dòng dữ liệu nào dưới dòng tiêu đề."))
    return Table(headers, rows)
