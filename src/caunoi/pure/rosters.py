"""Columns of spreadsheets: which is which, and what a value must look like."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from caunoi.pure.vietnamese import fold

DATE = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
EMAIL = re.compile(r"^[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}$")
NUMBER = re.compile(r"^[0-9]{1,9}$")
# Mobile numbers have nine digits after the zero, fixed lines ten.
NATIONAL = r"[35789]\d{8}|2\d{9}"
PHONE = re.compile(rf"^(?:\+?84|0)(?P<rest>{NATIONAL})$")


@dataclass(frozen=True)
class Column:
    """A field that a spreadsheet may hold, and the folded words by which its header is recognised."""

    name: str
    words: Sequence[str]
    is_required: bool = False


@dataclass(frozen=True)
class RowError:
    """What is wrong in one cell: the row as the person sees it, the header, the value, and what is expected (a code)."""

    row: int
    column: str
    value: str
    expected: str


@dataclass
class Outcome:
    """What an import did, or would do."""

    new_count: int = 0
    changed_count: int = 0
    same_count: int = 0
    errors: list[RowError] = field(default_factory=list)
    is_applied: bool = False

    @property
    def good_count(self) -> int:
        """Rows that can be taken."""
        return self.new_count + self.changed_count + self.same_count

    @property
    def bad_rows_count(self) -> int:
        """Rows with at least one error."""
        return len({error.row for error in self.errors})


MEMBER_COLUMNS = (
    Column("code", ("ma so", "so the", "ma doan vien", "ma nv", "stt", "ma"), is_required=True),
    Column("full_name", ("ho va ten", "ho ten", "ten doan vien", "ho dem"), is_required=True),
    Column("phone", ("dien thoai", "so dt", "sdt", "di dong")),
    Column("email", ("email", "e-mail", "thu dien tu")),
    Column("workplace", ("to, phong", "bo phan", "phong ban", "noi lam viec", "to")),
    Column("joined_on", ("ngay vao", "ngay ket nap", "ngay gia nhap")),
)
UNIT_COLUMNS = (
    Column("code", ("ma don vi", "ma so", "ma"), is_required=True),
    Column("name", ("ten don vi", "ten cdcs", "ten cong doan", "ten"), is_required=True),
    Column("kind", ("loai hinh", "loai")),
    Column("parent", ("ma cap tren", "ma don vi cap tren", "truc thuoc", "cap tren"), is_required=True),
    Column("area_code", ("ma dia ban", "ma xa", "dia ban")),
    Column("email", ("email", "thu dien tu")),
    Column("member_count", ("so doan vien", "doan vien")),
    Column("founded_on", ("ngay thanh lap", "thanh lap")),
)


def guess_mapping(headers: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Field name to column index, by the words of the headers; longer words win, each column is used once."""
    folded = [fold(header).strip() for header in headers]
    hints = sorted(((word, column.name) for column in columns for word in column.words), key=lambda hint: -len(hint[0]))
    mapping: dict[str, int] = {}
    for word, name in hints:
        if name in mapping:
            continue
        pattern = re.compile(rf"\b{re.escape(word)}\b")
        for index, header in enumerate(folded):
            if index not in mapping.values() and pattern.search(header):
                mapping[name] = index
                break
    return mapping


def parse_day(text: str) -> date | None:
    """`18/6/2021`, `18-6-2021` or `2021-06-18`; None when it is no day."""
    found = DATE.match(text) or ISO.match(text)
    if found is None:
        return None
    parts = [int(part) for part in found.groups()]
    year, month, day = parts if found.re is ISO else parts[::-1]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_phone(text: str) -> str | None:
    """A Vietnamese number as E.164 ("0912 345 678" is "+84912345678"); None when it is none."""
    digits = re.sub(r"[\s.()-]", "", text)
    if re.fullmatch(NATIONAL, digits):
        digits = "0" + digits  # a spreadsheet ate the zero
    found = PHONE.match(digits)
    return f"+84{found['rest']}" if found else None


def cells(row: Sequence[str], mapping: Mapping[str, int]) -> dict[str, str]:
    """The mapped values of one row, stripped."""
    return {name: row[index].strip() if index < len(row) else "" for name, index in mapping.items()}
