"""What is asked of the index, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from caunoi.kit.searching.entries import PUBLIC
from caunoi.pure.syllables import Piece


@dataclass(frozen=True)
class Query:
    """A question. Empty filters mean all; of one filter any value will do, and every filter must be met."""

    text: str
    # What the reader may open; decided by the caller, enforced in the index.
    tokens: frozenset[str] = frozenset({PUBLIC})
    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    in_force_on: date | None = None
    offset: int = 0
    limit: int = 20
    # How many parts of one group are shown.
    parts: int = 3


@dataclass(frozen=True)
class Part:
    """A clause that answers: where it stands, its address, and its words (of a hit's best part only)."""

    path: str
    url: str
    snippet: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One result: a group, its whole, and its best parts, best first. `snippet` is of the whole, or of the best part."""

    kind: str
    group: str
    title: tuple[Piece, ...]
    url: str
    snippet: tuple[Piece, ...]
    parts: tuple[Part, ...] = ()
    symbols: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    issuer: str = ""
    on: date | None = None
    valid_until: date | None = None
    # Its symbol is what was asked for.
    is_exact: bool = False

    @property
    def heading(self) -> str:
        """The title without marks."""
        return "".join(piece.text for piece in self.title)


@dataclass(frozen=True)
class Found:
    """The page of results, and how many there are: of a filter's values, as if that filter were not set."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    areas: dict[str, int] = field(default_factory=dict)
    issuers: dict[str, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    # "giám sát phản biện" for "giam sat phan bien"; "" when there is nothing better to ask.
    meant: str = ""
    # Not all that was asked for is in the results: nothing holds it all.
    is_loose: bool = False
    # False while there is no index yet: say so, rather than that nothing was found.
    is_ready: bool = True
    took_ms: float = 0.0


@dataclass(frozen=True)
class Suggestion:
    """What a beginning may become: a title with its address."""

    text: str
    kind: str
    url: str
    symbol: str = ""
    group: str = ""
