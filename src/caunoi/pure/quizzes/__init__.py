"""Multiple-choice questions proposed from a text. A person confirms each; nothing is asked that nobody read.

Every proposal comes from one sentence with one thing taken out, and three others of the same kind that do not stand in
that sentence. The same text and seed give the same questions.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from caunoi.pure.quizzes.finding import GAP, Blank, Kind, blanks
from caunoi.pure.sentences import Sentence, count_words, sentences
from caunoi.pure.vietnamese import fold, normalise

__all__ = ["Kind", "Proposal", "propose"]

OPTIONS = 4
TEXT_MOST = 500_000
WORDS_LEAST = 7
# Around a gap: with fewer words nobody can tell what is asked.
AROUND_LEAST = 6
A_SENTENCE = 6
# The wrong answers are drawn from the likeliest ones.
POOL = 5


@dataclass(frozen=True)
class Proposal:
    """`options` are shuffled; `answer` is the place of the right one. `sentence` stands at [start, end) of the text."""

    kind: Kind
    prompt: str
    options: tuple[str, ...]
    answer: int
    sentence: str
    start: int
    end: int

    @property
    def right(self) -> str:
        """The right answer."""
        return self.options[self.answer]


def _cased(options: list[str], right: str) -> tuple[str, ...]:
    """All with a capital when the right one has one, so that it does not stand out."""
    return tuple(o[:1].upper() + o[1:] if right[:1].isupper() else o for o in options)


def _made(sentence: Sentence, blank: Blank, draw: random.Random) -> Proposal:
    wrong = list(dict.fromkeys(other for other in blank.wrong if fold(other) != fold(blank.right)))[:POOL]
    options = [blank.right, *draw.sample(wrong, OPTIONS - 1)]
    draw.shuffle(options)
    place = options.index(blank.right)
    cased = _cased(options, blank.right)
    return Proposal(blank.kind, blank.prompt, cased, place, sentence.text, sentence.start, sentence.end)


def _is_marked(sentence: Sentence, marks: Sequence[tuple[int, int]] | None) -> bool:
    return marks is None or any(sentence.start < end and start < sentence.end for start, end in marks)


def _can_be_told(blank: Blank) -> bool:
    """Whether enough stands around the gap."""
    before, gap, after = blank.prompt.partition(GAP)
    return not gap or count_words(before.partition("“")[2]) + count_words(after) >= AROUND_LEAST


def propose(text: str, *, seed: int | str, most: int, marks: Sequence[tuple[int, int]] | None = None) -> list[Proposal]:
    """At most that many questions, in the order of the text; kinds take turns, facts before terms.

    `marks` are places [start, end) of the text (in NFC, as `vietnamese.normalise` leaves it) that may be asked about; all
    of it without them. The same thing is asked once.
    """
    draw = random.Random(f"{seed}")  # noqa: S311 - a repeatable choice, not a secret
    text = normalise(text)[:TEXT_MOST]
    by_kind: dict[Kind, list[tuple[Sentence, Blank]]] = {kind: [] for kind in Kind}
    seen: set[tuple[Kind, str]] = set()
    for sentence in sentences(text):
        if sentence.word_count < WORDS_LEAST or not _is_marked(sentence, marks):
            continue
        for blank in filter(_can_be_told, blanks(sentence.text)):
            key = (blank.kind, fold(blank.right))
            if key not in seen and len(set(map(fold, blank.wrong)) - {fold(blank.right)}) >= OPTIONS - 1:
                seen.add(key)
                by_kind[blank.kind].append((sentence, blank))
    chosen = _in_turn(by_kind, most, draw)
    made = [_made(sentence, blank, draw) for sentence, blank in chosen]
    return sorted(made, key=lambda each: (each.start, list(Kind).index(each.kind)))


def _in_turn(
    by_kind: dict[Kind, list[tuple[Sentence, Blank]]], most: int, draw: random.Random
) -> list[tuple[Sentence, Blank]]:
    """One of each kind in turn; no sentence is asked about more than A_SENTENCE times."""
    for found in by_kind.values():
        draw.shuffle(found)
    chosen: list[tuple[Sentence, Blank]] = []
    asked: dict[int, int] = {}
    while len(chosen) < most and any(by_kind.values()):
        for found in by_kind.values():
            if found and len(chosen) < most:
                sentence, blank = found.pop()
                asked[sentence.start] = asked.get(sentence.start, 0) + 1
                if asked[sentence.start] <= A_SENTENCE:
                    chosen.append((sentence, blank))
    return chosen
