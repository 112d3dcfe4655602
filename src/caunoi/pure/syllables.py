"""Vietnamese text as a search takes it: folded syllables, and pairs of neighbours.

A Vietnamese word is one to four syllables written apart. Syllables with pairs of neighbours find as well as a word
segmenter does, at none of its cost, and the same with and without accents (docs/mechanisms/searching.md has figures).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
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


def accented_words(text: str) -> list[str]:
    """Syllables with their accents, in lower case, composed."""
    return [word[:WORD_MOST] for word in WORD.findall(unicodedata.normalize("NFC", text).lower())]


def has_accents(text: str) -> bool:
    """Whether anything in the text is lost by folding."""
    return fold(text) != unicodedata.normalize("NFC", text).casefold()
