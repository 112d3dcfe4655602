"""Answering a question from this node's copy. What the reader's tokens do not open is outside every query that is run."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import tantivy
from tantivy import Occur
from tantivy import Query as Clause

from caunoi.kit.searching import shelf
from caunoi.kit.searching.asking import Found, Hit, Part, Query
from caunoi.kit.searching.entries import sources
from caunoi.kit.searching.schema import SCHEMA, group_fact, identity, shown, symbol_key
from caunoi.pure.syllables import STOP, Wanted, excerpt, marked, pairs, syllables

# Of a question: what comes after is not looked at, so that the time is bounded.
TEXT_MOST, SYLLABLES_MOST = 4_000, 64
# Entries that are counted one by one; above, counts are about right.
COUNTED = 1_000
OFFSET_MOST = 400
OTHERS_MOST, OTHERS_BOOST = 4, 0.9
SYMBOL_WORDS_MOST = 8
EXACT, BEGUN = 1_000.0, 300.0
FACETS = ("kinds", "areas", "issuers", "years")
FIELDS = {"kinds": "kind", "areas": "areas", "issuers": "issuer", "years": "year"}


def _term(field: str, value: str) -> Clause:
    return Clause.term_query(SCHEMA, field, value, "freq" if field == "words" else "basic")


def _any(clauses: Sequence[Clause], least: int = 1) -> Clause:
    return Clause.boolean_query([(Occur.Should, clause) for clause in clauses], least)


def _only(clause: Clause) -> tuple[Occur, Clause]:
    """It must be so, and says nothing of how well it fits."""
    return Occur.Must, Clause.const_score_query(clause, 0.0)


def opened_by(tokens: frozenset[str]) -> Clause:
    """What a reader with these tokens may find. Stands in every query of this package."""
    return Clause.term_set_query(SCHEMA, "facts", [f"t:{token}" for token in sorted(tokens)])


def _filters(query: Query, without: str = "") -> list[tuple[Occur, Clause]]:
    chosen: dict[str, Sequence[Any]] = {
        "kinds": query.kinds, "areas": query.areas, "issuers": query.issuers, "years": query.years,
    }  # fmt: skip
    facts = [
        [f"{name[0]}:{value}" for value in values] for name, values in chosen.items() if values and name != without
    ]
    if query.groups:
        facts.append([group_fact(kind, group) for kind in (query.kinds or sources()) for group in query.groups])
    made = [_only(opened_by(query.tokens))] + [_only(Clause.term_set_query(SCHEMA, "facts", one)) for one in facts]
    if query.in_force_on:
        day = query.in_force_on.toordinal()
        whole = tantivy.FieldType.Integer
        made.append(_only(Clause.range_query(SCHEMA, "valid_from", whole, upper_bound=day)))
        made.append(_only(Clause.range_query(SCHEMA, "valid_until", whole, lower_bound=day, include_lower=False)))
    return made


@dataclass(frozen=True)
class Asked:
    """A question taken apart."""

    words: list[str]
    symbols: list[Clause]
    wanted: Wanted
    # The same in other words, syllable by syllable.
    others: tuple[list[str], ...] = ()

    @property
    def content(self) -> list[str]:
        """The different syllables that mean something; all of them when none does."""
        return _content(self.words)


def _content(words: Sequence[str]) -> list[str]:
    all_words = list(dict.fromkeys(words))
    return [word for word in all_words if word not in STOP] or all_words


def understand(text: str, others: Sequence[str] = ()) -> Asked:
    """Syllables, and every run of them that may be a symbol. Operators and signs mean nothing."""
    words = syllables(text[:TEXT_MOST], SYLLABLES_MOST)
    also = tuple(syllables(other[:TEXT_MOST], SYLLABLES_MOST) for other in others[:OTHERS_MOST])
    return Asked(words, _symbols(words), Wanted([words, *also]), also)


def _symbols(words: Sequence[str]) -> list[Clause]:
    """Runs from a number on ("12 hd ldld") as whole symbols; and the whole question as the beginning of one."""
    keys: dict[str, float] = {}
    for start, word in enumerate(words):
        if not word[0].isdigit():
            continue
        for end in range(start + 1, min(len(words), start + SYMBOL_WORDS_MOST) + 1):
            key = symbol_key(words[start:end])
            if not key.isdigit():
                keys[key] = EXACT * (end - start)
    found = [Clause.const_score_query(_term("symbols", key), score) for key, score in list(keys.items())[:80]]
    whole = symbol_key(words)
    if words and words[0][0].isdigit() and len(words) <= SYMBOL_WORDS_MOST and not whole.isdigit():
        found.append(Clause.const_score_query(_term("starts", f"#{whole}"), BEGUN))
    return found


def _least(count: int, *, is_loose: bool) -> int:
    """How many of the different syllables of a question must be there: short questions mean every word."""
    if is_loose:
        return -(-count // 3)
    if count <= 3:
        return count
    if count <= 5:
        return count - 1
    return max(4, round(count * 0.4))


def _by_words(words: Sequence[str], *, is_loose: bool) -> Clause:
    """Every syllable and pair counts as often as it is asked for."""
    ranked = [_term("words", word) for word in [*words, *pairs(words)]]
    content = _content(words)
    needed = _any([_term("words", word) for word in content], _least(len(content), is_loose=is_loose))
    return Clause.boolean_query([_only(needed), *((Occur.Should, clause) for clause in ranked)])


def _matching(asked: Asked, *, is_loose: bool) -> Clause:
    """Entries that fit, with their scores; in several wordings the one that fits best counts."""
    by_words = _by_words(asked.words, is_loose=is_loose)
    if asked.others:
        others = [Clause.boost_query(_by_words(words, is_loose=False), OTHERS_BOOST) for words in asked.others if words]
        by_words = Clause.disjunction_max_query([by_words, *others])
    return _any([by_words, *asked.symbols])


class _Look:
    """One question to one state of the index."""

    def __init__(self, searcher: tantivy.Searcher, query: Query, asked: Asked, *, is_loose: bool) -> None:
        self.searcher, self.query, self.asked, self.is_loose = searcher, query, asked, is_loose
        self.matching = _matching(asked, is_loose=is_loose)
        self.result = self._run("")
        self.addresses = [address for _, address in self.result.hits]

    def _clause(self, without: str) -> Clause:
        return Clause.boolean_query([(Occur.Must, self.matching), *_filters(self.query, without)])

    def _run(self, without: str, limit: int = COUNTED) -> tantivy.SearchResult:
        return self.searcher.search(self._clause(without), limit, count=True, weight_by_field="weight")

    def _values(self, name: str, addresses: Sequence[tantivy.DocAddress]) -> list[Any]:
        return self.searcher.fast_field_values(name, list(addresses))

    def groups(self) -> dict[int, list[int]]:
        """Places of the hits by their group, best group first."""
        found: dict[int, list[int]] = {}
        for place, group in enumerate(self._values("group_id", self.addresses)):
            found.setdefault(group, []).append(place)
        return found

    def count(self, facet: str) -> dict[Any, int]:
        """Groups by the values of a filter, as if that filter were not set."""
        without = facet if getattr(self.query, facet) else ""
        result = self._run(without) if without else self.result
        addresses = [address for _, address in result.hits]
        name = FIELDS[facet]
        values = self._values(name if facet == "years" else f"{name}_id", addresses)
        groups = self._values("group_id", addresses)
        counted = Counter(value for value, _ in set(zip(values, groups, strict=True)))
        # Where more match than were looked at, the share of the best thousand stands for all.
        scale = max(1.0, _total(result) / max(1, len(addresses)))
        sized = {value: round(count * scale) for value, count in counted.items()}
        if facet == "years":
            return {year: count for year, count in sorted(sized.items(), reverse=True) if year}
        named = {identity(text): text for text in self._names(name, without)}
        return _split(facet, {named[value]: count for value, count in sized.items() if named.get(value)})

    def _names(self, field: str, without: str) -> list[str]:
        asked = {"names": {"terms": {"field": field, "size": 2_000}}}
        buckets = self.searcher.aggregate(self._clause(without), asked)["names"]["buckets"]
        return [bucket["key"] for bucket in buckets]


def _total(result: Any) -> int:
    return int(result.count)


def _split(facet: str, counts: dict[str, int]) -> dict[str, int]:
    if facet != "areas":
        return dict(sorted(counts.items(), key=lambda item: -item[1]))
    made: Counter[str] = Counter()
    for joined, count in counts.items():
        for area in joined.split("|"):
            made[area] += count
    return dict(made.most_common())


def _part(entry: dict[str, Any], wanted: Wanted) -> tuple[Part, int]:
    """The entry as a clause, narrowed to the best of its passages."""
    pieces, worth = excerpt(entry["text"], wanted)
    path, url = entry["path"], entry["url"]
    for label, address, text in entry["passages"]:
        other, other_worth = excerpt(text, wanted)
        if other_worth > worth or not pieces:
            pieces, worth = other, other_worth
            path, url = ", ".join(filter(None, (entry["path"], label))), address
    return Part(path, url, tuple(pieces)), worth


def _hit(look: _Look, places: Sequence[int]) -> Hit:
    wanted = look.asked.wanted
    taken = places[: look.query.parts + 1]
    entries = [shown(look.searcher.doc(look.addresses[place]).get_first("shown")) for place in taken]
    parts = [_part(entry, wanted)[0] for entry in entries if entry["path"]][: look.query.parts]
    best = entries[0]
    whole = next((entry for entry in entries if not entry["path"]), best)
    snippet = parts[0].snippet if parts and best["path"] else _part(whole, wanted)[0].snippet
    score = look.result.hits[places[0]][0]
    return Hit(
        kind=best["kind"],
        group=best["group"],
        title=tuple(marked(best["title"], wanted)),
        url=whole["url"].partition("#")[0] if whole["path"] else whole["url"],
        snippet=snippet,
        parts=tuple(parts),
        symbols=tuple(best["symbols"]),
        areas=tuple(best["areas"]),
        issuer=best["issuer"],
        on=best["on"],
        valid_from=best["valid_from"],
        valid_until=best["valid_until"],
        is_exact=score >= EXACT,
        score=score,
    )


def _answer(searcher: tantivy.Searcher, query: Query, asked: Asked) -> Found:
    look = _Look(searcher, query, asked, is_loose=False)
    if not look.addresses and len(asked.content) > 1:
        look = _Look(searcher, query, asked, is_loose=True)
    groups = list(look.groups().values())
    total = len(groups)
    if _total(look.result) > len(look.addresses):
        total = round(total * _total(look.result) / len(look.addresses))
    first = min(max(0, query.offset), OFFSET_MOST)
    hits = tuple(_hit(look, places) for places in groups[first : first + max(0, query.limit)])
    counts = {facet: look.count(facet) for facet in FACETS}
    return Found(
        hits, total, counts["kinds"], counts["areas"], counts["issuers"], counts["years"], is_loose=look.is_loose
    )


def search(query: Query) -> Found:
    """Answer a question. Never fails for what is asked; time is bounded whatever is asked."""
    started = time.perf_counter()
    searcher = shelf.searcher()
    if searcher is None:
        return Found(is_ready=False)
    asked = understand(query.text, query.others)
    found = _answer(searcher, query, asked) if asked.words else Found()
    return replace(found, took_ms=round((time.perf_counter() - started) * 1000, 2))
