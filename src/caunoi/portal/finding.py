"""What a person finds: the index is asked with what they may open, and what it found is looked at again in the database.

The index is a moment behind the database, and as far behind as its worker is down. So every row that is shown was read
from the database with the rules of its room; what is no longer there, or no longer theirs, is neither shown nor counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from caunoi.feedback.queries.register import publications_found
from caunoi.kit import searching
from caunoi.kit.searching import Found, Hit, Part, Piece, Query, Suggestion
from caunoi.library.queries.tokens import documents_found, procedures_found, search_tokens
from caunoi.newsroom.queries.tokens import article_tokens, articles_found
from caunoi.organisations.queries import scope_asked
from caunoi.organisations.queries.finding import units_found
from caunoi.pure.naming import articles_named, is_name_of
from caunoi.pure.syllables import pairs, syllables

ROWS, GROUP_MOST, FURTHEST = 20, 5, 400
# Parts of a document that answer nothing: its opening, its signature.
UNANSWERING = frozenset({"mo-dau", "noi-nhan"})
# In the order in which a page shows them when nothing else decides.
KINDS = ("document", "procedure", "article", "answer", "unit")

Looker = Callable[[HttpRequest, Collection[int], date], Mapping[int, Any]]
LOOKERS: dict[str, Looker] = {
    "document": lambda request, keys, on: documents_found(keys, request.user, on, scope_asked(request, on)),
    "procedure": lambda _request, keys, _on: procedures_found(keys),
    "article": lambda request, keys, on: articles_found(keys, request.user, on, scope_asked(request, on)),
    "answer": lambda _request, keys, _on: publications_found(keys),
    "unit": lambda _request, keys, on: units_found(keys, on),
}


@dataclass(frozen=True)
class Line:
    """A result and the row behind it, as the reader may see it now."""

    hit: Hit
    row: Any
    # Only its symbol was asked for: no word of it tells more.
    is_symbol: bool = False
    # The articles that were asked for, as pairs of neighbours ("dieu_5").
    articles: tuple[str, ...] = ()

    @property
    def parts(self) -> list[Part]:
        """Its best clauses, if words of the question stand in the first, or it is the article that was asked for."""
        first = self.hit.parts[:1]
        is_told = any(piece.is_found for part in first for piece in part.snippet)
        is_told |= any(pair in self.articles for part in first for pair in pairs(syllables(part.path)))
        return list(self.hit.parts) if is_told and not self.is_symbol else []

    @property
    def snippet(self) -> tuple[Piece, ...]:
        """Words of the whole that tell why it was found."""
        is_told = not self.is_symbol and any(piece.is_found for piece in self.hit.snippet)
        return self.hit.snippet if is_told else ()

    @property
    def url(self) -> str:
        """Of the whole, also where only a part was found."""
        return reverse("library:document", args=[self.row.public_id]) if self.hit.kind == "document" else self.hit.url


@dataclass(frozen=True)
class Group:
    """Results of one kind, and how many there are in all."""

    kind: str
    label: Any
    count: int
    lines: list[Line]

    @property
    def has_more(self) -> bool:
        """Whether not all of them are here."""
        return self.count > len(self.lines)


@dataclass(frozen=True)
class Findings:
    """What the page shows. `best` is the clause that answers, with its line."""

    found: Found
    groups: list[Group] = field(default_factory=list)
    best: tuple[Line, Part] | None = None


def tokens_of(request: HttpRequest, on: date) -> frozenset[str]:
    """Everything that the person may open, of all rooms."""
    scope = scope_asked(request, on)
    return search_tokens(request.user, on, scope) | article_tokens(request.user, on, scope)


def _rows(request: HttpRequest, found: Collection[Hit | Suggestion], on: date) -> dict[tuple[str, str], Any]:
    """The rows behind what was found, as far as the person may see them now, by kind and group."""
    keys: dict[str, list[int]] = {}
    for one in found:
        keys.setdefault(one.kind, []).append(int(one.group))
    seen = {kind: LOOKERS[kind](request, wanted, on) for kind, wanted in keys.items()}
    return {(kind, str(key)): row for kind, rows in seen.items() for key, row in rows.items()}


def suggestions(request: HttpRequest, text: str, on: date) -> list[Suggestion]:
    """Titles that the beginning may become, among what the person may open."""
    found = searching.suggest(text, tokens_of(request, on))
    rows = _rows(request, found, on)
    return [one for one in found if (one.kind, one.group) in rows]


def _less(counts: Mapping[Any, int], gone: Iterable[Any]) -> dict[Any, int]:
    left = Counter(counts)
    left.subtract(gone)
    return {value: left[value] for value in counts if left[value] > 0}


def _without(found: Found, lines: Collection[Line]) -> Found:
    """The counts without what is gone."""
    gone = [hit for hit in found.hits if all(line.hit is not hit for line in lines)]
    return replace(
        found,
        total=found.total - len(gone),
        kinds=_less(found.kinds, (hit.kind for hit in gone)),
        areas=_less(found.areas, (area for hit in gone for area in hit.areas)),
        issuers=_less(found.issuers, (hit.issuer for hit in gone)),
        years=_less(found.years, (hit.on.year for hit in gone if hit.on)),
    )


def _of_missing_kinds(query: Query, found: Found) -> tuple[Hit, ...]:
    """The best of kinds that the first page does not reach: three documents behind four hundred units."""
    reached = {hit.kind for hit in found.hits}
    missing = tuple(kind for kind in found.kinds if kind not in reached)
    if not missing or query.kinds or query.offset:
        return ()
    return searching.search(replace(query, kinds=missing)).hits


def is_answer(part: Part) -> bool:
    """Whether a part can answer by itself: not what stands before the first article, nor addressees and signature."""
    return part.url.rpartition("#")[2] not in UNANSWERING


def find(request: HttpRequest, query: Query, on: date) -> Findings:
    """Ask the index and look at what it found; one statement for each kind that was found."""
    found = searching.search(query)
    found = replace(found, hits=found.hits + _of_missing_kinds(query, found))
    rows, articles = _rows(request, found.hits, on), tuple(articles_named(syllables(query.text)))
    lines = [
        Line(hit, rows[hit.kind, hit.group], any(is_name_of(query.text, symbol) for symbol in hit.symbols), articles)
        for hit in found.hits
        if (hit.kind, hit.group) in rows
    ]
    found = _without(found, lines)
    labels = {kind: source.label for kind, source in searching.sources().items()}
    groups = [
        Group(kind, labels[kind], found.kinds.get(kind, 0), [line for line in lines if line.hit.kind == kind])
        for kind in dict.fromkeys(line.hit.kind for line in lines)
    ]
    if len(groups) > 1:
        groups = [replace(group, lines=group.lines[:GROUP_MOST]) for group in groups]
    best = lines[0] if lines and not query.offset and lines[0].parts and is_answer(lines[0].parts[0]) else None
    return Findings(found, groups, (best, best.parts[0]) if best else None)
