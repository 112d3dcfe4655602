"""A slip of paper that a person takes home (A6, PDF): a code in large groups, the same code to scan, a few words."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import segno
import typst

TEMPLATE = Path(__file__).parent / "data" / "slip.typ"


@dataclass(frozen=True)
class Slip:
    """`code` is written in groups divided by "-"; `address` is what the QR code leads to, `site` is written out."""

    title: str
    code: str
    address: str
    site: str
    lines: tuple[str, ...] = ()


def qr_svg(text: str) -> str:
    """The text as a QR code in SVG."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()


def qr_inline(text: str) -> str:
    """The same for a page: as large as the place it stands in."""
    return str(segno.make(text, error="m", micro=False).svg_inline(border=2, omitsize=True))


def slip_pdf(slip: Slip) -> bytes:
    """The slip as PDF. What people typed goes in as data, never as source."""
    data = asdict(slip) | {"groups": slip.code.split("-"), "qr": qr_svg(slip.address)}
    return bytes(typst.compile(str(TEMPLATE), sys_inputs={"slip": json.dumps(data, ensure_ascii=False)}))
