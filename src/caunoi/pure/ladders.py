"""The ladder of reminders: which day a rung stands for, and which rung is to be climbed on a day.

Each rung is climbed once. When days were missed, only the newest rung is climbed: who slept through a week hears once,
not seven times.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

IsWorking = Callable[[date], bool]
DAY = timedelta(days=1)
# No calendar has so many days off in a row.
LONGEST_REST = 60


@dataclass(frozen=True)
class Rung:
    """`offset` days after the deadline (before it: negative). It is climbed on no day before `since`."""

    key: int
    offset: int
    is_in_working_days: bool
    since: date


def _step(day: date, by: timedelta, is_working: IsWorking) -> date:
    """The nearest working day in a direction, the day itself included."""
    for _ in range(LONGEST_REST):
        if is_working(day):
            return day
        day += by
    return day


def day_of(rung: Rung, due: date, is_working: IsWorking) -> date:
    """The day of a rung. In working days, a deadline on a day off counts from the working day before it, and what comes
    after the deadline from the deadline itself."""
    if not rung.is_in_working_days:
        return due + rung.offset * DAY
    by = DAY if rung.offset > 0 else -DAY
    day = due if rung.offset > 0 else _step(due, by, is_working)
    for _ in range(abs(rung.offset)):
        day = _step(day + by, by, is_working)
    return day


@dataclass(frozen=True)
class Reached:
    """The rung to climb with its day, and the days of those before it that nobody climbed."""

    key: int
    day: date
    missed: dict[int, date]


def reached(
    rungs: Sequence[Rung], due: date, *, start: date, today: date, is_working: IsWorking
) -> Reached | None:  # fmt: skip
    """The newest rung whose day has come, for who was told of it on `start`; None where none has.

    A rung on the day of the first notice, or before it, does not count: the notice said the same.
    """
    days = {rung.key: day_of(rung, due, is_working) for rung in rungs}
    came = sorted(
        (days[rung.key], rung.key) for rung in rungs if start < days[rung.key] <= today and rung.since <= days[rung.key]
    )
    if not came:
        return None
    day, key = came[-1]
    return Reached(key, day, {other: on for on, other in came[:-1]})
