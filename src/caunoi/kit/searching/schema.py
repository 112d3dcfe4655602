"""How an entry lies in the index. Whatever changes here must raise VERSION: every node then builds its copy anew."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from hashlib import blake2b
from typing import Any

import tantivy

from caunoi.kit.searching.entries import PUBLIC, Entry
from caunoi.pure.syllables import accented_words, pairs, syllables, terms

VERSION = 3
# Of one entry; a clause of the longest code has a tenth of it.
TEXT_MOST = 200_000
BEGINNING_MOST = 8
SYMBOL_MOST = 40
ALWAYS = 9_999_999
WORD_MARK = "~"


def build() -> tantivy.Schema:
    """The fields. `freq`: how often a word occurs counts, where it stands does not; that is in the pairs."""
    made = tantivy.SchemaBuilder()
    made.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    # Only of what everyone may read: did-you-mean proposes from it.
    made.add_text_field("accents", tokenizer_name="whitespace", index_option="basic")
    # Titles of wholes, with all beginnings of their syllables, and symbols with theirs: for suggestions.
    made.add_text_field("starts", tokenizer_name="whitespace", index_option="basic")
    made.add_text_field("symbols", tokenizer_name="raw", index_option="basic")
    made.add_text_field("facts", tokenizer_name="raw", index_option="basic")
    for name in ("kind", "areas", "issuer"):
        made.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("group_id", "kind_id", "areas_id", "issuer_id", "year", "is_whole"):
        made.add_unsigned_field(name, fast=True)
    for name in ("valid_from", "valid_until"):
        made.add_integer_field(name, indexed=True, fast=True)
    made.add_float_field("weight", fast=True)
    made.add_bytes_field("shown", stored=True)
    return made.build()


SCHEMA = build()


def identity(*parts: str) -> int:
    """A number for a text, the same everywhere and always."""
    return int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=8).digest(), "big")


def group_fact(kind: str, group: str) -> str:
    """The fact by which a group is found to be replaced."""
    return f"g:{kind}:{group}"


def symbol_key(words: Iterable[str]) -> str:
    """One key for "12/HD-LĐLĐ", "12 hd ldld" and "12hdldld": spaces are where people's memories differ most."""
    return "".join(words)[:SYMBOL_MOST]


def _starts(entry: Entry) -> list[str]:
    """`=` before whole syllables, `-` before beginnings, `#` before beginnings of symbols."""
    words = list(dict.fromkeys(syllables(entry.title, 60)))
    keys = [symbol_key(syllables(symbol)) for symbol in entry.symbols]
    found = [f"={word}" for word in words]
    found += [f"-{word[:length]}" for word in words for length in range(1, min(len(word), BEGINNING_MOST) + 1)]
    found += [f"#{key[:length]}" for key in keys for length in range(1, len(key) + 1)]
    return list(dict.fromkeys(found))


def _spellings(text: str) -> set[str]:
    """Words and pairs with their accents; and each word without, marked, to know whether there is one."""
    words = accented_words(text)
    return {*words, *pairs(words), *(WORD_MARK + word for word in set(syllables(text)))}


def _facts(entry: Entry) -> list[str]:
    found = [group_fact(entry.kind, entry.group), f"k:{entry.kind}", f"i:{entry.issuer}"]
    found += [f"a:{area}" for area in entry.areas]
    found += [f"y:{entry.on.year}"] if entry.on else []
    return found + [f"t:{token}" for token in sorted(entry.audience)]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _shown(entry: Entry) -> bytes:
    passages = [[part.label, part.url, part.text[:TEXT_MOST]] for part in entry.passages]
    kept = {
        "title": entry.title, "url": entry.url, "text": entry.text[:TEXT_MOST], "path": entry.path, "passages": passages,
        "symbols": entry.symbols, "areas": entry.areas, "issuer": entry.issuer, "on": _day(entry.on),
        "valid_until": _day(entry.valid_until), "kind": entry.kind, "group": entry.group,
    }  # fmt: skip
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def document(entry: Entry) -> tantivy.Document:
    """The entry as the index takes it: the title twice, with the path, then the text (DATA: one field, not two)."""
    heading = f"{entry.title}. {entry.path}" if entry.path else entry.title
    text = "\n".join([entry.text, *(part.text for part in entry.passages)])[:TEXT_MOST]
    heads = terms(heading)
    made = tantivy.Document()
    made.add_text("words", " ".join([*heads, *heads, *terms(text)]))
    if PUBLIC in entry.audience:
        made.add_text("accents", " ".join(_spellings(f"{heading}\n{text}")))
    if not entry.path:
        made.add_text("starts", " ".join(_starts(entry)))
    for symbol in entry.symbols:
        made.add_text("symbols", symbol_key(syllables(symbol)))
    for fact in _facts(entry):
        made.add_text("facts", fact)
    areas = "|".join(sorted(entry.areas))
    for name, value in (("kind", entry.kind), ("areas", areas), ("issuer", entry.issuer)):
        made.add_text(name, value)
        made.add_unsigned(f"{name}_id", identity(value))
    made.add_unsigned("group_id", identity(entry.kind, entry.group))
    made.add_unsigned("year", entry.on.year if entry.on else 0)
    made.add_unsigned("is_whole", int(not entry.path))
    made.add_integer("valid_from", entry.valid_from.toordinal() if entry.valid_from else 0)
    made.add_integer("valid_until", entry.valid_until.toordinal() if entry.valid_until else ALWAYS)
    made.add_float("weight", entry.weight)
    made.add_bytes("shown", _shown(entry))
    return made


def shown(stored: Any) -> dict[str, Any]:
    """What `document` kept for showing, back."""
    kept: dict[str, Any] = json.loads(stored)
    for name in ("on", "valid_until"):
        kept[name] = date.fromisoformat(kept[name]) if kept[name] else None
    return kept
