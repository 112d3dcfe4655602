"""Whether something is said more often than before: the ratio of two Poisson rates with its interval.

The logarithm of the ratio is taken as normal, with half a case added to each count (Haldane, Anscombe), so that nothing is
divided by zero and small counts give wide intervals. With many things compared at once each interval is widened (Bonferroni),
so that on a quiet week all of them together call something rising no more often than one alone would.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95
HALF = 0.5


@dataclass(frozen=True)
class Ratio:
    """How many times as often as before, and between which values that lies at the stated confidence."""

    ratio: float
    low: float
    high: float

    @property
    def is_rising(self) -> bool:
        """Whether chance alone does not explain it."""
        return self.low > 1

    @property
    def is_falling(self) -> bool:
        """The same downwards."""
        return self.high < 1


def rate_ratio(
    now: int, before: int, *, exposure_now: float = 1.0, exposure_before: float = 1.0, comparisons: int = 1
) -> Ratio:
    """Of `now` cases in one time and `before` in another; exposures are the lengths of both, in working days say."""
    if min(now, before) < 0 or min(exposure_now, exposure_before) <= 0 or comparisons < 1:
        raise ValueError("counts are not negative, exposures positive, and at least one thing is compared")
    more, less = now + HALF, before + HALF
    middle = math.log((more / exposure_now) / (less / exposure_before))
    z = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / (2 * comparisons))
    spread = z * math.sqrt(1 / more + 1 / less)
    return Ratio(math.exp(middle), math.exp(middle - spread), math.exp(middle + spread))


def quantile(counts: Sequence[tuple[int, int]], share: float) -> int | None:
    """The least value that at least this share of the cases does not exceed, of (value, how many); None without any."""
    ordered = sorted(counts)
    total = sum(count for _, count in ordered)
    reached = 0
    for value, count in ordered:
        reached += count
        if total and reached >= share * total:
            return value
    return None
