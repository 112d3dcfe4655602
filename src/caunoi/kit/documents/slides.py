"""Slides for a meeting, as PDF (16:9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from caunoi.kit.documents import typesetting
from caunoi.kit.documents.slip import qr_svg

TEMPLATE = "slides.typ"
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


def _given(deck: Deck) -> dict[str, Any]:
    slides = [{"title": title, "points": list(points)} for title, points in deck.slides]
    return asdict(deck) | {"qr": qr_svg(deck.address), "slides": slides}


def slides_pdf(deck: Deck) -> bytes:
    """The slides, with the first and the last that every deck has."""
    return typesetting.pdf(TEMPLATE, _given(deck))


def slides_png(deck: Deck) -> list[bytes]:
    """A small picture of each."""
    return typesetting.pictures(TEMPLATE, _given(deck), ppi=PREVIEW_PPI)
