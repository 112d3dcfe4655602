"""Words of a hurried text, and phrases found in them: any case, with or without accents, with the shorthand of phones.

A sentence written with accents must agree with the phrase in its accents ("nhà to cao" is no "tố cáo"); a sentence
written without them is read without them. Spans are offsets in the text as it was given.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from caunoi.pure.vietnamese import TONES, fold

Span = tuple[int, int]

MAX_CHARS = 20_000
GAP = r"(?: [^ |]+){0,4}?"
LONG_GAP = r"(?: [^ |]+){0,12}?"
# Combining marks belong to their word, so that decomposed text keeps its offsets.
TOKEN = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
STOP = re.compile(r"[.!?;:\n]")
# Vietnamese text has marks on about three words of four.
ACCENTED_SHARE = 0.34
SHORTHAND = {
    **dict.fromkeys(("k", "ko", "kg", "khg", "hok", "kh", "hong", "k0", "hem"), "không"),
    **dict.fromkeys(("dc", "đc", "dx", "đx", "duoc"), "được"),
    **dict.fromkeys(("cty", "ct"), "công ty"),
    **dict.fromkeys(("bhxh",), "bảo hiểm xã hội"),
    **dict.fromkeys(("bhyt",), "bảo hiểm y tế"),
    **dict.fromkeys(("bhtn",), "bảo hiểm thất nghiệp"),
    **dict.fromkeys(("ubnd",), "ủy ban nhân dân"),
    **dict.fromkeys(("ng", "ngừi", "nguoi"), "người"),
    **dict.fromkeys(("nv",), "nhân viên"),
    **dict.fromkeys(("cb",), "cán bộ"),
    **dict.fromkeys(("qd", "qđ"), "quyết định"),
    **dict.fromkeys(("hdld", "hđlđ"), "hợp đồng lao động"),
    **dict.fromkeys(("gd", "gđ"), "giám đốc"),
    **dict.fromkeys(("vs",), "với"),
    **dict.fromkeys(("r", "rùi", "rui"), "rồi"),
    **dict.fromkeys(("j", "gj"), "gì"),
    **dict.fromkeys(("hs",), "hồ sơ"),
    **dict.fromkeys(("tt",), "thủ tục"),
    **dict.fromkeys(("bn", "bnhiu"), "bao nhiêu"),
    **dict.fromkeys(("lm",), "làm"),
    **dict.fromkeys(("t", "tui"), "tôi"),
    **dict.fromkeys(("chx", "chua"), "chưa"),
    **dict.fromkeys(("tr",), "triệu"),
    **dict.fromkeys(("tnld", "tnlđ"), "tai nạn lao động"),
    **dict.fromkeys(("ldld", "lđlđ"), "liên đoàn lao động"),
    **dict.fromkeys(("hdnd", "hđnd"), "hội đồng nhân dân"),
    **dict.fromkeys(("vneid",), "vneid"),
}


@lru_cache(maxsize=16_384)
def accented(word: str) -> str:
    """A word with its tone at the end, wherever it was written: `hoà` and `hòa` are both `hoa2`."""
    parts = unicodedata.normalize("NFD", word.lower())
    tone = next((TONES.index(mark) for mark in parts if mark in TONES[1:]), 0)
    base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in TONES[1:]))
    return f"{base}{tone}"


@lru_cache(maxsize=16_384)
def bare(word: str) -> str:
    """A word without marks."""
    return fold(word)


@lru_cache(maxsize=16_384)
def _read(token: str) -> tuple[tuple[str, ...], bool]:
    """The words that a token stands for, and whether it was written with marks."""
    lower = unicodedata.normalize("NFC", token).lower()
    return tuple(SHORTHAND.get(lower, lower).split()), bare(lower) != lower


@dataclass(frozen=True)
class _Stream:
    """Words of sentences of one kind as one string: a space before each word, a bar between sentences."""

    line: str
    starts: tuple[int, ...]
    spans: tuple[Span, ...]

    def span_of(self, match: re.Match[str]) -> Span:
        """Where in the text a match lies."""
        first = bisect_right(self.starts, match.start()) - 1
        last = bisect_right(self.starts, match.end() - 1) - 1
        return self.spans[first][0], self.spans[last][1]


class Words:
    """A text cut into words, ready to be searched."""

    def __init__(self, text: str) -> None:
        self.text = text[:MAX_CHARS]
        self.spans: list[Span] = []
        self.words: list[str] = []
        self.sentences = self._cut()
        self.accented = self._stream(is_bare=False)
        self.bare = self._stream(is_bare=True)

    def _cut(self) -> list[tuple[int, int, bool]]:
        """Sentences as ranges of words, each with whether it is written without accents."""
        sentences, first, marks, count, end = [], 0, 0, 0, 0
        for match in TOKEN.finditer(self.text):
            if count and STOP.search(self.text, end, match.start()):
                sentences.append((first, len(self.words), marks < ACCENTED_SHARE * count))
                first, marks, count = len(self.words), 0, 0
            words, has_marks = _read(match.group())
            self.words += words
            self.spans += [match.span()] * len(words)
            marks, count, end = marks + has_marks, count + 1, match.end()
        if count:
            sentences.append((first, len(self.words), marks < ACCENTED_SHARE * count))
        return sentences

    def _stream(self, *, is_bare: bool) -> _Stream:
        parts: list[str] = []
        starts: list[int] = []
        spans: list[Span] = []
        at = 0
        form = bare if is_bare else accented
        for first, last, sentence_is_bare in self.sentences:
            if sentence_is_bare != is_bare:
                continue
            for place in range(first, last):
                parts.append(f" {form(self.words[place])}")
                starts.append(at)
                spans.append(self.spans[place])
                at += len(parts[-1])
            parts.append(" |")
            at += 2
        return _Stream("".join(parts), tuple(starts), tuple(spans))

    def find(self, phrase: Phrase) -> list[Span]:
        """Where a phrase stands."""
        spans = []
        for stream, pattern in ((self.accented, phrase.accented), (self.bare, phrase.bare)):
            if stream.line:
                spans += [stream.span_of(match) for match in pattern.finditer(stream.line)]
        return sorted(spans)


PIECE = re.compile(r"!\(|\(|\||\)|\*\*?|#|\$|[^\s()|*#!$]+")
SIGNS = {"!(": "(?!(?:", "(": "(?:", "|": "|", "*": GAP, "**": LONG_GAP, "$": r"(?= \|)", "#": r" \d[^ |]*"}


def _pattern(written: str, *, is_bare: bool) -> re.Pattern[str]:
    """A phrase as a regular expression over a stream; parentheses may be nested."""
    form = bare if is_bare else accented
    parts: list[str] = []
    closings: list[str] = []
    for piece in PIECE.findall(written):
        if piece == ")":
            parts.append(closings.pop())
        else:
            parts.append(SIGNS.get(piece) or f" {re.escape(form(piece))}")
        if piece in {"(", "!("}:
            closings.append(")" if piece == "(" else ")(?= ))")
    return re.compile("".join(parts) + r"(?= )")


@dataclass(frozen=True)
class Phrase:
    """A phrase to look for: words, `(a|b c)` for either, `!(a|b)` for "not followed by", `*` for up to four words,
    `**` for up to twelve, `#` for a number, `$` for the end of a sentence."""

    accented: re.Pattern[str]
    bare: re.Pattern[str]


@lru_cache(maxsize=4096)
def phrase(written: str) -> Phrase:
    """A phrase as written in a lexicon."""
    return Phrase(_pattern(written, is_bare=False), _pattern(written, is_bare=True))
