"""Leaflets and posters of one text (PDF, or PNG for a preview): a page for each copy, with a QR code of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typst

from caunoi.kit.documents.slip import qr_svg

DATA = Path(__file__).parent / "data"
TEMPLATE, FONTS = DATA / "leaflet.typ", DATA / "fonts"
PAPERS = ("a5", "a4", "a3")
# Pixels an inch of a preview: an A5 page is 524 wide.
PREVIEW_PPI = {"a5": 90, "a4": 64, "a3": 45}


@dataclass(frozen=True)
class Copy:
    """`address` is what the code leads to; `link` is the same as people type it; `unit` is for whom, or ""."""

    address: str
    link: str
    unit: str = ""


@dataclass(frozen=True)
class Leaflet:
    """What stands on it; `points` are numbered when there are several."""

    paper: str
    issuer: str
    title: str
    lead: str
    points: tuple[str, ...]
    call: str
    over: str = ""
    contact: str = ""
    imprint: str = ""
    for_label: str = ""


@cache
def compiler() -> typst.Compiler:
    """One for the process: the fonts that lie beside the templates are read once, and no others, so that every machine
    makes the same page."""
    return typst.Compiler(str(TEMPLATE), root=str(DATA), font_paths=[str(FONTS)], ignore_system_fonts=True)


def _inputs(leaflet: Leaflet, copies: Sequence[Copy]) -> dict[str, str]:
    # Content goes in as data, never as source: nothing that a person typed can become a command of the typesetter.
    rows = [asdict(copy) | {"qr": qr_svg(copy.address)} for copy in copies]
    data: dict[str, Any] = asdict(leaflet) | {"copies": rows}
    return {"sheet": json.dumps(data, ensure_ascii=False)}


def leaflet_pdf(leaflet: Leaflet, copies: Sequence[Copy]) -> bytes:
    """A page for each copy."""
    return bytes(compiler().compile(str(TEMPLATE), sys_inputs=_inputs(leaflet, copies), format="pdf"))


def leaflet_png(leaflet: Leaflet, copy: Copy) -> bytes:
    """The page as a picture of about 520 pixels' width."""
    made = compiler().compile(
        str(TEMPLATE), sys_inputs=_inputs(leaflet, [copy]), format="png", ppi=PREVIEW_PPI[leaflet.paper]
    )
    return bytes(made if isinstance(made, bytes) else made[0])


def in_parts(copies: Sequence[Copy], size: int) -> Iterator[Sequence[Copy]]:
    """Runs of copies, so that a long job can say how far it is."""
    return (copies[start : start + size] for start in range(0, len(copies), size))
