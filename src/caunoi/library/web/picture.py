"""A small picture of what stands around a document: above what it speaks of, below what speaks of it.

Places only; the template draws. The list beside it is the truth, the picture leaves out what does not fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from caunoi.library.choices import RelationKind as Kind
from caunoi.library.models import Document
from caunoi.library.queries import RelationLine
from caunoi.pure import symbols
from caunoi.pure.validity import Status, Verdict

SIDE_MOST = 6
WIDTH, MARGIN, GAP, TRUNK = 360, 8, 10, 16
BOX_WIDTH, BOX_HEIGHT, HEART_HEIGHT = (WIDTH - 2 * MARGIN - TRUNK) // 2, 48, 56
NAME_MOST, VERB_MOST = 20, 26
# The first that a reader wants to see.
WEIGHT = [Kind.REPLACES, Kind.REPEALS, Kind.SUSPENDS, Kind.AMENDS, Kind.BASED_ON, Kind.IMPLEMENTS, Kind.GUIDES]
TONES = {Kind.REPLACES: "bad", Kind.REPEALS: "bad", Kind.SUSPENDS: "bad", Kind.AMENDS: "warn"}


@dataclass(frozen=True)
class Box:
    """One document; `y` is its top, in the units of the picture."""

    x: int
    y: int
    name: str
    verb: str
    tone: str
    is_ended: bool

    @property
    def middle(self) -> int:
        return self.y + BOX_HEIGHT // 2

    @property
    def centre(self) -> int:
        return self.x + BOX_WIDTH // 2

    @property
    def edge(self) -> int:
        """Where it is joined to the trunk."""
        return self.x + BOX_WIDTH if self.x == MARGIN else self.x


@dataclass(frozen=True)
class Picture:
    """Boxes above and below the heart, and how many did not fit."""

    above: list[Box]
    below: list[Box]
    heart_y: int
    height: int
    more_above: int
    more_below: int
    name: str
    width: int = WIDTH
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT
    heart_height: int = HEART_HEIGHT
    trunk: int = WIDTH // 2

    @property
    def heart_end(self) -> int:
        return self.heart_y + HEART_HEIGHT


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _name(line: RelationLine) -> str:
    """What fits in a box: the symbol, also of a document that is only words here; else its title or the words."""
    if line.other:
        return line.other.symbol or line.other.title
    found = next(symbols.find(line.text), None)
    return line.text[slice(*found[1])] if found else line.text


def _chosen(lines: Iterable[RelationLine]) -> list[RelationLine]:
    """One line for each document, by its weightiest verb; those that are not in the library are words."""
    known = [line for line in lines if line.is_counted]
    known.sort(key=lambda line: WEIGHT.index(Kind(line.kind)) if line.kind in WEIGHT else len(WEIGHT))
    chosen: dict[int | str, RelationLine] = {}
    for line in known:
        chosen.setdefault(line.other.pk if line.other else line.text, line)
    return list(chosen.values())


def _boxes(lines: list[RelationLine], top: int, verdicts: Mapping[int, Verdict]) -> list[Box]:
    boxes = []
    for number, line in enumerate(lines[:SIDE_MOST]):
        verdict = verdicts.get(line.other.pk) if line.other else None
        boxes.append(
            Box(
                x=MARGIN + (number % 2) * (BOX_WIDTH + TRUNK),
                y=top + number // 2 * (BOX_HEIGHT + GAP),
                name=_short(_name(line), NAME_MOST),
                verb=_short(line.label, VERB_MOST),
                tone=TONES.get(Kind(line.kind), "plain"),
                is_ended=verdict is not None and verdict.status is Status.EXPIRED,
            )
        )
    return boxes


def picture_of(
    document: Document, out: Iterable[RelationLine], back: Iterable[RelationLine], verdicts: Mapping[int, Verdict]
) -> Picture | None:
    """The picture; None where nothing stands around the document."""
    above, below = _chosen(out), _chosen(back)
    if not above and not below:
        return None
    rows = -(-min(len(above), SIDE_MOST) // 2)
    heart_y = MARGIN + rows * (BOX_HEIGHT + GAP) + (GAP if rows else 0)
    under = heart_y + HEART_HEIGHT + 2 * GAP
    rows_below = -(-min(len(below), SIDE_MOST) // 2)
    return Picture(
        above=_boxes(above, MARGIN, verdicts),
        below=_boxes(below, under, verdicts),
        heart_y=heart_y,
        height=under + rows_below * (BOX_HEIGHT + GAP) if rows_below else heart_y + HEART_HEIGHT + MARGIN,
        more_above=max(len(above) - SIDE_MOST, 0),
        more_below=max(len(below) - SIDE_MOST, 0),
        name=_short(str(document) if document.symbol else document.title, 30),
    )
