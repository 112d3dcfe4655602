"""What rooms give to the index: entries, and the source that knows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

PUBLIC = "public"


@dataclass(frozen=True)
class Passage:
    """A part within an entry that has an address of its own: a khoản, a điểm. Its text is part of the entry's words."""

    label: str
    url: str
    text: str


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: a clause, a document's title and abstract, an article, a unit.

    Entries of one `group` are shown as one result. The whole (a document) is the entry without a `path`; its parts
    have the same `kind`, `group` and `title`, and say in `path` what they are ("Điều 5. Hồ sơ"). A part may have
    `passages` ("khoản 2"), of which the best is named with it.
    """

    kind: str
    group: str
    title: str
    # Of the entry itself; a part's is that of the whole with a fragment.
    url: str
    # Who may find it: any one of these tokens opens it. Nothing opens an entry without tokens.
    audience: frozenset[str]
    text: str = ""
    path: str = ""
    passages: tuple[Passage, ...] = ()
    # As written ("12/HD-LĐLĐ"); also on parts, so that a symbol with words finds the clause.
    symbols: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    issuer: str = ""
    # The day it bears: of issue, of publication.
    on: date | None = None
    # In force from … until the day before …; None: as long as one can think.
    valid_from: date | None = None
    valid_until: date | None = None
    # Its score is multiplied by this: below 1 for what is hardly ever meant.
    weight: float = 1.0


class Source(Protocol):
    """A room's entries of one kind. It is asked for groups by key; a group that gives no entry is taken out."""

    # "document", "article": also the first word of its facts in the index.
    kind: str
    # What a reader calls the kind, in the plural; may be lazily translated.
    label: Any
    # Raised when what it gives has changed: every node then builds its copy anew.
    version: int

    def count(self) -> int:
        """How many groups there are, for the progress of a rebuild; about is enough."""

    def keys(self) -> Iterable[str]:
        """All groups there are, read as it goes on."""

    def entries(self, keys: Sequence[str]) -> Iterable[Entry]:
        """What is found of these groups now. Constant in statements, whatever the number of keys."""

    def touched(self, name: str, payload: Mapping[str, Any]) -> Iterable[str]:
        """Groups that an event of the outbox may have changed, withdrawn or opened to others; most give none."""


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Let a room's things be found (in its `apps.py` or `receivers.py`, when everything is loaded)."""
    _sources[source.kind] = source


def sources() -> dict[str, Source]:
    """By kind, in the order in which rooms registered."""
    return dict(_sources)


def fingerprint() -> str:
    """The kinds with their versions: a copy that was built for others is built anew."""
    return " ".join(f"{kind}:{source.version}" for kind, source in sorted(_sources.items()))
