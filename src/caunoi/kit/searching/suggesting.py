"""Suggestions while someone types: titles and symbols that begin so, among what the reader may open."""

from __future__ import annotations

from tantivy import Occur
from tantivy import Query as Clause

from caunoi.kit.searching import shelf
from caunoi.kit.searching.asking import Suggestion
from caunoi.kit.searching.finding import opened_by
from caunoi.kit.searching.schema import BEGINNING_MOST, SCHEMA, symbol_key
from caunoi.pure.syllables import pairs, syllables
from caunoi.pure.vietnamese import fold

TEXT_MOST, SYLLABLES_MOST, LOOKED_AT = 200, 12, 40


def _term(field: str, value: str) -> Clause:
    return Clause.term_query(SCHEMA, field, value, "freq" if field == "words" else "basic")


def _beginning(words: list[str], *, is_open: bool) -> Clause:
    """Every syllable is in the title, the last as a beginning; or it all begins a symbol."""
    whole, last = (words[:-1], words[-1]) if is_open else (words, "")
    needed = [(Occur.Must, Clause.const_score_query(_term("starts", f"={word}"), 0.0)) for word in whole]
    if last:
        needed.append((Occur.Must, Clause.const_score_query(_term("starts", f"-{last[:BEGINNING_MOST]}"), 1.0)))
    ranked = [(Occur.Should, _term("words", pair)) for pair in pairs(words)]
    by_words = Clause.boolean_query([*needed, *ranked])
    by_symbol = Clause.const_score_query(_term("starts", f"#{symbol_key(words)}"), 100.0)
    return Clause.boolean_query([(Occur.Should, by_words), (Occur.Should, by_symbol)])


def suggest(prefix: str, tokens: frozenset[str], limit: int = 8) -> list[Suggestion]:
    """At most `limit` titles that the beginning may become, those that begin with it first."""
    copy = shelf.copy()
    text = prefix[:TEXT_MOST]
    words = syllables(text, SYLLABLES_MOST)
    if copy is None or not words:
        return []
    asked = _beginning(words, is_open=text[-1].isalnum())
    clause = Clause.boolean_query([(Occur.Must, asked), (Occur.Must, Clause.const_score_query(opened_by(tokens), 0.0))])
    hits = copy.searcher.search(clause, LOOKED_AT, count=False, weight_by_field="weight").hits
    entries = [copy.entry(address) for _, address in hits]
    begun = " ".join(fold(text).split())
    entries.sort(key=lambda entry: not fold(entry["title"]).startswith(begun))
    found = [
        Suggestion(entry["title"], entry["kind"], entry["url"], next(iter(entry["symbols"]), ""), entry["group"])
        for entry in entries
    ]
    return list({(one.kind, one.text): one for one in found}.values())[:limit]
