"""Did you mean: the question with its accents and without its slips, by the texts that everyone may read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from tantivy import Occur
from tantivy import Query as Clause

from caunoi.kit.searching.schema import SCHEMA, WORD_MARK
from caunoi.kit.searching.shelf import Copy
from caunoi.pure.accents import restore
from caunoi.pure.syllables import WORD, has_accents
from caunoi.pure.vietnamese import fold

# A longer question is a sentence: it is found as it is, and nobody reads it again with other accents.
WORDS_MOST, TEXT_MOST = 16, 300


def _exists(copy: Copy, word: str, opened: Clause) -> bool:
    """Whether a text that is there now and open to the reader holds the word in this spelling."""
    held = Clause.term_query(SCHEMA, "accents", word, "basic")
    clause = Clause.boolean_query([(Occur.Must, held), (Occur.Must, opened)])
    return bool(copy.searcher.search(clause, 1, count=False).hits)


def meant(copy: Copy, text: str, opened: Clause, *, is_found: bool) -> str:
    """The question in a better spelling; "" when there is none, or when the typed accents found what they ask for."""
    text = unicodedata.normalize("NFC", text)
    words = [word.lower() for word in WORD.findall(text[: TEXT_MOST + 1])]
    if not words or len(words) > WORDS_MOST or len(text) > TEXT_MOST or (is_found and has_accents(text)):
        return ""
    better = restore(words, count=copy.spelt, is_word=lambda word: copy.spelt(WORD_MARK + word), total=copy.total)
    changed = [one for one, typed in zip(better, words, strict=True) if one != typed]
    # A word that no text knows makes the rest a guess.
    is_known = all(copy.spelt(WORD_MARK + fold(one)) for one in better if one.isalpha())
    if not changed or not is_known or not all(_exists(copy, one, opened) for one in changed):
        return ""
    return WORD.sub(_as_typed(words, better), text).strip()


def _as_typed(words: list[str], better: list[str]) -> Callable[..., str]:
    """Word for word, with signs and spaces as they were; a word that stays keeps its capitals."""
    places = iter(zip(words, better, strict=True))

    def put(match: object) -> str:
        typed, one = next(places)
        return one if fold(one) != fold(typed) or one != typed else match.group()  # type: ignore[attr-defined]

    return put
