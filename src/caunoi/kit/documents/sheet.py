"""A sheet for a notice board (A5 or A4, PDF): what it is about, a QR code that leads to a page, a few words."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import typst

from caunoi.kit.documents.slip import qr_svg

TEMPLATE = Path(__file__).parent / "data" / "sheet.typ"
Paper = Literal["a5", "a4"]


@dataclass(frozen=True)
class Sheet:
    """`over` stands above the title, `call` beside the QR code of `address`, which is also written out."""

    over: str
    title: str
    text: str
    call: str
    address: str
    lines: tuple[str, ...] = ()
    paper: Paper = "a5"


def sheet_pdf(sheet: Sheet) -> bytes:
    """The sheet as PDF. What people typed goes in as data, never as source."""
    data = asdict(sheet) | {"qr": qr_svg(sheet.address)}
    return bytes(typst.compile(str(TEMPLATE), sys_inputs={"sheet": json.dumps(data, ensure_ascii=False)}))
