"""Near-duplicate texts: MinHash over folded character 5-grams, with bands that a database can hold and look up.

Broder, "On the resemblance and containment of documents" (1997). Every hash is BLAKE2 or SHAKE from the standard library,
so a signature stored today is the same on every machine and after every upgrade; change VERSION with any constant below.

The bands of a text are stored, one row each. Whoever looks for texts like it asks for its `probes`: its bands, and the same
bands with a higher hash in one place or two, since an edit often adds just the piece that became the lowest (multi-probe).
That finds with 16 bands of four rows what would otherwise need 16 bands of three, and meets a tenth of the strangers
(docs/mechanisms/likeness.md).
"""

from __future__ import annotations

import hashlib
import re
import sys
from array import array
from itertools import product

from caunoi.pure.vietnamese import fold

VERSION = 1
GRAM = 5
ROWS = 4
BANDS = 16
PERMUTATIONS = ROWS * BANDS
# From here on two texts are taken for the same; edited copies lie above, strangers on one subject below.
THRESHOLD = 0.33
# More than this of a text is not compared: a long attachment shall not hold a worker up.
MAX_CHARS = 8_000
# An edit changes much of a short text: it is looked up with more probes.
SHORT_CHARS = 200
PASSAGE_CHARS = 50
MAX_PASSAGES = 24

HIGHEST = 2**32 - 1
WORD = re.compile(r"[^\W_]+")
SENTENCE_END = re.compile(r"[.!?;:\n]+")


def _plain(text: str) -> str:
    return " ".join(WORD.findall(fold(text[:MAX_CHARS])))


def _grams(plain: str) -> set[str]:
    return {plain[start : start + GRAM] for start in range(max(1, len(plain) - GRAM + 1))} if plain else set()


def _columns(text: str) -> list[array[int]]:
    """For each permutation, the hashes of all pieces of the text."""
    size = PERMUTATIONS * 4
    hashes = array("I")
    hashes.frombytes(b"".join(hashlib.shake_128(gram.encode()).digest(size) for gram in _grams(_plain(text))))
    if sys.byteorder == "big":
        hashes.byteswap()
    return [hashes[start::PERMUTATIONS] for start in range(PERMUTATIONS)] if hashes else []


def signature(text: str) -> tuple[int, ...]:
    """64 numbers below 2³²; a text without a letter or digit has none."""
    return tuple(map(min, _columns(text)))


def _key(band: int, values: tuple[int, ...]) -> int:
    data = b"".join(value.to_bytes(4, "little") for value in (band, *values))
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little", signed=True)


def bands(signature: tuple[int, ...]) -> tuple[int, ...]:
    """16 signed 64-bit numbers to store; two texts that share one may be alike."""
    return tuple(_key(start // ROWS, signature[start : start + ROWS]) for start in range(0, len(signature), ROWS))


def _lowest(column: array[int], count: int) -> tuple[int, ...]:
    found = []
    for _ in range(count):
        found.append(min(column))
        column[column.index(found[-1])] = HIGHEST
    return tuple(found)


def _choices(*, is_short: bool) -> list[tuple[int, ...]]:
    """Which of the lowest hashes to take in the rows of a band: all lowest, then one (in short texts two) higher."""
    depth, most = (3, 2) if is_short else (2, 1)
    return [ranks for ranks in product(range(depth), repeat=ROWS) if sum(rank > 0 for rank in ranks) <= most]


LONG_CHOICES, SHORT_CHOICES = _choices(is_short=False), _choices(is_short=True)


def probes(text: str) -> tuple[int, ...]:
    """At most 80 (for a short text 528) signed 64-bit numbers to look stored bands up with, the text's own bands first."""
    is_short = len(_plain(text)) < SHORT_CHARS
    choices = SHORT_CHOICES if is_short else LONG_CHOICES
    lowest = [_lowest(column, 3 if is_short else 2) for column in _columns(text)]
    rows = [lowest[start : start + ROWS] for start in range(0, len(lowest), ROWS)]
    found = (
        _key(band, tuple(hashes[rank] for hashes, rank in zip(rows[band], ranks, strict=True)))
        for ranks in choices
        for band in range(len(rows))
    )
    return tuple(dict.fromkeys(found))


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The estimated share of pieces that two texts have in common, within 0..1; the standard error is at most 0.0625."""
    if not one or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def resemblance(one: str, other: str) -> float:
    """The exact share of pieces in common (Jaccard), for the few texts that are shown."""
    first, second = _grams(_plain(one)), _grams(_plain(other))
    return len(first & second) / len(first | second) if first and second else 0.0


def passages(text: str) -> tuple[int, ...]:
    """Hashes of the longer sentences, for campaigns: letters with a common half and an end of one's own share some.

    Case, accents and punctuation do not matter, a typing error does. One sentence of at least 50 characters in common is a
    hint; a person looks at both.
    """
    sentences = (_plain(part) for part in SENTENCE_END.split(text[:MAX_CHARS]))
    long = dict.fromkeys(part for part in sentences if len(part) >= PASSAGE_CHARS)
    return tuple(_passage(part) for part in list(long)[:MAX_PASSAGES])


def _passage(plain: str) -> int:
    return int.from_bytes(hashlib.blake2b(plain.encode(), digest_size=8).digest(), "little", signed=True)
