"""What a spreadsheet of documents says of each: columns by their headers, values checked cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from caunoi.pure import symbols
from caunoi.pure.rosters import Column, parse_day
from caunoi.pure.vietnamese import fold

COLUMNS = (
    Column("file", ("ten tep", "tep", "file", "duong dan")),
    Column("symbol", ("so ky hieu", "so, ky hieu", "so hieu", "ky hieu", "so van ban")),
    Column("type_name", ("loai van ban", "ten loai", "loai")),
    Column("issuer", ("co quan ban hanh", "noi ban hanh", "co quan")),
    Column("issued_on", ("ngay ban hanh", "ngay ky", "ngay van ban")),
    Column("effective_on", ("ngay hieu luc", "ngay co hieu luc", "hieu luc tu")),
    Column("expires_on", ("ngay het hieu luc", "het hieu luc")),
    Column("signer", ("nguoi ky",)),
    Column("title", ("trich yeu", "ten van ban", "tieu de", "noi dung")),
    Column("tier", ("cap ban hanh", "cap")),
    Column("areas", ("noi dung cai cach", "linh vuc cai cach", "linh vuc")),
)
LONGEST = {"symbol": 80, "type_name": 60, "issuer": 200, "signer": 120, "title": 500, "file": 260}
DAYS = ("issued_on", "effective_on", "expires_on")
TIERS = {
    "dang": "PARTY", "trung uong dang": "PARTY", "chinh phu, bo, nganh": "CENTRAL", "chinh phu": "CENTRAL",
    "trung uong": "CENTRAL", "bo, nganh": "CENTRAL", "bo": "CENTRAL", "thanh pho": "CITY", "tinh": "CITY",
    "cong doan": "UNION", "xa, phuong, don vi": "LOCAL", "xa": "LOCAL", "phuong": "LOCAL", "don vi": "LOCAL",
}  # fmt: skip
AREAS = {
    "the che": "INSTITUTIONS", "thu tuc": "PROCEDURES", "bo may": "APPARATUS", "cong vu": "CIVIL_SERVICE",
    "tai chinh": "PUBLIC_FINANCE", "chinh quyen so": "DIGITAL_GOVERNMENT", "chinh quyen dien tu": "DIGITAL_GOVERNMENT",
    "chinh phu so": "DIGITAL_GOVERNMENT", "chinh phu dien tu": "DIGITAL_GOVERNMENT", "chuyen doi so": "DIGITAL_GOVERNMENT",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line: the facts that hold, and what is wrong as (field, value, code): DAY, SYMBOL, TIER, LONG, ORDER."""

    facts: dict[str, Any] = field(default_factory=dict)
    errors: list[tuple[str, str, str]] = field(default_factory=list)


def _symbol(text: str) -> str | None:
    parsed = symbols.parse(text)
    return parsed.raw if parsed else None


def _read(name: str, text: str) -> tuple[Any, str]:
    """The value of a cell, or what is wrong with it."""
    if len(text) > LONGEST.get(name, 500):
        return None, "LONG"
    if name in DAYS:
        day = parse_day(text)
        return (day.isoformat(), "") if day else (None, "DAY")
    if name == "symbol":
        symbol = _symbol(text)
        return symbol, "" if symbol else "SYMBOL"
    if name == "tier":
        tier = TIERS.get(fold(text).strip())
        return tier, "" if tier else "TIER"
    if name == "areas":
        return list(dict.fromkeys(area for words, area in AREAS.items() if words in fold(text))), ""
    return text, ""


def row_of(cells: Mapping[str, str]) -> Row:
    """Facts of a document from the cells of its line; days as ISO 8601. Empty cells say nothing."""
    row = Row()
    for name, text in cells.items():
        value, wrong = _read(name, text) if text else (None, "")
        if wrong:
            row.errors.append((name, text[:60], wrong))
        elif value:
            row.facts[name] = value
    first, last = (row.facts.get(name) for name in ("effective_on", "expires_on"))
    if first and last and date.fromisoformat(first) > date.fromisoformat(last):
        row.errors.append(("expires_on", last, "ORDER"))
    return row
