"""A plan's tasks along the year: where each span is drawn, and in which months it lies."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caunoi.plans.models import PlanTask
from caunoi.pure.plan_progress import FULL, elapsed


@dataclass(frozen=True)
class Span:
    """A task with the place of its bar, in hundredths of a per cent of the year."""

    task: PlanTask
    start: int
    width: int
    done: int
    expected: int
    is_late: bool

    @property
    def start_percent(self) -> str:
        """For SVG."""
        return f"{self.start / 100:.2f}%"

    @property
    def width_percent(self) -> str:
        """For SVG."""
        return f"{self.width / 100:.2f}%"

    @property
    def done_percent(self) -> str:
        """The part of the bar that is done, from its start."""
        return f"{self.width * self.done / 1_000_000:.2f}%"


@dataclass(frozen=True)
class Month:
    """A month of the year, where it begins, and the tasks that end in it."""

    number: int
    first: date
    start_percent: str
    middle_percent: str
    spans: tuple[Span, ...]


def share_of_year(day: date, year: int) -> int:
    """How much of a year lies before a day, in hundredths of a per cent."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if day <= first:
        return 0
    return elapsed(first, last, date.fromordinal(day.toordinal() - 1))


def spans_of(tasks: Sequence[PlanTask], year: int, today: date) -> list[Span]:
    """The tasks that are neither cancelled nor declined, by their first day."""
    rows = sorted((task for task in tasks if task.is_live), key=lambda task: (task.from_on, task.to_on))
    spans = []
    for task in rows:
        start = share_of_year(task.from_on, year)
        stop = share_of_year(date.fromordinal(task.to_on.toordinal() + 1), year)
        gone, is_late = elapsed(task.from_on, task.to_on, today), task.to_on < today and task.progress < FULL
        spans.append(Span(task, start, max(stop - start, 60), task.progress, gone, is_late))
    return spans


def months_of(spans: Sequence[Span], year: int) -> list[Month]:
    """Twelve months with what ends in each: a phone says once of a task when it is due."""
    months = []
    for number in range(1, 13):
        first, last = date(year, number, 1), date(year, number, monthrange(year, number)[1])
        start, stop = share_of_year(first, year), share_of_year(date.fromordinal(last.toordinal() + 1), year)
        ending = sorted((span for span in spans if first <= span.task.to_on <= last), key=lambda span: span.task.to_on)
        months.append(Month(number, first, f"{start / 100:.2f}%", f"{(start + stop) / 200:.2f}%", tuple(ending)))
    return months
