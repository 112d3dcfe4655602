"""A script for loudspeakers: everything in words, short sentences, how long it takes to read.

The rate is what espeak-ng 1.51 reads of Vietnamese news at its speed 130 (`SPEED`), measured: 185 syllables a minute. It
is the pace of a calm announcer, and the same voice makes the preview, so what is heard and what is stated agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from caunoi.pure.sentences import WORD, count_words, sentences
from caunoi.pure.spoken.saying import say
from caunoi.pure.spoken.tables import ABBREVIATIONS

WORDS_MOST = 25
SPEED, SYLLABLES_A_MINUTE = 130, 185
PAUSE_SECONDS = 0.4
_LEADS = "nhưng|song|đồng thời|trong đó|qua đó|từ đó|nhằm|để|góp phần|gồm|bao gồm|vì|do đó|vì vậy|khi|nếu"
_TIES = "của|cho|trong|với|về|tại|theo|do|mà|khi|các|những|đối với|và|từ|giai đoạn|là"
# What office language always names in a row is read in one breath.
_ROW = "công chức|viên chức|lao động|công nhân|người lao động|đoàn viên|doanh nghiệp|đơn vị|tổ chức|tập thể|chính sách|pháp luật"
# Nobody stops before what is said of the one just named.
_NO_STOP = rf"(?!(?:đã|sẽ|đang|được|là|có|không|bị|phải|{_ROW})\b)"
# Where a long sentence may be taken apart, the best first; the cut is before the words. A comma between two short words
# of a list ("cán bộ, công chức, viên chức") comes late.
BREAKS = (
    re.compile(r"[;:]\s+"),
    re.compile(rf",\s+(?=(?:{_LEADS})\s)"),
    re.compile(rf",\s+{_NO_STOP}(?=(?:[^\s,;]+\s+){{4}})"),
    re.compile(rf"\s+(?=(?:{_LEADS})\s)"),
    re.compile(rf",\s+{_NO_STOP}"),
    re.compile(r"\s+(?=và\s)"),
    re.compile(r",\s+"),
    re.compile(
        rf"\s+(?<!của\s)(?<!cho\s)(?<!trong\s)(?<!với\s)(?<!về\s)(?<!tại\s)(?<!theo\s)(?<!do\s)(?=(?:{_TIES})\s)"
    ),
)
# A part of fewer words would sound cut off.
WORDS_LEAST = 5


@dataclass(frozen=True)
class Script:
    """Paragraphs of sentences as read out, each of at most WORDS_MOST words."""

    paragraphs: tuple[tuple[str, ...], ...]
    word_count: int
    seconds: int

    @property
    def text(self) -> str:
        """One sentence a line, an empty line between paragraphs."""
        return "\n\n".join("\n".join(lines) for lines in self.paragraphs)


def seconds(text: str) -> int:
    """How long it takes to read out, with a pause after each sentence."""
    stops = len(list(sentences(text)))
    return round(count_words(text) * 60 / SYLLABLES_A_MINUTE + stops * PAUSE_SECONDS)


def _parts(text: str, most: int) -> Iterator[str]:
    """The sentence taken apart at its best places, from the left, every part of at most that many words."""
    while len(ends := [word.end() for word in islice(WORD.finditer(text), most + WORDS_LEAST)]) > most:
        cut = _cut(text[: ends[-1]], ends[most - 1], most)
        yield text[:cut]
        text = text[cut:].lstrip(" ,;:")
    yield text


def _cut(text: str, last: int, most: int) -> int:
    """The last place of the best kind that leaves neither side too short; otherwise `last`, after `most` words."""
    for pattern in BREAKS:
        good = [
            place
            for match in pattern.finditer(text)
            if WORDS_LEAST <= count_words(text[: (place := match.start())]) <= most
            and (count_words(text[place:]) >= WORDS_LEAST)
        ]
        if good:
            return good[-1]
    return last


def _sentence(text: str) -> str:
    """With a capital and an end."""
    text = text.strip(" ,;:-")
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def lines(paragraph: str, most: int = WORDS_MOST) -> Iterator[str]:
    """Sentences of a text already in words."""
    for sentence in sentences(paragraph):
        yield from filter(None, (_sentence(part) for part in _parts(sentence.text, most)))


def script(text: str, abbreviations: Mapping[str, str] = ABBREVIATIONS) -> Script:
    """What is read out of a text; its lines are paragraphs."""
    paragraphs = tuple(
        made for line in say(text, abbreviations).split("\n") if (made := tuple(lines(line.strip())))
    )  # fmt: skip
    whole = "\n".join("\n".join(each) for each in paragraphs)
    return Script(paragraphs, count_words(whole), seconds(whole))
