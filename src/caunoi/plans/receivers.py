"""What this room hears."""

from __future__ import annotations

from datetime import datetime

from caunoi.kit import clock, outbox
from caunoi.plans import actions


@outbox.consumer("plans.plan_submitted")
def tell_approvers(*, plan_id: int, at: datetime) -> None:
    """Tell those who approve."""
    actions.tell_submitted(plan_id=plan_id, at=clock.now())


@outbox.consumer("plans.plan_decided")
def tell_unit(*, plan_id: int, revision: int, is_approved: bool, at: datetime) -> None:
    """Tell the unit that its plan was approved, or returned."""
    actions.tell_decided(plan_id=plan_id, revision=revision, is_approved=is_approved, at=clock.now())


@outbox.consumer("plans.cascade_wanted")
def carry_down(*, plan_id: int, after: str, at: datetime) -> None:
    """Make the drafts of the next units."""
    actions.carry_down(plan_id=plan_id, after=after, by=None, at=at)


@outbox.consumer("plans.plans_cascaded")
def tell_units_below(*, plan_ids: list[int], at: datetime) -> None:
    """Tell the units that a plan came down to."""
    actions.tell_cascaded(plan_ids=plan_ids, at=clock.now())


@outbox.consumer("plans.plans_reminded")
def remind_units_below(*, plan_ids: list[int], on: str, at: datetime) -> None:
    """Remind the units that have not answered yet."""
    actions.tell_reminded(plan_ids=plan_ids, on=on, at=clock.now())
