"""The clock of a case: its due date, and the same unfolded day by day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from caunoi.feedback.choices import ExtensionState, Urgency
from caunoi.feedback.models import Case, LimitRule
from caunoi.feedback.queries.limits import rule_for
from caunoi.kit import clock
from caunoi.organisations.queries.calendars import calendar_for, calendars_for
from caunoi.pure import workdays

ANSWER_RULE = {Urgency.NORMAL: "ANSWER_NORMAL", Urgency.COMPLEX: "ANSWER_COMPLEX", Urgency.URGENT: "ANSWER_URGENT"}
Pauses = list[tuple[datetime, datetime | None]]


def limit_of(rule: LimitRule) -> workdays.Limit:
    """The rule as pure.workdays takes it."""
    return workdays.Limit(rule.amount, workdays.Unit(rule.unit))


def pauses_of(case: Case) -> Pauses:
    """Since the clock began to run."""
    rows = case.pauses.order_by("from_at").values_list("from_at", "to_at")
    return [(start, end) for start, end in rows if not case.clock_from_at or end is None or end > case.clock_from_at]


def extension_days(case: Case) -> int:
    """Working days granted since the clock began to run."""
    rows = case.extensions.filter(state=ExtensionState.APPROVED)
    if case.clock_from_at:
        rows = rows.filter(decided_at__gte=case.clock_from_at)
    return sum(rows.values_list("days", flat=True))


def due_of(case: Case, at: datetime | None = None) -> datetime | None:
    """When the answer is due by the rule, the calendar, the pauses and the extensions as they are at the moment (now); while
    the clock stands still, as if it went on at once."""
    if case.limit_rule is None or case.clock_from_at is None:
        return None
    calendar = calendar_for(case.unit or case.desk)
    pauses = pauses_of(case)
    now = at or clock.now()
    due = workdays.due_at(case.clock_from_at, limit_of(case.limit_rule), calendar, pauses, now=now)
    days = extension_days(case)
    return workdays.due_at(due, workdays.Limit(days, workdays.Unit.WD), calendar, pauses, now=now) if days else due


def promised_due(case: Case) -> datetime:
    """The due date; of a case whose clock does not run yet, the one that it would have had it begun at the receipt."""
    if case.due_at is not None:
        return case.due_at
    rule = rule_for(
        ANSWER_RULE[Urgency(case.urgency)], topic=case.topic, on=timezone.localtime(case.received_at).date()
    )
    return workdays.due_at(case.received_at, limit_of(rule), calendar_for(case.unit or case.desk))


def count_working_days(cases: Collection[Case], at: datetime) -> None:
    """Note on each case how many working days are left to its deadline, by the calendar of whoever answers (or of the
    desk): two statements for any number of cases, and none where nothing is due."""
    pressed = [case for case in cases if case.due_at is not None and case.answered_at is None]
    if not pressed:
        return
    calendars = calendars_for({case.unit_id or case.desk_id for case in pressed}, timezone.localtime(at).date())
    for case in pressed:
        if case.due_at is not None:
            calendar = calendars[case.unit_id or case.desk_id]
            case.working_days_left = workdays.working_days_between(at, case.due_at, calendar)


def unfolded(case: Case) -> list[workdays.DayLine]:
    """Day by day from the receipt to the due date: what counted, what did not, and why."""
    if case.limit_rule is None or case.clock_from_at is None:
        return []
    calendar = calendar_for(case.unit or case.desk)
    limit = limit_of(case.limit_rule)
    days = extension_days(case)
    if days and limit.unit == workdays.Unit.WD:
        limit = workdays.Limit(limit.amount + days, limit.unit)
    return workdays.unfold(case.clock_from_at, limit, calendar, pauses_of(case), now=clock.now())
