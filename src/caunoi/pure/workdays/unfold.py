"""A deadline unfolded day by day, so that anyone can check it with a finger on a wall calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from caunoi.pure.workdays.calendar import ZONE, Calendar, DayKind, SpecialDay
from caunoi.pure.workdays.clock import Interval, Limit, Pause, Unit, due_at, is_standing, merged, receipt_day


class Reason(StrEnum):
    """Why a day counts or does not."""

    COUNTED = "COUNTED"
    SWAP_WORK = "SWAP_WORK"
    RECEIVED = "RECEIVED"
    LATE = "LATE"
    WEEKEND = "WEEKEND"
    HOLIDAY = "HOLIDAY"
    COMP_OFF = "COMP_OFF"
    SWAP_OFF = "SWAP_OFF"
    CLOSURE = "CLOSURE"
    PAUSED = "PAUSED"
    ROLLED = "ROLLED"


@dataclass(frozen=True)
class DayLine:
    """One day of a deadline.

    `number`: it is the nth day that counts (in working hours: nothing), None: it does not count. `worked`: office time
    that counted, in working hours only. `reason`, with the name and the source of an exception, says why. `is_due`: the
    limit ends here.
    """

    on: date
    reason: Reason
    number: int | None = None
    worked: timedelta = timedelta()
    name: str = ""
    source: str = ""
    is_provisional: bool = False
    is_due: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether the day takes something off the limit."""
        return self.number is not None or bool(self.worked)


def unfold(
    start: datetime, limit: Limit, calendar: Calendar, pauses: Sequence[Pause] = (), *, now: datetime | None = None
) -> list[DayLine]:
    """From the day it came to the day the limit ends, one line a day; the last line is the day it is due."""
    due = due_at(start, limit, calendar, pauses, now=now)
    whole = merged(pauses, now)
    local = start.astimezone(ZONE)
    days = range(local.toordinal(), due.toordinal() + 1)
    lines: list[DayLine] = []
    count = 0
    for day in (date.fromordinal(ordinal) for ordinal in days):
        line = _in_hours(day, local, due, calendar, whole) if limit.unit is Unit.WH else None
        line = line or _in_days(day, local, limit.unit, calendar, whole)
        if line.reason in {Reason.COUNTED, Reason.SWAP_WORK} and limit.unit is not Unit.WH:
            # After the last day that counts, only a day to roll on to is left.
            count += 1
            line = replace(line, number=count) if count <= limit.amount else replace(line, reason=Reason.ROLLED)
        lines.append(_named(line, calendar.special.get(day)))
    lines[-1] = replace(lines[-1], is_due=True)
    return lines


def _named(line: DayLine, special: SpecialDay | None) -> DayLine:
    if special is None:
        return line
    return replace(line, name=special.name, source=special.source, is_provisional=special.is_provisional)


def _off(day: date, calendar: Calendar) -> Reason | None:
    """Why the office is closed on a date; None when it is open."""
    if calendar.is_working(day):
        return None
    special = calendar.special.get(day)
    return Reason(special.kind) if special and special.kind is not DayKind.USUAL else Reason.WEEKEND


def _working(day: date, calendar: Calendar) -> Reason:
    special = calendar.special.get(day)
    return Reason.SWAP_WORK if special and special.kind is DayKind.SWAP_WORK else Reason.COUNTED


def _in_days(day: date, local: datetime, unit: Unit, calendar: Calendar, pauses: Sequence[Interval]) -> DayLine:
    received = receipt_day(local, calendar).date()
    off = _off(day, calendar)
    if day < received:
        return DayLine(day, off or Reason.LATE)
    if day == received:
        return DayLine(day, Reason.RECEIVED)
    if off and unit is Unit.WD:
        return DayLine(day, off)
    if is_standing(calendar.closing(day), pauses):
        return DayLine(day, Reason.PAUSED)
    return DayLine(day, _working(day, calendar) if not off else Reason.COUNTED)


def _in_hours(
    day: date, local: datetime, due: datetime, calendar: Calendar, pauses: Sequence[Interval]
) -> DayLine | None:
    """The office time of a date that counts; a day without any says why."""
    worked = timedelta()
    for start, stop in calendar.segments(day):
        begin, end = max(start, local), min(stop, due)
        worked += max(end - begin, timedelta())
        worked -= sum((max(min(end, q) - max(begin, p), timedelta()) for p, q in pauses), timedelta())
    if worked:
        return DayLine(day, _working(day, calendar), worked=worked)
    off = _off(day, calendar)
    if off:
        return DayLine(day, off)
    return DayLine(day, Reason.LATE if day == local.date() and not is_standing(local, pauses) else Reason.PAUSED)
