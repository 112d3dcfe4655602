"""Leaflets and posters of one text (PDF, or PNG for a preview): a page for each copy, with a QR code of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from caunoi.kit.documents import typesetting
from caunoi.kit.documents.slip import qr_svg

TEMPLATE = "leaflet.typ"
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


def _given(leaflet: Leaflet, copies: Sequence[Copy]) -> dict[str, Any]:
    return asdict(leaflet) | {"copies": [asdict(copy) | {"qr": qr_svg(copy.address)} for copy in copies]}


def leaflet_pdf(leaflet: Leaflet, copies: Sequence[Copy]) -> bytes:
    """A page for each copy."""
    return typesetting.pdf(TEMPLATE, _given(leaflet, copies))


def leaflet_png(leaflet: Leaflet, copy: Copy) -> bytes:
    """The page as a picture of about 520 pixels' width."""
    return typesetting.pictures(TEMPLATE, _given(leaflet, [copy]), ppi=PREVIEW_PPI[leaflet.paper])[0]


def in_parts(copies: Sequence[Copy], size: int) -> Iterator[Sequence[Copy]]:
    """Runs of copies, so that a long job can say how far it is."""
    return (copies[start : start + size] for start in range(0, len(copies), size))
