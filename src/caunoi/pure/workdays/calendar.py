"""A calendar of working days and office hours, with tables that make every question about it a look-up.

Sources: Bộ luật Lao động 2019 art. 112 (holidays; a holiday on a weekly day off is compensated on the next working
day); swaps (hoán đổi) and their making-up days (làm bù) are announced by Government letters, which each exception names.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_YEAR, LAST_YEAR = 2000, 2200
ORIGIN = date(FIRST_YEAR, 1, 1).toordinal()
STEP_YEARS = 10

Hours = tuple[tuple[time, time], ...]
OFFICE: Hours = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
WEEK: tuple[Hours, ...] = (OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, (), ())


class DayKind(StrEnum):
    """How a date departs from the week: four kinds of day off, and the day that makes up for a swap.

    USUAL cancels what another calendar says of the date: it follows the week.
    """

    HOLIDAY = "HOLIDAY"
    COMP_OFF = "COMP_OFF"
    SWAP_OFF = "SWAP_OFF"
    SWAP_WORK = "SWAP_WORK"
    CLOSURE = "CLOSURE"
    USUAL = "USUAL"


@dataclass(frozen=True)
class SpecialDay:
    """One date that departs from the week, with the text it rests on; provisional until that text is there."""

    kind: DayKind
    name: str = ""
    source: str = ""
    is_provisional: bool = False


def seconds_of(hours: Hours) -> int:
    """Office seconds in a day of these hours."""
    return sum(_second(stop) - _second(start) for start, stop in hours)


def _second(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def check_week(week: tuple[Hours, ...]) -> None:
    """Raises ValueError unless seven days have hours in order, and at least one day has some."""
    if len(week) != 7 or not any(week):
        raise ValueError("a week has seven days, and at least one of them has office hours")
    for hours in week:
        flat = [moment for pair in hours for moment in pair]
        if any(later <= earlier for earlier, later in pairwise(flat)):
            raise ValueError("office hours follow each other and do not overlap")


@dataclass(frozen=True)
class Table:
    """Working days since 2000 numbered without gaps (positions), up to the end of some year.

    `before[n]`: working days before the nth date; `days`, `closings`: date and closing time by position; `seconds`:
    office seconds before each position.
    """

    before: list[int] = field(default_factory=lambda: [0])
    days: list[int] = field(default_factory=list)
    closings: list[datetime] = field(default_factory=list)
    seconds: list[int] = field(default_factory=lambda: [0])


@dataclass(frozen=True, eq=False)
class Calendar:
    """The weekly pattern, the dates that depart from it, and two rules of reckoning.

    `is_next_day_when_late`: what comes after the office closed, or on a day off, counts as received on the next working
    day. `is_rolled`: a limit in calendar days that ends on a day off ends on the next working day.
    """

    week: tuple[Hours, ...] = WEEK
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    is_next_day_when_late: bool = True
    is_rolled: bool = True
    name: str = ""
    _tables: list[Table] = field(default_factory=lambda: [Table()], init=False, repr=False)

    def __post_init__(self) -> None:
        check_week(self.week)

    def hours_on(self, day: date) -> Hours:
        """Office hours of a date; none on a day off. A making-up day has its weekday's hours, or those of a usual day."""
        special = self.special.get(day)
        if special is None or special.kind is DayKind.USUAL:
            return self.week[day.weekday()]
        if special.kind is DayKind.SWAP_WORK:
            return self.week[day.weekday()] or self.usual_hours
        return ()

    @property
    def usual_hours(self) -> Hours:
        """Hours of the first working day of the week."""
        return next(hours for hours in self.week if hours)

    def is_working(self, day: date) -> bool:
        """Whether the office is open on a date."""
        return bool(self.hours_on(day))

    def closing(self, day: date) -> datetime:
        """When a date ends for the clock: the end of its office hours, on a day off of a usual day's."""
        hours = self.hours_on(day) or self.usual_hours
        return datetime.combine(day, hours[-1][1], ZONE)

    def segments(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Office hours of a date as moments."""
        for start, stop in self.hours_on(day):
            yield datetime.combine(day, start, ZONE), datetime.combine(day, stop, ZONE)

    def grown(self) -> Table:
        """The tables, reaching ten years further. Raises ValueError beyond 2200.

        A new table takes the old one's place in one step, so that threads never see half of it; positions stay.
        """
        old = self._tables[0]
        year = date.fromordinal(ORIGIN + len(old.before) - 1).year
        if year > LAST_YEAR:
            raise ValueError(f"the working calendar ends with {LAST_YEAR}")
        table = Table([*old.before], [*old.days], [*old.closings], [*old.seconds])
        for ordinal in range(date(year, 1, 1).toordinal(), date(year + STEP_YEARS, 1, 1).toordinal()):
            day = date.fromordinal(ordinal)
            hours = self.hours_on(day)
            if hours:
                table.days.append(ordinal)
                table.closings.append(datetime.combine(day, hours[-1][1], ZONE))
                table.seconds.append(table.seconds[-1] + seconds_of(hours))
            table.before.append(len(table.days))
        self._tables[0] = table
        return table

    def position(self, ordinal: int) -> int:
        """How many working days lie before a date: the position of the first working day from it on."""
        table = self._tables[0]
        if ordinal < ORIGIN:
            raise ValueError(f"the working calendar begins with {FIRST_YEAR}")
        while ordinal - ORIGIN >= len(table.before):
            table = self.grown()
        return table.before[ordinal - ORIGIN]

    def closing_at(self, position: int) -> datetime:
        """When the working day at a position ends."""
        table = self._tables[0]
        while position >= len(table.closings):
            table = self.grown()
        return table.closings[position]

    def worked_until(self, moment: datetime) -> int:
        """Office seconds from 2000 to a local moment."""
        position = self.position(moment.toordinal())
        worked = self._tables[0].seconds[position]
        for start, stop in self.segments(moment.date()):
            if moment > start:
                worked += int((min(moment, stop) - start).total_seconds())
        return worked

    def moment_after(self, worked: int) -> datetime:
        """The first moment by which so many office seconds have passed since 2000."""
        table = self._tables[0]
        while worked > table.seconds[-1]:
            table = self.grown()
        position = bisect_left(table.seconds, worked) - 1
        moment, left = table.closings[position], worked - table.seconds[position]
        for start, stop in self.segments(date.fromordinal(table.days[position])):
            length = int((stop - start).total_seconds())
            moment = start + timedelta(seconds=min(left, length))
            if left <= length:
                break
            left -= length
        return moment
