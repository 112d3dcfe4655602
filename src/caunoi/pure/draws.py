"""Questions drawn so that anyone can check it afterwards: the hash of a seed and of all questions is published before the
first paper, the seed after the last; in between, each paper's questions follow from the seed and the paper's number.

Commit and reveal (M. Blum, "Coin flipping by telephone", 1981). The order comes from SHA-256 in counter mode and the
shuffle of Fisher and Yates (Knuth, TAOCP 3.4.2 P) with numbers that would favour some orders thrown away, so a page of
any language can repeat it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

VERSION = "caunoi-draw-1"
SEED_BYTES = 32
WORD_BYTES = 8


class DrawProblem(ValueError):  # noqa: N818
    """Fewer questions than the draw asks for. `level` is the difficulty that lacks them ("" for any)."""

    def __init__(self, level: str, wanted: int, found: int) -> None:
        super().__init__(f"{level or 'any'}: {wanted} wanted, {found} there")
        self.level = level
        self.wanted = wanted
        self.found = found


@dataclass(frozen=True)
class Asked:
    """One question of the pool as it is drawn from and as it is revealed; `correct` is the place of the right option."""

    number: int
    level: str
    text: str
    options: tuple[str, ...]
    correct: int


@dataclass(frozen=True)
class Drawn:
    """A question of a paper: its number in the pool, and the pool's options in the order in which the paper shows them."""

    number: int
    order: tuple[int, ...]


def pool_text(pool: Sequence[Asked], quotas: Mapping[str, int]) -> str:
    """The pool and the quotas as JSON that gives the same bytes wherever it is made; what the commitment covers."""
    rows = [[each.number, each.level, each.text, list(each.options), each.correct] for each in pool]
    whole = {"version": VERSION, "quotas": dict(quotas), "pool": rows}
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def commitment(seed: str, pool: Sequence[Asked], quotas: Mapping[str, int]) -> str:
    """The SHA-256 that is published before the first paper: of the seed (hexadecimal), a line break and `pool_text`.

    The seed stands before the questions, so that nobody can try answers against the hash.
    """
    return hashlib.sha256(f"{seed}\n{pool_text(pool, quotas)}".encode()).hexdigest()


def _numbers(seed: str, label: str) -> Iterator[int]:
    count = 0
    while True:
        digest = hashlib.sha256(f"{seed}|{label}|{count}".encode()).digest()
        for start in range(0, len(digest), WORD_BYTES):
            yield int.from_bytes(digest[start : start + WORD_BYTES], "big")
        count += 1


def shuffled(count: int, seed: str, label: str) -> tuple[int, ...]:
    """The numbers below `count` in an order that seed and label fix, every order as likely as any other."""
    rows, numbers = list(range(count)), _numbers(seed, label)
    for last in range(count - 1, 0, -1):
        bound = 2 ** (8 * WORD_BYTES) - 2 ** (8 * WORD_BYTES) % (last + 1)
        pick = next(number for number in numbers if number < bound) % (last + 1)
        rows[last], rows[pick] = rows[pick], rows[last]
    return tuple(rows)


def draw(pool: Sequence[Asked], quotas: Mapping[str, int], *, seed: str, serial: int) -> tuple[Drawn, ...]:
    """The questions of the paper with this number: so many of each level, none twice, in an order of their own.

    A quota of level "" is filled from what the others left, whatever its level. Raises DrawProblem.
    """
    paper = f"paper {serial}"
    left = [pool[place] for place in shuffled(len(pool), seed, paper)]
    taken: list[Asked] = []
    for level in sorted(quotas, key=lambda name: (not name, name)):
        fit = [each for each in left if not level or each.level == level]
        if len(fit) < quotas[level]:
            raise DrawProblem(level, quotas[level], len(fit))
        chosen = fit[: quotas[level]]
        taken += chosen
        left = [each for each in left if each not in chosen]
    order = shuffled(len(taken), seed, f"{paper} order")
    return tuple(
        Drawn(each.number, shuffled(len(each.options), seed, f"{paper} question {each.number}"))
        for each in (taken[place] for place in order)
    )
