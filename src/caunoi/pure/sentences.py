"""Sentences of a running text, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from caunoi.pure.vietnamese import UPPER

# A point after these ends no sentence.
_SHORT = r"(?:TP|Tp|TX|TT|Q|P|H|X|TS|ThS|PGS|GS|BS|KS|CN|TM|KT|TL|TUQ|v\.v|St|No|\b[A-ZĐ])"
END = re.compile(rf"(?:\.{{3}}|…|[.!?])[”\"’)\]]*(?=\s+[“\"‘(\[]?[{UPPER}\d]|\s*$)|\n+")
_AFTER_SHORT = re.compile(rf"{_SHORT}$")
# The number of a heading: "1. Mục đích", "II. Nội dung".
_NUMBERED = re.compile(
    r"^\s*(?:(?:Điều|Khoản|Chương|Mục|Phần|Phụ lục)\s+)?(?:\d{1,3}(?:\.\d{1,2})*|[IVXLC]{1,6}|[a-zđ])$"
)
WORD = re.compile(r"\S*[^\W_]\S*")


@dataclass(frozen=True)
class Sentence:
    """`text` stands at [start, end) of the whole, without spaces around it."""

    start: int
    end: int
    text: str

    @property
    def word_count(self) -> int:
        """Words as written between spaces; a dash alone is none."""
        return count_words(self.text)


def count_words(text: str) -> int:
    """Words as written between spaces (in Vietnamese, syllables); signs alone are none."""
    return len(WORD.findall(text))


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    if not match.group().startswith(".") or match.group().startswith(".."):
        return True
    before = text[start : match.start()]
    return not (_AFTER_SHORT.search(before) or _NUMBERED.match(before))


def _trimmed(text: str, start: int, end: int) -> Sentence | None:
    piece = text[start:end]
    whole = piece.strip()
    if not whole:
        return None
    first = start + len(piece) - len(piece.lstrip())
    return Sentence(first, first + len(whole), whole)


def sentences(text: str) -> Iterator[Sentence]:
    """In the order of the text; a line's end is an end."""
    start = 0
    for match in END.finditer(text):
        if not _is_end(text, start, match):
            continue
        if found := _trimmed(text, start, match.end()):
            yield found
        start = match.end()
    if found := _trimmed(text, start, len(text)):
        yield found
