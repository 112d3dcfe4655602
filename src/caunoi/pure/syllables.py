"""Vietnamese text as a search takes it: folded syllables and pairs of them, and the excerpt that shows why it was found.

A Vietnamese word is one to four syllables written apart. Syllables with pairs of neighbours find as well as a word
segmenter does, at none of its cost, and the same with and without accents (docs/mechanisms/searching.md has figures).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from caunoi.pure.vietnamese import fold

WORD = re.compile(r"[^\W_]+")
# A longer run of letters is no word of any language: a base64 line, a row of the same letter.
WORD_MOST = 48
# Folded function words: they rank as any other, but none of them must be there, and none is marked.
STOP = frozenset(
    [
        "va",
        "cua",
        "cac",
        "co",
        "duoc",
        "la",
        "voi",
        "cho",
        "trong",
        "nay",
        "nhung",
        "theo",
        "tai",
        "ve",
        "do",
        "de",
        "ma",
        "thi",
        "mot",
        "nhu",
        "tu",
        "khi",
        "khong",
        "den",
        "da",
        "se",
        "bi",
        "boi",
        "cung",
        "con",
        "o",
        "ra",
        "vao",
        "hay",
        "hoac",
        "gi",
        "nao",
        "sao",
        "the",
        "ai",
        "toi",
        "em",
        "anh",
        "chi",
        "ban",
        "xin",
        "hoi",
        "lam",
        "thuoc",
        "bao",
        "nhieu",
    ]
)


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and whether it is what was looked for."""

    text: str
    is_found: bool = False


def syllables(text: str, most: int | None = None) -> list[str]:
    """Runs of letters and digits, folded, in order: `syllables("Điều 5, khoản 2")` is dieu, 5, khoan, 2."""
    return [word[:WORD_MOST] for word in WORD.findall(fold(text))][:most]


def pairs(words: Sequence[str]) -> list[str]:
    """Neighbours: cong_doan, doan_vien."""
    return [f"{one}_{other}" for one, other in pairwise(words)]


def terms(text: str) -> list[str]:
    """All that is indexed of a text: its syllables and its pairs."""
    words = syllables(text)
    return words + pairs(words)


def accented(text: str) -> list[str]:
    """Syllables and pairs with their accents, in lower case."""
    words = [word[:WORD_MOST] for word in WORD.findall(unicodedata.normalize("NFC", text).lower())]
    return words + pairs(words)


def has_accents(text: str) -> bool:
    """Whether anything in the text is lost by folding."""
    return fold(text) != unicodedata.normalize("NFC", text).casefold()


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return fold(word)[:WORD_MOST]


class Wanted:
    """What was looked for, to find it again in a text: pairs weigh most, function words nothing."""

    def __init__(self, phrases: Iterable[Sequence[str]]) -> None:
        """`phrases` are runs of folded syllables; pairs do not reach from one into the next."""
        runs = [list(run) for run in phrases]
        self.pairs = {pair for run in runs for pair in pairs(run)}
        self.singles = {word for run in runs for word in run if word not in STOP}
        if not self.singles:
            self.singles = {word for run in runs for word in run}

    def weights(self, words: Sequence[str]) -> list[int]:
        """For each syllable of a text: 3 in a pair that was looked for, 1 alone, 0 not."""
        found = [int(word in self.singles) for word in words]
        for place, pair in enumerate(pairs(words)):
            if pair in self.pairs and (found[place] or found[place + 1]):
                found[place] = found[place + 1] = 3
        return found


def _pieces(text: str, spans: Sequence[tuple[int, int]], marked: Collection[int]) -> list[Piece]:
    """The text cut where marks begin and end; neighbours become one mark, with what is between them."""
    pieces: list[Piece] = []
    at, place = 0, 0
    while place < len(spans):
        if place not in marked:
            place += 1
            continue
        start = spans[place][0]
        while place + 1 < len(spans) and place + 1 in marked and spans[place + 1][0] - spans[place][1] == 1:
            place += 1
        if start > at:
            pieces.append(Piece(text[at:start]))
        at = spans[place][1]
        pieces.append(Piece(text[start:at], is_found=True))
        place += 1
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces


def marked(text: str, wanted: Wanted) -> list[Piece]:
    """The whole text in pieces. Single syllables are marked only where no pair is."""
    spans = [match.span() for match in WORD.finditer(text)]
    weights = wanted.weights([_folded(text[start:end]) for start, end in spans])
    least = 3 if 3 in weights else 1
    return _pieces(text, spans, {place for place, weight in enumerate(weights) if weight >= least})


def _window(weights: Sequence[int], words: Sequence[str], length: int) -> tuple[int, int]:
    """First place of the best stretch, and its worth; what is found twice counts little the second time."""
    best = (0, -1)
    count: dict[str, int] = {}
    worth = 0
    for end, weight in enumerate(weights):
        if weight:
            count[words[end]] = count.get(words[end], 0) + 1
            worth += weight * 4 if count[words[end]] == 1 else 0
        start = end - length
        if start >= 0 and weights[start]:
            count[words[start]] -= 1
            worth -= weights[start] * 4 if not count[words[start]] else 0
        if worth > best[1]:
            best = (max(0, start + 1), worth)
    return best


def excerpt(text: str, wanted: Wanted, length: int = 40, most: int = 30_000) -> tuple[list[Piece], int]:
    """The stretch of about `length` syllables that holds most of what was looked for, in pieces, and its worth.

    Only the first `most` characters are looked at. An ellipsis stands where the text goes on.
    """
    text = " ".join(text[:most].split())
    spans = [match.span() for match in WORD.finditer(text)]
    words = [_folded(text[start:end]) for start, end in spans]
    start, worth = _window(wanted.weights(words), words, length)
    if not spans:
        return [Piece(text[:200])] if text else [], 0
    # Begin a little before the first find, so that it can be read.
    first = max(0, min(start, len(spans) - length))
    last = min(len(spans), first + length) - 1
    begin = spans[first][0] if first else 0
    end = spans[last][1] if last < len(spans) - 1 else len(text)
    pieces = marked(text[begin:end], wanted)
    if begin:
        pieces.insert(0, Piece("… "))
    if end < len(text):
        pieces.append(Piece(" …"))
    return pieces, worth
