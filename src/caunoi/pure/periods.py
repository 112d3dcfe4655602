"""Periods of reports: a month, a quarter, a half, a year, or any two days; both ends belong to it.

Months, quarters, halves and years lie within each other without crossing. What is kept for them therefore gives every
period: whole ones, and the days at its edges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

MONTHS = {"YEAR": 12, "HALF": 6, "QUARTER": 3, "MONTH": 1}
NAMED = re.compile(r"(\d{4})(?:-(?:([HQ])([1-4])|(\d{2})))?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1990, 2199


class Kind(Enum):
    """What a period is; FREE is any other stretch of days."""

    YEAR = "YEAR"
    HALF = "HALF"
    QUARTER = "QUARTER"
    MONTH = "MONTH"
    FREE = "FREE"


@dataclass(frozen=True, order=True)
class Period:
    """The days from `from_on` to `to_on`, both included."""

    from_on: date
    to_on: date

    def __post_init__(self) -> None:
        if self.to_on < self.from_on:
            raise ValueError("a period ends before it begins")

    def has(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.from_on <= day <= self.to_on

    def holds(self, other: Period) -> bool:
        """Whether the other lies wholly in it."""
        return self.from_on <= other.from_on and other.to_on <= self.to_on

    def crosses(self, other: Period) -> bool:
        """Whether they share a day."""
        return self.from_on <= other.to_on and other.from_on <= self.to_on

    @property
    def kind(self) -> Kind:
        """YEAR, HALF, QUARTER or MONTH when it is exactly one, else FREE."""
        return next((kind for kind in Kind if kind is not Kind.FREE and around(self.from_on, kind) == self), Kind.FREE)

    @property
    def code(self) -> str:
        """`2026`, `2026-H1`, `2026-Q3`, `2026-04` or `2026-01-15..2026-03-02`: what stands in addresses and files."""
        year, month = self.from_on.year, self.from_on.month
        match self.kind:
            case Kind.YEAR:
                return f"{year}"
            case Kind.HALF:
                return f"{year}-H{(month - 1) // 6 + 1}"
            case Kind.QUARTER:
                return f"{year}-Q{(month - 1) // 3 + 1}"
            case Kind.MONTH:
                return f"{year}-{month:02d}"
        return f"{self.from_on.isoformat()}..{self.to_on.isoformat()}"


def _months(year: int, first: int, count: int) -> Period:
    after = date(year + (first + count > 12), (first + count - 1) % 12 + 1, 1)
    return Period(date(year, first, 1), after - timedelta(days=1))


def around(day: date, kind: Kind) -> Period:
    """The year, half, quarter or month that a day lies in. Raises ValueError for FREE."""
    if kind is Kind.FREE:
        raise ValueError("a free period has no name")
    count = MONTHS[kind.value]
    return _months(day.year, (day.month - 1) // count * count + 1, count)


def _parse_days(first: str, last: str) -> Period | None:
    try:
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None
    return period if _is_near(period) else None


def parse(text: str) -> Period | None:
    """A period as `code` writes it; None for anything else."""
    first, dots, last = text.partition("..")
    if dots:
        return _parse_days(first, last)
    found = NAMED.fullmatch(text)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    letter, number = (found[2], int(found[3])) if found[2] else ("M", int(found[4])) if found[4] else ("Y", 1)
    count, most = {"Y": (12, 1), "H": (6, 2), "Q": (3, 4), "M": (1, 12)}[letter]
    return _months(int(found[1]), (number - 1) * count + 1, count) if 1 <= number <= most else None


def _is_near(period: Period) -> bool:
    return period.from_on.year >= FIRST_YEAR and period.to_on.year <= LAST_YEAR


def year_before(period: Period) -> Period:
    """The same period last year. 29/2 becomes 28/2, and a last day of February stays one."""

    def before(day: date, *, is_end: bool = False) -> date:
        if is_end and (day + timedelta(days=1)).day == 1:
            return around(date(day.year - 1, day.month, 1), Kind.MONTH).to_on
        if (day.month, day.day) == (2, 29):
            return date(day.year - 1, 2, 28)
        return day.replace(year=day.year - 1)

    return Period(before(period.from_on), before(period.to_on, is_end=True))


def named_around(period: Period) -> list[Period]:
    """The month, quarter, half and year that hold a period wholly, the shortest first."""
    kinds = (Kind.MONTH, Kind.QUARTER, Kind.HALF, Kind.YEAR)
    return [held for held in (around(period.from_on, kind) for kind in kinds) if held.holds(period)]


def parts(period: Period) -> list[Period]:
    """The named periods one step below: two halves, two quarters, three months; none below a month."""
    below = {Kind.YEAR: Kind.HALF, Kind.HALF: Kind.QUARTER, Kind.QUARTER: Kind.MONTH}.get(period.kind)
    if below is None:
        return []
    made, day = [], period.from_on
    while day <= period.to_on:
        part = around(day, below)
        made.append(part)
        day = part.to_on + timedelta(days=1)
    return made


def _walk(period: Period) -> Iterator[tuple[Period, bool]]:
    day = period.from_on
    while day <= period.to_on:
        for kind in (Kind.YEAR, Kind.HALF, Kind.QUARTER, Kind.MONTH):
            whole = around(day, kind)
            if period.holds(whole):
                yield whole, True
                day = whole.to_on + timedelta(days=1)
                break
        else:
            edge = Period(day, min(around(day, Kind.MONTH).to_on, period.to_on))
            yield edge, False
            day = edge.to_on + timedelta(days=1)


def largest_within(period: Period) -> list[Period]:
    """The longest named periods that fill it without sharing a day; days at its edges belong to none."""
    return [part for part, is_whole in _walk(period) if is_whole]


def edges_of(period: Period) -> list[Period]:
    """The days at its beginning and end that make no whole month: at most two stretches."""
    return [part for part, is_whole in _walk(period) if not is_whole]


def months_of(period: Period) -> tuple[date, date] | None:
    """The first days of its first and last whole months; None when it has none."""
    whole = largest_within(period)
    return (whole[0].from_on, whole[-1].to_on.replace(day=1)) if whole else None
