"""The clock of a deadline: when a limit ends, how much of it is left, and whether it is over.

Day 0 is the day of receipt: counting begins on the next day. What comes after the office closed, or on a day off, counts
as received on the next working day. A limit in days ends when the office closes on its last day, and is over only on the
day after, not a second later; a limit in working hours is over a second later. While a case is paused its clock stands:
a day counts only if the clock was running when that day's office closed, so that however pauses overlap or touch, no
day is taken off twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from caunoi.pure.workdays.calendar import ZONE, Calendar

LONGEST = 10_000

Pause = tuple[datetime, datetime | None]
Interval = tuple[datetime, datetime]


class Unit(StrEnum):
    """What a limit is counted in: working days, calendar days, working hours."""

    WD = "WD"
    CD = "CD"
    WH = "WH"


@dataclass(frozen=True)
class Limit:
    """So many days or hours, as the law gives them. Limits of one unit add up, as an extension does."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= LONGEST:
            raise ValueError(f"a limit is between 1 and {LONGEST}, not {self.amount}")

    def __add__(self, other: Limit) -> Limit:
        if other.unit is not self.unit:
            raise ValueError(f"{other.unit} cannot be added to {self.unit}")
        return Limit(self.amount + other.amount, self.unit)


def merged(pauses: Sequence[Pause], now: datetime | None = None) -> list[Interval]:
    """Pauses as separate local intervals in order. One still open ends now: the deadline if the clock went on at once.

    Raises ValueError for an open pause without a moment: while the clock stands, there is no deadline.
    """
    if any(stop is None for _, stop in pauses) and now is None:
        raise ValueError("a pause is still open: say as of when")
    closed = sorted((start.astimezone(ZONE), (stop or now or start).astimezone(ZONE)) for start, stop in pauses)
    whole: list[Interval] = []
    for start, stop in closed:
        if stop <= start:
            continue
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], stop))
        else:
            whole.append((start, stop))
    return whole


def is_standing(moment: datetime, pauses: Sequence[Interval]) -> bool:
    """Whether the clock stands at a moment."""
    return any(start <= moment < stop for start, stop in pauses)


def _receipt(local: datetime, calendar: Calendar) -> tuple[int, int]:
    """The day of receipt, as an ordinal and as the position that a count of working days starts from."""
    ordinal = local.toordinal()
    position = calendar.position(ordinal)
    is_working = calendar.position(ordinal + 1) > position
    if not calendar.is_next_day_when_late:
        return ordinal, position if is_working else position - 1
    if is_working and local > calendar.closing_at(position):
        position, is_working = position + 1, False
    return (ordinal if is_working else calendar.closing_at(position).toordinal()), position


def receipt_day(start: datetime, calendar: Calendar) -> datetime:
    """When the day of receipt (day 0) of something that came at `start` ends."""
    local = start.astimezone(ZONE)
    return calendar.closing(datetime.fromordinal(_receipt(local, calendar)[0]).date())


def _ends_from(moment: datetime, calendar: Calendar) -> int:
    """The first date, as an ordinal, that closes at or after a moment."""
    day = moment.date()
    return day.toordinal() + (calendar.closing(day) < moment)


def _due_in_working_days(local: datetime, amount: int, calendar: Calendar, pauses: Sequence[Interval]) -> datetime:
    first = _receipt(local, calendar)[1] + 1
    target = first + amount - 1
    for start, stop in pauses:
        begin = max(first, calendar.position(_ends_from(start, calendar)))
        if begin > target:
            break
        target += max(0, calendar.position(_ends_from(stop, calendar)) - begin)
    return calendar.closing_at(target)


def _due_in_calendar_days(local: datetime, amount: int, calendar: Calendar, pauses: Sequence[Interval]) -> datetime:
    first = _receipt(local, calendar)[0] + 1
    target = first + amount - 1
    for start, stop in pauses:
        begin = max(first, _ends_from(start, calendar))
        if begin > target:
            break
        target += max(0, _ends_from(stop, calendar) - begin)
    if not calendar.is_rolled:
        return calendar.closing(datetime.fromordinal(target).date())
    position = calendar.position(target)
    while is_standing(calendar.closing_at(position), pauses):
        position += 1
    return calendar.closing_at(position)


def _due_in_working_hours(local: datetime, amount: int, calendar: Calendar, pauses: Sequence[Interval]) -> datetime:
    target = calendar.worked_until(local) + amount * 3600
    for start, stop in pauses:
        begin = calendar.worked_until(max(local, start))
        if begin >= target:
            break
        target += max(0, calendar.worked_until(stop) - begin)
    return calendar.moment_after(target)


_DUE = {Unit.WD: _due_in_working_days, Unit.CD: _due_in_calendar_days, Unit.WH: _due_in_working_hours}


def due_at(
    start: datetime, limit: Limit, calendar: Calendar, pauses: Sequence[Pause] = (), *, now: datetime | None = None
) -> datetime:
    """When a limit ends that began at `start`; local time. An open pause needs `now` and is taken to end there."""
    local = start.astimezone(ZONE)
    return _DUE[limit.unit](local, limit.amount, calendar, merged(pauses, now) if pauses else ())


def promise(old_due: datetime | None, new_due: datetime) -> datetime:
    """The later of both: a promise that is open never shrinks, whatever the calendar says afterwards."""
    return new_due if old_due is None else max(old_due, new_due)


def is_overdue(now: datetime, due: datetime, unit: Unit) -> bool:
    """Over by moments for working hours; for days only on the next day."""
    if unit is Unit.WH:
        return now > due
    return now.astimezone(ZONE).date() > due.astimezone(ZONE).date()


def working_days_between(since: datetime, until: datetime, calendar: Calendar) -> int:
    """Working days after one date up to another: 4 is "còn 4 ngày làm việc", -2 "quá hạn 2 ngày làm việc"."""
    start, stop = since.astimezone(ZONE).toordinal(), until.astimezone(ZONE).toordinal()
    return calendar.position(stop + 1) - calendar.position(start + 1)


def working_time_left(now: datetime, due: datetime, calendar: Calendar) -> timedelta:
    """Office time from now to the deadline; negative when it is over."""
    worked = calendar.worked_until(due.astimezone(ZONE)) - calendar.worked_until(now.astimezone(ZONE))
    return timedelta(seconds=worked)
