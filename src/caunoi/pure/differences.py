"""What changed between two texts, word by word: paragraphs are matched first, so that long texts stay fast."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Beyond this a paragraph counts as written anew; matching its words would take seconds.
WORDS_MOST = 1500
NEAR_MOST, SHARE_LEAST = 40, 1 / 3


@dataclass(frozen=True)
class Piece:
    """Some words and what happened to them: "" (kept), "del" or "ins"."""

    kind: str
    text: str


Line = tuple[Piece, ...]


def _words(old: str, new: str) -> Line:
    before, after = WORDS.findall(old), WORDS.findall(new)
    if max(len(before), len(after)) > WORDS_MOST:
        return (Piece("del", old), Piece("ins", new))
    pieces: list[Piece] = []
    for verb, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if verb == "equal":
            pieces.append(Piece("", "".join(before[a:b])))
            continue
        pieces += [Piece("del", "".join(before[a:b]))] if b > a else []
        pieces += [Piece("ins", "".join(after[c:d]))] if d > c else []
    return tuple(pieces)


def _share(old: frozenset[str], new: frozenset[str]) -> float:
    return len(old & new) / (len(old | new) or 1)


def _replaced(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    """Paragraphs in the place of others: those that share a third of their words are shown as one that changed."""
    lines: list[Line] = []
    bags = [frozenset(text.split()) for text in old]
    start = 0
    for text in new:
        bag = frozenset(text.split())
        near = range(start, min(len(old), start + NEAR_MOST))
        like = max(near, key=lambda place: _share(bags[place], bag), default=None)
        if like is not None and _share(bags[like], bag) > SHARE_LEAST:
            lines += [(Piece("del", each),) for each in old[start:like]]
            lines.append(_words(old[like], text))
            start = like + 1
        else:
            lines.append((Piece("ins", text),))
    return [*lines, *((Piece("del", each),) for each in old[start:])]


def differences(old: str, new: str) -> list[Line]:
    """Every paragraph of both texts (a line each) as pieces; a paragraph of one kept piece did not change."""
    before, after = old.splitlines(), new.splitlines()
    lines: list[Line] = []
    for verb, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if verb == "equal":
            lines += [(Piece("", text),) for text in before[a:b]]
        else:
            lines += _replaced(before[a:b], after[c:d])
    return lines
