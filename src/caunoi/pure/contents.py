"""The table of contents of a long text: chapters with their articles, folded so that it stays short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

# Articles under one heading; more are folded in pieces.
PIECE = 60
# Letters of a whole table of contents; of a longer one only the piece that is being read is listed.
LETTERS_MOST = 12_000
ARTICLE = 2


@dataclass(frozen=True)
class Heading:
    """A part as a table of contents names it; its depth as in pure.clauses, its position in the text."""

    anchor: str
    label: str
    heading: str
    depth: int
    position: int


@dataclass(frozen=True)
class Piece:
    """A chapter or section with its articles, or articles without one."""

    head: Heading | None
    articles: list[Heading] = field(default_factory=list)
    is_current: bool = False
    # False where the articles are left out, to keep the page small.
    is_listed: bool = True

    @property
    def first(self) -> Heading:
        """Where the piece begins."""
        return self.head or self.articles[0]

    @property
    def last(self) -> Heading:
        """Its last article, or itself."""
        return self.articles[-1] if self.articles else self.first


def _folded(head: Heading | None, articles: list[Heading]) -> list[tuple[Heading | None, list[Heading]]]:
    if len(articles) <= PIECE:
        return [(head, articles)]
    pieces: list[tuple[Heading | None, list[Heading]]] = [
        (None, articles[start : start + PIECE]) for start in range(0, len(articles), PIECE)
    ]
    return [(head, []), *pieces] if head else pieces


def pieces_of(headings: Sequence[Heading], position: int) -> list[Piece]:
    """The table of contents, with the piece that holds a position marked as current."""
    grouped: list[tuple[Heading | None, list[Heading]]] = []
    for row in headings:
        if row.depth < ARTICLE:
            grouped.append((row, []))
        elif grouped:
            grouped[-1][1].append(row)
        else:
            grouped.append((None, [row]))
    pieces = [piece for head, articles in grouped for piece in _folded(head, articles)]
    starts = [(head or articles[0]).position for head, articles in pieces]
    current = max((number for number, start in enumerate(starts) if start <= position), default=0)
    is_short = sum(len(row.label) + len(row.heading) for row in headings) <= LETTERS_MOST
    return [
        Piece(head, articles, number == current, is_short or number == current)
        for number, (head, articles) in enumerate(pieces)
    ]


def path_of(headings: Sequence[Heading], position: int, depth: int) -> list[Heading]:
    """What a part lies in, from the largest: the chapter, the section, the article."""
    above: dict[int, Heading] = {}
    for row in headings:
        if row.position >= position:
            break
        above = {level: kept for level, kept in above.items() if level < row.depth} | {row.depth: row}
    return [above[level] for level in sorted(above) if level < depth]
