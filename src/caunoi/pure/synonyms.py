"""Words that mean the same where people and the law speak differently: "sổ đỏ" and "giấy chứng nhận quyền sử dụng đất".

Written one group a line, with `=` between: `sổ đỏ = sổ hồng = giấy chứng nhận quyền sử dụng đất`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caunoi.pure.syllables import syllables

Group = tuple[str, ...]
GROUPS_MOST, PHRASES_MOST, SYLLABLES_MOST, VARIANTS_MOST = 500, 8, 10, 4


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line (from 1): ALONE, LONG, MANY, TWICE (`words` stand in line `other` too), FULL."""

    line: int
    code: str
    words: str = ""
    other: int = 0


def _key(phrase: str) -> str:
    return " ".join(syllables(phrase))


def _problem_of(line: int, phrases: Sequence[str]) -> Problem | None:
    if len(phrases) < 2:
        return Problem(line, "ALONE", " ".join(phrases))
    if len(phrases) > PHRASES_MOST:
        return Problem(line, "MANY")
    long = next((phrase for phrase in phrases if len(syllables(phrase)) > SYLLABLES_MOST), "")
    return Problem(line, "LONG", long) if long else None


def parse(text: str) -> tuple[list[Group], list[Problem]]:
    """The groups of a text, and what is wrong with its lines. Empty lines are nothing; a phrase belongs to one group."""
    groups: list[Group] = []
    problems: list[Problem] = []
    known: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        phrases = {_key(part): " ".join(part.split()) for part in line.split("=") if _key(part)}
        if not phrases:
            continue
        wrong = _problem_of(number, list(phrases.values()))
        if wrong:
            problems.append(wrong)
        problems += [Problem(number, "TWICE", words, known[key]) for key, words in phrases.items() if key in known]
        known |= {key: number for key in phrases if key not in known}
        groups.append(tuple(phrases.values()))
    if len(groups) > GROUPS_MOST:
        problems.append(Problem(GROUPS_MOST + 1, "FULL"))
    return groups, problems


def written(groups: Sequence[Group]) -> str:
    """Back as lines."""
    return "\n".join(" = ".join(group) for group in groups)


def variants(text: str, groups: Sequence[Group]) -> list[str]:
    """The same question in other words, folded, at most four: each phrase of a group that stands in it, replaced by
    another. The longest phrases are looked for first; abbreviations and accents make no difference."""
    asked = f" {_key(text)} "
    found: list[tuple[int, str, str]] = []
    for group in groups:
        keys = [_key(phrase) for phrase in group]
        found += [(-len(key), key, other) for key in keys if f" {key} " in asked for other in keys if other != key]
    made = [asked.replace(f" {key} ", f" {other} ", 1).strip() for _length, key, other in sorted(found)]
    return list(dict.fromkeys(made))[:VARIANTS_MOST]
