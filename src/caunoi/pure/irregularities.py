"""What a person should look at before prizes are given: never a verdict, and nothing about devices or networks.

Three signs that need only what people gave: faster than one can read, the same wrong answers at the same time in one unit,
one name with several telephones in one unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# Reading a question and four options of 40 words takes about 10 seconds (240 words a minute); a fifth of it is no reading.
SECONDS_A_QUESTION = 2.0
RIGHT_SHARE = 0.8
ALIKE_WRONG_LEAST = 3
ALIKE_WITHIN = timedelta(minutes=15)


class Sign(StrEnum):
    """What was noticed."""

    FAST = "FAST"
    SAME_WRONG = "SAME_WRONG"
    SAME_NAME = "SAME_NAME"


@dataclass(frozen=True)
class Sitting:
    """One paper as it is looked at: `wrong` are (question, option) pairs that were answered wrongly."""

    who: int
    unit: int
    name: str
    seconds: float
    questions: int
    correct: int
    finished_at: datetime
    wrong: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Irregularity:
    """A sign about somebody; `others` are those it is shared with."""

    sign: Sign
    who: int
    seconds: float = 0.0
    others: tuple[int, ...] = ()


def fast(sittings: Iterable[Sitting]) -> list[Irregularity]:
    """Those who got at least 80 % right in under two seconds a question; each once, by the fastest paper."""
    found: dict[int, Irregularity] = {}
    for one in sorted(sittings, key=lambda each: each.seconds):
        is_fast = one.questions and one.seconds < SECONDS_A_QUESTION * one.questions
        if is_fast and one.correct >= RIGHT_SHARE * one.questions and one.who not in found:
            found[one.who] = Irregularity(Sign.FAST, one.who, one.seconds)
    return list(found.values())


def _together(groups: dict[Hashable, list[Sitting]], sign: Sign, within: timedelta | None = None) -> list[Irregularity]:
    found: dict[int, set[int]] = defaultdict(set)
    for rows in groups.values():
        rows.sort(key=lambda each: (each.finished_at, str(each.who)))
        for one in rows:
            near = {
                each.who for each in rows
                if each.who != one.who and (within is None or abs(each.finished_at - one.finished_at) <= within)
            }  # fmt: skip
            found[one.who] |= near
    return [Irregularity(sign, who, others=tuple(sorted(others, key=str))) for who, others in found.items() if others]


def same_wrong(sittings: Iterable[Sitting]) -> list[Irregularity]:
    """Those of one unit whose papers have the very same wrong answers, three or more, within a quarter of an hour."""
    groups: dict[Hashable, list[Sitting]] = defaultdict(list)
    for one in sittings:
        if len(one.wrong) >= ALIKE_WRONG_LEAST:
            groups[one.unit, one.wrong].append(one)
    return _together(groups, Sign.SAME_WRONG, ALIKE_WITHIN)


def same_name(sittings: Iterable[Sitting]) -> list[Irregularity]:
    """Entrants of one unit with one name (`name` comes folded)."""
    groups: dict[Hashable, list[Sitting]] = defaultdict(list)
    for one in sittings:
        groups[one.unit, one.name].append(one)
    return _together(groups, Sign.SAME_NAME)


def irregularities(sittings: Iterable[Sitting]) -> list[Irregularity]:
    """Everything noticed, in a fixed order."""
    rows = list(sittings)
    found = [*fast(rows), *same_wrong(rows), *same_name(rows)]
    return sorted(found, key=lambda each: (each.sign, str(each.who)))
