"""When a person may be told: quiet hours and days off, and the fixed moments of digests.

All by the clock on the wall of one zone: where a clock is put forward or back, an hour of the day means what it says there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol

# A year without a working day is no calendar.
DAYS_MOST = 366


class Days(Protocol):
    """What is asked of a calendar."""

    def is_working(self, day: date) -> bool:
        """Whether people work on a date."""


@dataclass(frozen=True)
class Quiet:
    """Hours of rest: from `from_hour` until `until_hour`, mostly over midnight. Equal hours: no rest."""

    from_hour: int
    until_hour: int

    def holds(self, hour: int) -> bool:
        """Whether an hour of the day lies in them."""
        if self.from_hour < self.until_hour:
            return self.from_hour <= hour < self.until_hour
        return self.from_hour != self.until_hour and not self.until_hour <= hour < self.from_hour


def _moment(day: date, hour: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(hour), zone)


def _wake_on(day: date, quiet: Quiet, zone: tzinfo) -> datetime:
    """When a day begins for messages: at midnight, or when the rest that lies over midnight ends."""
    return _moment(day, quiet.until_hour if quiet.holds(0) else 0, zone)


def wakes_at(at: datetime, quiet: Quiet, zone: tzinfo, calendar: Days | None = None) -> datetime:
    """The moment itself, or the end of the rest that it lies in; with a calendar, days off are rest too."""
    local = at.astimezone(zone)
    found, day = at, local.date()
    if quiet.holds(local.hour):
        is_past = quiet.until_hour <= local.hour
        day += timedelta(days=is_past)
        found = _moment(day, quiet.until_hour, zone)
    if calendar is None:
        return found
    for _step in range(DAYS_MOST):
        if calendar.is_working(day):
            return found
        day += timedelta(days=1)
        found = _wake_on(day, quiet, zone)
    return found


def next_slot(at: datetime, hour: int, zone: tzinfo, weekday: int | None = None) -> datetime:
    """The first moment after `at` that a digest is due: that hour of a day, or of that day of the week (0: Monday)."""
    day = at.astimezone(zone).date()
    for step in range(9):
        found = _moment(day + timedelta(days=step), hour, zone)
        if found > at and (weekday is None or found.weekday() == weekday):
            return found
    raise ValueError("hour and weekday name no moment")
