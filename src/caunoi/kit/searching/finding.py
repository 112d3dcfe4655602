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

from caunoi.kit.searching import shelf, synonyms
from caunoi.kit.searching.asking import Found, Hit, Part, Query
from caunoi.kit.searching.meaning import meant as better_spelling
from caunoi.kit.searching.schema import SCHEMA, symbol_key
from caunoi.kit.searching.shelf import Copy
from caunoi.pure.excerpts import Wanted, excerpt, marked
from caunoi.pure.naming import articles_named, beyond_names, names_in, places_named
from caunoi.pure.syllables import STOP, accented_words, pairs, syllables
from caunoi.pure.vietnamese import fold

# Of a question: what comes after is not looked at, so that the time is bounded.
TEXT_MOST, SYLLABLES_MOST = 4_000, 64
# Entries that are counted one by one; above, counts are about right.
COUNTED = 1_000
OFFSET_MOST = 400
SYMBOL_WORDS_MOST = 8
# Of so many different words all must be there; of so many, all but one.
ALL_MOST, SHORT_MOST = 3, 5
# The part of the best score that an entry must reach to be a result of a longer question.
WORTH = 1 / 3
# A long question is met by an entry with four of its words; of the best few, one must have them, or a third.
NEAR, REACHING = 4, 5
EXACT, NAMED, BEGUN, SPELT = 1_000.0, 600.0, 300.0, 0.2
# Documents that one name ("quyết định 12") may mean.
NAMESAKES_MOST = 40
ARTICLE_WORTH = 8.0
FACETS = ("kinds", "areas", "issuers", "years")
FIELDS = {"kinds": "kind_id", "areas": "areas_id", "issuers": "issuer_id", "years": "year"}


def _term(field: str, value: str) -> Clause:
    return Clause.term_query(SCHEMA, field, value, "freq" if field == "words" else "basic")


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
    made = [_only(opened_by(query.tokens))] + [_only(Clause.term_set_query(SCHEMA, "facts", one)) for one in facts]
    if query.in_force_on:
        day = query.in_force_on.toordinal()
        whole = tantivy.FieldType.Integer
        made.append(_only(Clause.range_query(SCHEMA, "valid_from", whole, upper_bound=day)))
        made.append(_only(Clause.range_query(SCHEMA, "valid_until", whole, lower_bound=day, include_lower=False)))
    return made


@dataclass(frozen=True)
class Asked:
    """A question taken apart: what was typed, folded, and the same said otherwise (synonyms)."""

    words: list[str]
    readings: list[tuple[list[str], list[str]]]
    spellings: list[str]
    symbols: list[Clause]
    wanted: Wanted
    # What is asked of a document that was named, and of which clauses and points of it.
    beyond: Wanted
    places: set[str]


def understand(text: str) -> Asked:
    """Syllables, other ways to say them, and every run of them that may be a symbol. Operators and signs mean nothing."""
    typed = accented_words(text[:TEXT_MOST])[:SYLLABLES_MOST]
    words = [fold(word) for word in typed]
    others = synonyms.readings(typed)
    spellings = [word for word, bare in zip(typed, words, strict=True) if word != bare]
    wanted = Wanted([words, *(phrase for _, phrase in others)])
    beyond = Wanted(beyond_names(words))
    return Asked(words, others, spellings, _symbols(words), wanted, beyond, places_named(words))


def content_of(words: Sequence[str]) -> list[str]:
    """The different syllables that mean something; all of them when none does."""
    different = list(dict.fromkeys(words))
    return [word for word in different if word not in STOP] or different


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


def _named(copy: Copy, query: Query, words: Sequence[str]) -> list[Clause]:
    """Documents named by type and number ("nghị định 175"), by the symbols of those that the reader may find."""
    beginnings = [f"#{key}" for name in names_in(words) for key in name.beginnings()]
    if not beginnings:
        return []
    whole = Clause.const_score_query(Clause.term_set_query(SCHEMA, "starts", beginnings), 1.0)
    clause = Clause.boolean_query([(Occur.Must, whole), _only(opened_by(query.tokens))])
    hits = copy.searcher.search(clause, NAMESAKES_MOST, count=False).hits
    keys = {symbol_key(syllables(symbol)) for _, address in hits for symbol in copy.entry(address)["symbols"]}
    return [_document_at(key, articles_named(words)) for key in sorted(keys)]


def _document_at(key: str, articles: Sequence[str]) -> Clause:
    """All of a document, the articles that were asked for first: their headings hold "Điều 5" twice."""
    first = [(Occur.Should, Clause.boost_query(_term("words", pair), ARTICLE_WORTH)) for pair in articles]
    return Clause.boolean_query([(Occur.Must, Clause.const_score_query(_term("symbols", key), NAMED)), *first])


def _least(count: int, *, is_loose: bool) -> int:
    """How many of the different syllables of a question must be there: short questions mean every word."""
    if is_loose:
        return -(-count // 3)
    if count <= ALL_MOST:
        return count
    return count - 1 if count <= SHORT_MOST else 0


def _words(words: Sequence[str]) -> list[tuple[Occur, Clause]]:
    """Each different word, worth as much as how often it is asked for."""
    counted = Counter(words)
    return [
        (Occur.Should, _term("words", word) if count == 1 else Clause.boost_query(_term("words", word), float(count)))
        for word, count in counted.items()
    ]


def _fitting(words: Sequence[str], spellings: Sequence[str], *, is_loose: bool) -> Clause:
    """Entries with so many of the words that mean something; the other words, and the pairs, add to the score.

    `spellings`, the accents that were typed, break ties: "thuế" before "thuê". Only public entries have them.
    """
    content = content_of(words)
    least = _least(len(content), is_loose=is_loose)
    spelt = [(Occur.Should, Clause.boost_query(_term("accents", word), SPELT)) for word in dict.fromkeys(spellings)]
    if not least:  # on one level, without a number that must be there: that is six times as fast
        return Clause.boolean_query([*_words([*words, *pairs(words)]), *spelt])
    meant = set(content)
    needed = _words([word for word in words if word in meant])
    if least == len(needed):
        needed, least = [(Occur.Must, clause) for _, clause in needed], 0
    rest = _words([word for word in words if word not in meant] + pairs(words))
    return Clause.boolean_query([(Occur.Must, Clause.boolean_query(needed, least or None)), *rest, *spelt])


def _said_otherwise(words: Sequence[str], phrase: Sequence[str]) -> Clause:
    """Entries with every word of a phrase that stands for what was typed; the rest of the question adds to the score."""
    needed = [(Occur.Must, _term("words", word)) for word in dict.fromkeys(phrase)]
    return Clause.boolean_query([*needed, *_words([*words, *pairs(words)])])


def _matching(asked: Asked, *, is_loose: bool) -> Clause:
    """Entries that fit one of the readings, by the best of them; symbols stand above all words."""
    fitting = [_fitting(asked.words, asked.spellings, is_loose=is_loose)]
    fitting += [_said_otherwise(words, phrase) for words, phrase in asked.readings]
    by_words = Clause.disjunction_max_query(fitting) if len(fitting) > 1 else fitting[0]
    if not asked.symbols:
        return by_words
    return Clause.boolean_query([(Occur.Should, clause) for clause in (by_words, *asked.symbols)])


class _Look:
    """One question to one state of the index."""

    def __init__(self, copy: Copy, query: Query, asked: Asked, *, is_loose: bool) -> None:
        self.copy, self.query, self.asked, self.is_loose = copy, query, asked, is_loose
        self.is_long = not is_loose and len(content_of(asked.words)) > SHORT_MOST
        self.matching = _matching(asked, is_loose=is_loose)
        self.scores, self.addresses, self.scale = self.run("")
        self.group_ids = self.copy.values("group_id", self.addresses)

    def run(self, without: str) -> tuple[list[float], list[tantivy.DocAddress], float]:
        """The best entries with their scores; and how many times as many there are. One of the filters may be left out.

        Of a long question any word may be there; what has a third of the score of the best counts as found.
        """
        clause = Clause.boolean_query([(Occur.Must, self.matching), *_filters(self.query, without)])
        result: Any = self.copy.searcher.search(clause, COUNTED, count=not self.is_long, weight_by_field="weight")
        hits = result.hits
        if self.is_long:
            least = next((score for score, _ in hits if score < BEGUN), 0.0) * WORTH
            hits = [hit for hit in hits if hit[0] >= least]
        scale = 1.0 if self.is_long else max(1.0, result.count / max(1, len(hits)))
        return [score for score, _ in hits], [address for _, address in hits], scale

    def reach(self) -> int:
        """The most different words of the question that one of the best few entries has."""
        entries = (self.copy.entry(address) for address in self.addresses[:REACHING])
        return max((len(self.asked.wanted.words_of(_all_text(entry))) for entry in entries), default=0)

    def groups(self) -> list[list[int]]:
        """Places of the hits by their group, best group first."""
        found: dict[int, list[int]] = {}
        for place, group in enumerate(self.group_ids):
            found.setdefault(group, []).append(place)
        return list(found.values())

    def count(self, facet: str) -> dict[Any, int]:
        """Groups by the values of a filter, as if that filter were not set."""
        addresses, group_ids, scale = self.addresses, self.group_ids, self.scale
        if getattr(self.query, facet):
            _, addresses, scale = self.run(facet)
            group_ids = self.copy.values("group_id", addresses)
        values = self.copy.values(FIELDS[facet], addresses)
        counted = Counter(value for value, _ in set(zip(values, group_ids, strict=True)))
        # Where more fit than were looked at, the share of the best thousand stands for all.
        sized = {value: round(count * scale) for value, count in counted.most_common()}
        if facet == "years":
            return {year: count for year, count in sorted(sized.items(), reverse=True) if year}
        names = self.copy.names()
        return _split(facet, {names[value]: count for value, count in sized.items() if names.get(value)})


def _all_text(entry: dict[str, Any]) -> str:
    return "\n".join([entry["title"], entry["path"], entry["text"], *(text for _, _, text in entry["passages"])])


def _split(facet: str, counts: dict[str, int]) -> dict[str, int]:
    if facet != "areas":
        return counts
    made: Counter[str] = Counter()
    for joined, count in counts.items():
        for area in joined.split("|"):
            made[area] += count
    return dict(made.most_common())


def _part(entry: dict[str, Any], wanted: Wanted, places: set[str]) -> Part:
    """The entry as a clause, narrowed to the passage that was named, or else to the best."""
    for label, address, text in entry["passages"] if places else ():
        if places <= set(pairs(syllables(label))):
            return Part(", ".join(filter(None, (entry["path"], label))), address, tuple(excerpt(text, wanted)[0]))
    pieces, worth = excerpt(entry["text"], wanted)
    path, url = entry["path"], entry["url"]
    for label, address, text in entry["passages"]:
        other, other_worth = excerpt(text, wanted)
        if other_worth > worth or not pieces:
            pieces, worth = other, other_worth
            path, url = ", ".join(filter(None, (entry["path"], label))), address
    return Part(path, url, tuple(pieces))


def _hit(look: _Look, places: Sequence[int]) -> Hit:
    is_named = look.scores[places[0]] >= NAMED
    wanted, named = look.asked.beyond if is_named else look.asked.wanted, look.asked.places if is_named else set()
    entries = [look.copy.entry(look.addresses[place]) for place in places[: look.query.parts + 1]]
    best = entries[0]
    whole = next((entry for entry in entries if not entry["path"]), None)
    clauses = [entry for entry in entries if entry["path"]][: look.query.parts]
    parts = [_part(entry, wanted, named) for entry in clauses[:1]]
    parts += [Part(entry["path"], entry["url"]) for entry in clauses[1:]]
    snippet = parts[0].snippet if best["path"] and parts else _part(best, wanted, set()).snippet
    return Hit(
        title=tuple(marked(best["title"], wanted)),
        url=whole["url"] if whole else best["url"].partition("#")[0],
        snippet=snippet,
        parts=tuple(parts),
        symbols=tuple(best["symbols"]),
        areas=tuple(best["areas"]),
        is_exact=look.scores[places[0]] >= EXACT,
        **{name: best[name] for name in ("kind", "group", "issuer", "on", "valid_until")},
    )


def _look(copy: Copy, query: Query, asked: Asked) -> _Look:
    """What fits; else what fits loosely; nothing when that would be far from what was asked."""
    count = len(content_of(asked.words))
    look = _Look(copy, query, asked, is_loose=False)
    if look.is_long and look.addresses and look.scores[0] < BEGUN:
        reach = look.reach()
        look.is_loose = reach < NEAR
        if reach < min(NEAR, -(-count // 3)):
            look.scores, look.addresses, look.group_ids = [], [], []
    elif not look.addresses and count > 1 and not look.is_long:
        look = _Look(copy, query, asked, is_loose=True)
    return look


def _answer(copy: Copy, query: Query, asked: Asked) -> Found:
    look = _look(copy, query, asked)
    groups = look.groups()
    total = round(len(groups) * look.scale)
    first = min(max(0, query.offset), OFFSET_MOST)
    hits = tuple(_hit(look, places) for places in groups[first : first + max(0, query.limit)])
    counts = {facet: look.count(facet) for facet in FACETS}
    is_found = bool(hits) and not look.is_loose
    is_symbol = bool(hits) and look.scores[0] >= BEGUN
    meant = "" if is_symbol else better_spelling(copy, query.text, opened_by(query.tokens), is_found=is_found)
    return Found(
        hits,
        total,
        counts["kinds"],
        counts["areas"],
        counts["issuers"],
        counts["years"],
        meant=meant,
        is_loose=look.is_loose,
    )


def search(query: Query) -> Found:
    """Answer a question. Never fails for what is asked; time is bounded whatever is asked."""
    started = time.perf_counter()
    copy = shelf.copy()
    if copy is None:
        return Found(is_ready=False)
    asked = understand(query.text)
    asked = replace(asked, symbols=[*asked.symbols, *_named(copy, query, asked.words)])
    found = _answer(copy, query, asked) if asked.words else Found()
    return replace(found, took_ms=round((time.perf_counter() - started) * 1000, 2))
