"""What this room counts for its dictionary, and what it does when plans, activities and figures change."""

from __future__ import annotations

from datetime import datetime

from caunoi.directives.models import Directive
from caunoi.kit import clock, outbox
from caunoi.plans import actions
from caunoi.plans.choices import PlanState
from caunoi.plans.models import Plan
from caunoi.plans.queries.branch_units import BranchUnits
from caunoi.plans.queries.sources import Measure, Rows, register_source

register_source(BranchUnits())
register_source(
    Rows(
        {"so_ke_hoach_ban_hanh": Measure()},
        lambda: Plan.objects.filter(state__in=(PlanState.APPROVED, PlanState.CLOSED)),
        unit="unit_id", on="decided_at", route="plans:plan",
    )
)  # fmt: skip
register_source(
    Rows(
        {"so_van_ban_chi_dao": Measure()}, Directive.objects.all,
        unit="issuer_id", on="issued_at", route="directives:directive",
    )
)  # fmt: skip


@outbox.consumer("plans.figures_recorded")
def follow_figures(*, unit_id: int, at: datetime) -> None:
    """Bring the kept sums of the unit, and of all above it, to what it entered."""
    actions.follow_units(unit_ids=[unit_id])


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
