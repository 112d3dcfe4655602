"""How figures go up the tree and stand beside each other. Exact: whole numbers and decimals, no floats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from caunoi.pure import periods
from caunoi.pure.periods import Period

ZERO = Decimal(0)
Numbers = tuple[Any, ...]


def share(numerator: Decimal | None, denominator: Decimal | None, places: int = 1) -> Decimal | None:
    """Per cent of Σnumerator over Σdenominator, half up; None when the denominator is 0 or not known."""
    if numerator is None or not denominator:
        return None
    return (numerator * 100 / denominator).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def amount(value: Decimal | int, places: int | None = None) -> str:
    """`1.234.567` or `33,3`: dots between thousands, a comma before decimals, and no decimals that say nothing."""
    number = Decimal(value)
    if places is None:
        places = 0 if number == number.to_integral_value() else min(2, -int(number.normalize().as_tuple().exponent))
    text = f"{abs(number):,.{places}f}".translate(str.maketrans(",.", ".,"))
    return f"−{text}" if number < 0 else text


def parse_amount(text: str) -> Decimal | None:
    """`1.250`, `1 250`, `1250,5` or `12.5`: a dot before three digits parts thousands, else it stands for the comma."""
    plain = re.sub(r"[\s\u00a0]", "", text)
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", plain, re.ASCII):
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    return Decimal(plain) if re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", plain, re.ASCII) else None


@dataclass(frozen=True)
class Change:
    """From a number to another: the difference, and by how many per cent of the earlier (None: it was 0)."""

    difference: Decimal
    percent: Decimal | None


def change(now: Decimal | None, before: Decimal | None) -> Change | None:
    """None when one of them is not known: what is not known is not 0."""
    if now is None or before is None:
        return None
    return Change(now - before, share(now - before, abs(before)))


def standing(figures: Mapping[Period, Decimal], period: Period) -> list[Period]:
    """Which of a unit's figures count for a named period: that of the period itself, else those of its parts.

    A figure of the year and one of its first half are never added: the longer one already holds the shorter.
    """
    if period in figures:
        return [period]
    return [found for part in periods.parts(period) for found in standing(figures, part)]


def latest(figures: Mapping[Period, Decimal], period: Period) -> list[Period]:
    """The one figure that says how things stood last in a period."""
    within = [held for held in figures if period.holds(held)]
    return [max(within, key=lambda held: (held.to_on, held.from_on))] if within else []


@dataclass(frozen=True)
class Effect:
    """What one of a unit's own figures does to an indicator in one named period."""

    period: Period
    figure: Period
    value: Decimal


def effects(
    figures: Mapping[Period, Decimal], counted: Mapping[Period, Decimal], *, is_latest: bool = False
) -> list[Effect]:
    """For each named period and each figure that counts in it: what is added to what the unit's activities count there.

    `counted` is what activities count in each figure's own period: the figure stands instead of it, never besides it.
    """
    choose = latest if is_latest else standing
    around = {held for period in figures for held in periods.named_around(period)}
    return [
        Effect(period, one, figures[one] - counted.get(one, ZERO))
        for period in sorted(around)
        for one in choose(figures, period)
    ]


def differences(truth: Mapping[Any, Numbers], kept: Mapping[Any, Numbers]) -> dict[Any, Numbers]:
    """What must be added to what is kept so that it says the truth; keys that already do are left out."""
    made: dict[Any, Numbers] = {}
    for key in truth.keys() | kept.keys():
        size = len(truth.get(key) or kept[key])
        now, was = truth.get(key, (0,) * size), kept.get(key, (0,) * size)
        if now != was:
            made[key] = tuple(new - old for new, old in zip(now, was, strict=True))
    return made


def settled_in(successors: Mapping[int, Iterable[int]], living: Mapping[int, str], unit: int) -> set[str] | None:
    """Where a unit that ended is carried on, as paths of the units that live, however many times over.

    None when nobody carries it on: it stays where it stood.
    """
    found: set[str] = set()
    seen, todo = {unit}, list(successors.get(unit, ()))
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        if one in living:
            found.add(living[one])
        else:
            todo += successors.get(one, ())
    return found or None
