"""What time does to cases: the ladder of escalation, the question after 28 days, new due dates after a change of calendar.

Each deed happens once a case and step, whenever the worker comes to it; after days without a worker it catches up.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.feedback import workflow
from caunoi.feedback.actions.closing import close_case
from caunoi.feedback.actions.moving import locked, move
from caunoi.feedback.choices import OPEN_STATES, State
from caunoi.feedback.events import DuesWanted
from caunoi.feedback.models import Case
from caunoi.feedback.queries.clocks import due_of, limit_of
from caunoi.feedback.queries.limits import rule_for
from caunoi.feedback.queries.overdue import pressing, step_due
from caunoi.kit import outbox
from caunoi.organisations.queries.calendars import calendar_for
from caunoi.pure import workdays

# Cases of one run, each in a transaction of its own; the rest waits for the next.
RUN_MOST, BATCH = 2_000, 50


@transaction.atomic
def escalate_case(*, case: Case, by: User | None, at: datetime) -> Case:
    """Take the case up the ladder, past steps that were slept through: only the last one is told of."""
    case = locked(case)
    if not workflow.may(case.state, "escalate_case") or case.pauses.filter(to_at=None).exists():
        return case
    step = step_due(case, calendar_for(case.unit or case.desk), at)
    if step > case.escalation:
        move(case, "escalate_case", by=by, at=at, escalation=step, facts={"rung": step})
    return case


def escalate_cases(*, at: datetime) -> int:
    """The ladder for every case that presses; returns how many."""
    found = [pk for (pk, _step), _n in zip(pressing(at), range(RUN_MOST), strict=False)]
    for pk in found:
        escalate_case(case=Case(pk=pk), by=None, at=at)
    return len(found)


@transaction.atomic
def follow_up_case(*, case: Case, by: User | None, at: datetime) -> Case:
    """28 days after the answer: ask whoever follows whether it was really done, and lay the case down. It can be reopened."""
    case = locked(case)
    if case.state != State.ANSWERED or case.follow_up_at is None or case.follow_up_at > at:
        return case
    move(case, "follow_up_case", by=by, at=at, follow_up_at=None)
    return close_case(case=case, by=by, at=at)


def follow_up_cases(*, at: datetime) -> int:
    """The same for all whose day has come; returns how many."""
    due = Case.objects.filter(follow_up_at__lte=at, state=State.ANSWERED).order_by("follow_up_at")
    found = list(due.values_list("pk", flat=True)[:RUN_MOST])
    for pk in found:
        follow_up_case(case=Case(pk=pk), by=None, at=at)
    return len(found)


@transaction.atomic
def reschedule_case(*, case: Case, by: User | None, at: datetime) -> Case:
    """Reckon the due dates anew by the calendar as it is now. What was promised never comes sooner."""
    case = locked(case)
    if not workflow.may(case.state, "reschedule_case") or case.clock_from_at is None:
        return case
    due, accept_due = due_of(case), case.accept_due_at
    if case.accepted_at is None and accept_due is not None:
        accept = rule_for("ACCEPT", topic=case.topic, on=timezone.localtime(case.clock_from_at).date())
        fresh = workdays.due_at(case.clock_from_at, limit_of(accept), calendar_for(case.unit or case.desk))
        accept_due = workdays.promise(accept_due, fresh)
    kept = workdays.promise(case.due_at, due) if due else case.due_at
    if (kept, accept_due) != (case.due_at, case.accept_due_at):
        facts = {"due_before": case.due_at.isoformat() if case.due_at else None}
        is_later = kept is not None and case.due_at is not None and kept > case.due_at
        rung = 0 if is_later and kept is not None and kept > at else case.escalation
        move(case, "reschedule_case", by=by, at=at, due_at=kept, accept_due_at=accept_due, facts=facts, escalation=rung)
    return case


@transaction.atomic
def reschedule_some(*, from_on: date, to_on: date | None, after_id: int, at: datetime) -> int | None:
    """Due dates of the next so many open cases whose clock runs over the changed days; posts the event for those after
    them in the same transaction. Returns the last key, None at the end."""
    first = timezone.make_aware(datetime.combine(from_on, datetime.min.time()))
    rows = Case.objects.filter(state__in=OPEN_STATES, pk__gt=after_id, due_at__gte=first - timedelta(days=1))
    if to_on is not None:
        rows = rows.filter(clock_from_at__lt=first + (to_on - from_on) + timedelta(days=1))
    found = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    for pk in found:
        reschedule_case(case=Case(pk=pk), by=None, at=at)
    if len(found) < BATCH:
        return None
    outbox.post(DuesWanted(from_on.isoformat(), to_on.isoformat() if to_on else None, found[-1]))
    return found[-1]
