"""Which cases press: how far the ladder of escalation has come for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from caunoi.feedback.choices import OPEN_STATES
from caunoi.feedback.models import Case, Pause
from caunoi.kit import clock
from caunoi.organisations.queries.calendars import calendar_for
from caunoi.pure import workdays

REMINDED, OVERDUE, ABOVE = 1, 2, 3
# The last step is taken so many working days after the due date (CONVENTIONS 5.6: a ladder of few, named steps).
ABOVE_AFTER_DAYS = 3
# One usual working day before the due date; one hour where the limit is in working hours.
SOON, SOON_IN_HOURS = timedelta(hours=8), timedelta(hours=1)
# Long enough for the days off of Tết to lie between.
LOOK_AHEAD = timedelta(days=16)


class Calendars:
    """Working calendars of units, each looked up once in a run."""

    def __init__(self) -> None:
        self._known: dict[int, workdays.Calendar] = {}

    def of(self, case: Case) -> workdays.Calendar:
        """The one that the case's deadline is reckoned by."""
        unit = case.unit or case.desk
        if unit.pk not in self._known:
            self._known[unit.pk] = calendar_for(unit, clock.today())
        return self._known[unit.pk]


def step_due(case: Case, calendar: workdays.Calendar, at: datetime) -> int:
    """The step of the ladder that a case has reached: 0 none, 1 soon due, 2 overdue, 3 overdue for long."""
    if case.due_at is None:
        return 0
    unit = workdays.Unit(case.limit_rule.unit) if case.limit_rule else workdays.Unit.WD
    if workdays.is_overdue(at, case.due_at, unit):
        is_long = workdays.working_days_between(case.due_at, at, calendar) >= ABOVE_AFTER_DAYS
        return ABOVE if is_long else OVERDUE
    soon = SOON_IN_HOURS if unit is workdays.Unit.WH else SOON
    return REMINDED if workdays.working_time_left(at, case.due_at, calendar) <= soon else 0


def pressing(at: datetime) -> Iterator[tuple[int, int]]:
    """Key and step of every open case that stands lower on the ladder than it should. While a clock stands still nobody
    is pressed."""
    rows = Case.objects.filter(state__in=OPEN_STATES, due_at__lte=at + LOOK_AHEAD, escalation__lt=ABOVE)
    rows = rows.filter(~Exists(Pause.objects.filter(case=OuterRef("pk"), to_at=None)))
    rows = rows.select_related("unit", "desk", "limit_rule").only(
        "id", "due_at", "escalation", "unit", "desk", "limit_rule", "limit_rule__unit"
    )
    calendars = Calendars()
    for case in rows.order_by("due_at", "id").iterator(chunk_size=500):
        step = step_due(case, calendars.of(case), at)
        if step > case.escalation:
            yield case.pk, step
