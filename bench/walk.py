"""A second, slow clock that shares nothing with the product but the calendar's rows: it walks day by day, minute by minute.

Written from the rules in words, as a clerk with a wall calendar would count, to be compared with `pure.workdays`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

HANOI = timezone(timedelta(hours=7))
OFF = {"HOLIDAY", "COMP_OFF", "SWAP_OFF", "CLOSURE"}
MORNING, AFTERNOON = (time(7, 30), time(11, 30)), (time(13, 30), time(17, 0))
DAY = timedelta(days=1)


class Walk:
    """The usual week, Monday to Friday, and rows of {date: kind}."""

    def __init__(self, rows: dict[date, str], *, is_next_day_when_late: bool = True, is_rolled: bool = True) -> None:
        self.rows, self.is_next, self.is_rolled = rows, is_next_day_when_late, is_rolled

    def works(self, day: date) -> bool:
        kind = self.rows.get(day)
        if kind == "SWAP_WORK":
            return True
        return kind not in OFF and day.weekday() < 5

    @staticmethod
    def closes(day: date) -> datetime:
        return datetime.combine(day, AFTERNOON[1], HANOI)

    @staticmethod
    def stands(moment: datetime, pauses: list[tuple[datetime, datetime]]) -> bool:
        return any(start <= moment < stop for start, stop in pauses)

    def received(self, came: datetime) -> date:
        day = came.date()
        if not self.is_next:
            return day
        if self.works(day) and came <= self.closes(day):
            return day
        day += DAY
        while not self.works(day):
            day += DAY
        return day

    def due(self, came: datetime, amount: int, unit: str, pauses: list[tuple[datetime, datetime]]) -> datetime:
        if unit == "WH":
            return self._due_by_minutes(came, amount * 60, pauses)
        day, left = self.received(came), amount
        while left:
            day += DAY
            counts = self.works(day) or unit == "CD"
            if counts and not self.stands(self.closes(day), pauses):
                left -= 1
        if unit == "CD" and self.is_rolled:
            while not self.works(day) or self.stands(self.closes(day), pauses):
                day += DAY
        return self.closes(day)

    def _due_by_minutes(self, came: datetime, left: int, pauses: list[tuple[datetime, datetime]]) -> datetime:
        day, minute = came.date(), timedelta(minutes=1)
        while True:
            for opens, closes in (MORNING, AFTERNOON) if self.works(day) else ():
                at, stop = max(came, datetime.combine(day, opens, HANOI)), datetime.combine(day, closes, HANOI)
                while at < stop:
                    if not self.stands(at, pauses):
                        left -= 1
                    at += minute
                    if not left:
                        return at
            day += DAY
