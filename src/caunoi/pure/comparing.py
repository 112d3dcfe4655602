"""Two texts compared clause by clause: what was added, removed, changed word by word, or moved.

Parts are matched from the whole to the small: articles first, by what all of it says, so that an article that got
another number is known again; then the clauses inside a pair. Time grows with the length of the texts, not with its
square: likeness is asked only of parts that share rare words, and a block of words too large to align is shown whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum

ALIKE, BARELY_ALIKE = 0.5, 0.15
# A word that more parts hold says nothing of which two belong together.
RARE_MOST, CANDIDATES_MOST = 12, 5
MOVED_LEAST = 20
# Pairs of words that one alignment may look at, and lines likewise.
WORDS_MOST, LINES_MOST = 250_000, 4_000_000
WORD = re.compile(r"\S+\s*")
CONTEXT_WORDS = 14


class Kind(Enum):
    """What happened to a part."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"
    MOVED = "MOVED"


@dataclass(frozen=True)
class Part:
    """A part of a text with its anchor, as pure.clauses splits it."""

    anchor: str
    label: str
    heading: str
    text: str

    @property
    def own(self) -> str:
        """What it says itself, without the parts in it."""
        return "\n".join(filter(None, (self.heading, self.text)))


@dataclass(frozen=True)
class Mark:
    """A run of words: "=" in both, "-" only in the old text, "+" only in the new, "…" left out."""

    sign: str
    words: str


@dataclass(frozen=True)
class Change:
    """One part that is not the same in both texts; `marks` are empty where it only moved."""

    kind: Kind
    old: Part | None
    new: Part | None
    marks: list[Mark] = field(default_factory=list)


@dataclass
class _Node:
    """A part with the parts in it; `said` is all of it, `words` how often each word is in it."""

    part: Part
    name: str
    children: list[_Node] = field(default_factory=list)
    said: str = ""
    words: Counter[str] = field(default_factory=Counter)

    def close(self) -> None:
        for child in self.children:
            child.close()
        self.said = "\n".join(filter(None, [self.part.own, *(f"{row.part.label} {row.said}" for row in self.children)]))
        self.words = Counter(self.said.lower().split())


def _tree(parts: Iterable[Part]) -> list[_Node]:
    roots: list[_Node] = []
    known: dict[str, _Node] = {}
    for part in parts:
        above, _, name = part.anchor.rpartition(".")
        node = known[part.anchor] = _Node(part, name)
        (known[above].children if above in known else roots).append(node)
    for root in roots:
        root.close()
    return roots


def _alike(one: _Node, other: _Node) -> float:
    """Share of words in common, within 0..1."""
    total = one.words.total() + other.words.total()
    return 2 * (one.words & other.words).total() / total if total else 1.0


class _Matcher:
    """Which of the old siblings is which of the new."""

    def __init__(self, olds: Sequence[_Node], news: Sequence[_Node]) -> None:
        self.olds, self.news = olds, news
        self.new_of: dict[int, int] = {}
        self.taken: set[int] = set()

    def _pair(self, old: int, new: int) -> None:
        self.new_of[old] = new
        self.taken.add(new)

    def _by_name(self, least: float) -> None:
        names = {node.name: index for index, node in enumerate(self.news) if index not in self.taken}
        for index, node in enumerate(self.olds):
            new = names.get(node.name)
            if index not in self.new_of and new is not None and _alike(node, self.news[new]) >= least:
                self._pair(index, new)

    def _by_text(self) -> None:
        """The same words under the same name, or, when they are long enough and stand only once, anywhere."""
        olds, news = (Counter(node.said for node in nodes) for nodes in (self.olds, self.news))
        places = {node.said: index for index, node in enumerate(self.news)}
        names = {(node.name, node.said): index for index, node in enumerate(self.news)}
        for index, node in enumerate(self.olds):
            same = names.get((node.name, node.said))
            if same is None and len(node.said) >= MOVED_LEAST and olds[node.said] == news[node.said] == 1:
                same = places[node.said]
            if same is not None and same not in self.taken:
                self._pair(index, same)

    def _candidates(self) -> Iterator[tuple[float, int, int]]:
        """How alike, old and new place of those that share rare words."""
        holders: dict[str, list[int]] = {}
        for index, node in enumerate(self.news):
            if index not in self.taken:
                for word in node.words:
                    holders.setdefault(word, []).append(index)
        rare = {word: places for word, places in holders.items() if len(places) <= RARE_MOST}
        for index, node in enumerate(self.olds):
            if index not in self.new_of:
                hits = Counter(new for word in node.words for new in rare.get(word, ()))
                for new, _count in hits.most_common(CANDIDATES_MOST):
                    yield _alike(node, self.news[new]), index, new

    def _by_likeness(self) -> None:
        """The best first; of equal ones the earlier."""
        scored = [row for row in self._candidates() if row[0] >= ALIKE]
        for _likeness, old, new in sorted(scored, key=lambda row: (-row[0], row[1:])):
            if old not in self.new_of and new not in self.taken:
                self._pair(old, new)

    def match(self) -> dict[int, int]:
        """New places by old places."""
        self._by_text()
        self._by_name(ALIKE)
        self._by_likeness()
        self._by_name(BARELY_ALIKE)
        return self.new_of


def _whole(node: _Node, sign: str) -> list[Mark]:
    return [Mark(sign, node.said)]


def _compare(olds: Sequence[_Node], news: Sequence[_Node]) -> Iterator[Change]:
    """In the order of the new text; what was removed stands where it stood."""
    new_of = _Matcher(olds, news).match()
    old_of = {new: old for old, new in new_of.items()}
    gone = iter([index for index in range(len(olds)) if index not in new_of])
    waiting = next(gone, None)
    for index, new in enumerate(news):
        before = old_of.get(index)
        while waiting is not None and before is not None and waiting < before:
            yield Change(Kind.REMOVED, olds[waiting].part, None, _whole(olds[waiting], "-"))
            waiting = next(gone, None)
        if before is None:
            yield Change(Kind.ADDED, None, new.part, _whole(new, "+"))
        else:
            yield from _pair(olds[before], new)
    while waiting is not None:
        yield Change(Kind.REMOVED, olds[waiting].part, None, _whole(olds[waiting], "-"))
        waiting = next(gone, None)


def _pair(old: _Node, new: _Node) -> Iterator[Change]:
    if old.part.own != new.part.own:
        yield Change(Kind.CHANGED, old.part, new.part, marks_of(old.part.own, new.part.own))
    elif old.name != new.name and new.part.label:
        yield Change(Kind.MOVED, old.part, new.part)
    if old.said != new.said:
        yield from _compare(old.children, new.children)


def compare(old: Iterable[Part], new: Iterable[Part]) -> list[Change]:
    """What is not the same in two texts."""
    return list(_compare(_tree(old), _tree(new)))


def paragraphs(text: str) -> list[Part]:
    """Parts of a text that has no articles: its paragraphs. They have no labels, so none is said to have moved."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [Part(f"doan-{number}", "", "", line) for number, line in enumerate(lines, 1)]


def _blocks(old: Sequence[str], new: Sequence[str], most: int) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """Equal and unequal runs; what both begin and end with is taken off first, and too much is not aligned."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if start:
        yield "equal", old[:start], new[:start]
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if len(middle_old) * len(middle_new) > most:
        yield "replace", middle_old, middle_new
    elif middle_old or middle_new:
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_opcodes():
            yield tag, middle_old[i1:i2], middle_new[j1:j2]
    if end:
        yield "equal", old[len(old) - end :], new[len(new) - end :]


def _join(marks: Iterable[Mark]) -> list[Mark]:
    joined: list[Mark] = []
    for mark in marks:
        if not mark.words:
            continue
        if joined and joined[-1].sign == mark.sign:
            joined[-1] = Mark(mark.sign, joined[-1].words + mark.words)
        else:
            joined.append(mark)
    return joined


def _words(old: str, new: str) -> Iterator[Mark]:
    for tag, gone, come in _blocks(WORD.findall(old), WORD.findall(new), WORDS_MOST):
        if tag == "equal":
            yield Mark("=", "".join(come))
        else:
            yield Mark("-", "".join(gone))
            yield Mark("+", "".join(come))


def marks_of(old: str, new: str) -> list[Mark]:
    """Words of two texts: by line first, then by word inside lines that differ."""
    marks: list[Mark] = []
    for tag, gone, come in _blocks(old.splitlines(keepends=True), new.splitlines(keepends=True), LINES_MOST):
        marks += [Mark("=", "".join(come))] if tag == "equal" else _words("".join(gone), "".join(come))
    return _join(marks)


def shortened(marks: Sequence[Mark], *, context: int = CONTEXT_WORDS) -> list[Mark]:
    """The same with long equal runs cut to the words around what changed; "…" stands for the rest."""
    short: list[Mark] = []
    for index, mark in enumerate(marks):
        words = WORD.findall(mark.words)
        head = context if index else 0
        tail = context if index < len(marks) - 1 else 0
        if mark.sign != "=" or len(words) <= head + tail + 2:
            short.append(mark)
            continue
        short += [Mark("=", "".join(words[:head])), Mark("…", ""), Mark("=", "".join(words[len(words) - tail :]))]
    return [mark for mark in short if mark.words or mark.sign == "…"]
