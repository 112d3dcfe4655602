"""Slides for a meeting, as PDF (16:9)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from caunoi.kit.documents.leaflet import DATA, compiler
from caunoi.kit.documents.slip import qr_svg

TEMPLATE = DATA / "slides.typ"
PREVIEW_PPI = 48


@dataclass(frozen=True)
class Deck:
    """A text as slides: (heading, points) each; `address` is what the code on the last one leads to."""

    title: str
    issuer: str
    on: str
    slides: Sequence[tuple[str, Sequence[str]]]
    call: str
    address: str
    link: str


def _inputs(deck: Deck) -> dict[str, str]:
    data: dict[str, Any] = asdict(deck) | {"qr": qr_svg(deck.address)}
    data["slides"] = [{"title": title, "points": list(points)} for title, points in deck.slides]
    return {"deck": json.dumps(data, ensure_ascii=False)}


def slides_pdf(deck: Deck) -> bytes:
    """The slides, with the first and the last that every deck has."""
    return bytes(compiler().compile(str(TEMPLATE), sys_inputs=_inputs(deck), format="pdf"))


def slides_png(deck: Deck) -> list[bytes]:
    """A small picture of each."""
    made = compiler().compile(str(TEMPLATE), sys_inputs=_inputs(deck), format="png", ppi=PREVIEW_PPI)
    return [made] if isinstance(made, bytes) else [bytes(page) for page in made]
