"""Why a text was found: the words that were looked for, marked in it; and the stretch that holds most of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from caunoi.pure.syllables import STOP, WORD, Piece
from caunoi.pure.vietnamese import fold

# Characters shown before the first find, so that it can be read.
BEFORE = 30
# A find in a pair of neighbours that was looked for, and one alone.
PAIR, SINGLE = 3, 1
SHORT_MOST = 8


class Find(NamedTuple):
    """A syllable that was looked for, where it stands, and what it is worth."""

    start: int
    end: int
    word: str
    worth: int


class Wanted:
    """What was looked for, to find it again in a text: pairs weigh most, function words alone nothing."""

    def __init__(self, phrases: Iterable[Sequence[str]]) -> None:
        """`phrases` are runs of folded syllables; pairs do not reach from one into the next."""
        runs = [list(run) for run in phrases]
        words = {word for run in runs for word in run}
        self.pairs = {pair for run in runs for pair in pairwise(run)}
        self.singles = {word for word in words if word not in STOP} or words
        # In long questions function words, which are everywhere, are not looked for even in pairs.
        looked_for = words if len(words) <= SHORT_MOST else self.singles
        each = "|".join(re.escape(word) for word in sorted(looked_for, key=len, reverse=True))
        self.pattern = re.compile(rf"\b(?:{each})\b") if each else None

    def words_of(self, text: str) -> set[str]:
        """The different syllables of the text that were looked for, function words aside."""
        return self.singles.intersection(WORD.findall(fold(text)))

    def finds(self, text: str) -> list[Find]:
        """Every place of the text where something that was looked for stands."""
        if self.pattern is None:
            return []
        folded = _in_place(text)
        found = [(match.start(), match.end(), match.group()) for match in self.pattern.finditer(folded)]
        worth = [SINGLE if word in self.singles else 0 for _, _, word in found]
        for place, ((_, end, word), (start, _, other)) in enumerate(pairwise(found)):
            if (
                (word, other) in self.pairs
                and not any(map(str.isalnum, text[end:start]))
                and worth[place] + worth[place + 1]
            ):
                worth[place] = worth[place + 1] = PAIR
        return [Find(*one, value) for one, value in zip(found, worth, strict=True) if value]


def _in_place(text: str) -> str:
    """Folded, with every letter where it stood."""
    folded = fold(text)
    if len(folded) != len(text):
        folded = "".join((fold(char) or " ")[0] for char in text)
    return folded


def _pieces(text: str, finds: Sequence[Find]) -> list[Piece]:
    """The text cut where marks begin and end; neighbours become one mark, with the space between them.

    Single syllables are marked only where there is no pair.
    """
    least = PAIR if any(find.worth == PAIR for find in finds) else SINGLE
    spans: list[list[int]] = []
    for find in finds:
        if find.worth < least:
            continue
        if spans and text[spans[-1][1] : find.start].isspace():
            spans[-1][1] = find.end
        else:
            spans.append([find.start, find.end])
    pieces, at = [], 0
    for start, end in spans:
        pieces += [Piece(text[at:start]), Piece(text[start:end], is_found=True)]
        at = end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]


def _between(finds: Sequence[Find], begin: int, end: int) -> list[Find]:
    """Those within a stretch of the text, as they stand in it."""
    return [
        find._replace(start=find.start - begin, end=find.end - begin)
        for find in finds
        if begin <= find.start < find.end <= end
    ]


def marked(text: str, wanted: Wanted) -> list[Piece]:
    """The whole text in pieces."""
    return _pieces(text, wanted.finds(text))


def _best(finds: Sequence[Find], width: int) -> tuple[int, int]:
    """Where the best stretch begins, and its worth: what is found twice in it counts once."""
    count: Counter[str] = Counter()
    best, worth, left = (0, 0), 0, 0
    for find in finds:
        count[find.word] += 1
        worth += find.worth if count[find.word] == 1 else 0
        while find.end - finds[left].start > width:
            gone = finds[left]
            count[gone.word] -= 1
            worth -= gone.worth if not count[gone.word] else 0
            left += 1
        if worth > best[1]:
            best = (finds[left].start, worth)
    return best


def excerpt(text: str, wanted: Wanted, width: int = 240, most: int = 12_000) -> tuple[list[Piece], int]:
    """The stretch of about `width` characters that holds most of what was looked for, in pieces, and its worth.

    Only the first `most` characters are looked at. An ellipsis stands where the text goes on.
    """
    text = " ".join(text[:most].split())
    finds = wanted.finds(text)
    start, worth = _best(finds, width - BEFORE)
    begin, end = max(0, min(start - BEFORE, len(text) - width)), len(text)
    if begin:
        begin = text.find(" ", begin, start) + 1 or start
    if begin + width < len(text):
        end = max(text.rfind(" ", begin, begin + width), begin + width // 2)
    pieces = _pieces(text[begin:end], _between(finds, begin, end))
    before, after = [Piece("… ")] if begin else [], [Piece(" …")] if end < len(text) else []
    return [*before, *pieces, *after], worth
