"""A unit among units like it: the median, the middle half, and where it stands. No rank, and nobody is named.

Few units would name each other, and in a tiny unit one person moves the share by much: both are left out, and the reason is
said. The measures are the house's own, no law's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import median, quantiles

# So many others at least, whose figures hold; so many members of a grassroots union; so many things asked of a unit.
LEAST_OTHERS, LEAST_MEMBERS, LEAST_ASKED = 5, 30, 3
FULL = 10_000


class Why(StrEnum):
    """Why a unit is not compared."""

    ALONE = "ALONE"
    TINY = "TINY"
    UNASKED = "UNASKED"
    FEW = "FEW"


class Stands(StrEnum):
    """Where a unit lies: below, among or above the middle half."""

    BELOW = "BELOW"
    AMONG = "AMONG"
    ABOVE = "ABOVE"


@dataclass(frozen=True)
class Sibling:
    """A unit: its members, where they matter, and how many of so many it has done."""

    key: int
    count: int
    total: int
    members: int | None = None

    @property
    def share(self) -> int:
        """In hundredths of a per cent, rounded down."""
        return self.count * FULL // self.total if self.total else 0

    @property
    def is_tiny(self) -> bool:
        """Whether one member more or less would move its figures by much."""
        return self.members is not None and self.members < LEAST_MEMBERS

    def holds(self, least: int) -> bool:
        """Whether its figure says anything."""
        return self.total >= least and not self.is_tiny


@dataclass(frozen=True)
class Comparison:
    """The own share among those of others, all in hundredths of a per cent; or why there is none."""

    own: int = 0
    median: int = 0
    low: int = 0
    high: int = 0
    others_count: int = 0
    why: Why | None = None

    @property
    def stands(self) -> Stands:
        """Where the own share lies."""
        if self.own < self.low:
            return Stands.BELOW
        return Stands.ABOVE if self.own > self.high else Stands.AMONG

    @property
    def own_percent(self) -> str:
        """For SVG, as are the next."""
        return _percent(self.own)

    @property
    def median_percent(self) -> str:
        """Where the median is drawn."""
        return _percent(self.median)

    @property
    def low_percent(self) -> str:
        """Where the middle half begins."""
        return _percent(self.low)

    @property
    def half_percent(self) -> str:
        """How wide the middle half is; never so thin that it cannot be seen."""
        return _percent(max(self.high - self.low, FULL // 100))


def _percent(share: int) -> str:
    return f"{share / 100:.2f}%"


def compared(own: Sibling, others: Collection[Sibling], *, least_asked: int = LEAST_ASKED) -> Comparison:
    """A unit against the others whose figures hold; they are left out of each other's sight."""
    if not others:
        return Comparison(why=Why.ALONE)
    if own.is_tiny:
        return Comparison(why=Why.TINY)
    if own.total < least_asked:
        return Comparison(why=Why.UNASKED)
    shares = _shares(others, least_asked)
    if len(shares) < LEAST_OTHERS:
        return Comparison(others_count=len(shares), why=Why.FEW)
    low, _middle, high = quantiles(shares, n=4, method="inclusive")
    return Comparison(own.share, int(median(shares)), int(low), int(high), len(shares))


def _shares(others: Iterable[Sibling], least: int) -> list[int]:
    return sorted(other.share for other in others if other.holds(least))
