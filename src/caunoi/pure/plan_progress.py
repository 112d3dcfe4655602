"""How far a plan is. All shares are whole hundredths of a per cent: 10.000 is everything.

A share is rounded down, so that "100 %" is said of nothing that lacks a part. A branch is the mean over the units that do
the work, each counted once, however deep it lies: so the tree may be added up level by level, in any order, and comes to
the same as all units at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

FULL = 10_000


def own_share(done: Decimal, target: Decimal | None, accepted_count: int) -> int:
    """A unit's own part of a task: what was done of its target; without a target, whether anything was accepted.

    Without accepted evidence it is 0, whatever else is said.
    """
    if accepted_count <= 0:
        return 0
    if target is None or target <= 0:
        return FULL
    return max(0, min(FULL, int(done * FULL / target)))


def weighted(rows: Iterable[tuple[int, int]]) -> int:
    """The share of a plan from (weight, share) of its tasks; tasks that weigh nothing count nothing."""
    weight_sum = share_sum = 0
    for weight, share in rows:
        weight_sum += weight
        share_sum += weight * share
    return share_sum // weight_sum if weight_sum else 0


def elapsed(from_on: date, to_on: date, on: date) -> int:
    """How much of a period has passed by the end of a day."""
    if on < from_on:
        return 0
    days = (to_on - from_on).days + 1
    return min(FULL, ((on - from_on).days + 1) * FULL // days)


def expected(rows: Iterable[tuple[int, date, date]], on: date) -> int:
    """How far a plan would be on a day if every task went evenly through its period: (weight, from, to)."""
    return weighted((weight, elapsed(start, stop, on)) for weight, start, stop in rows)
