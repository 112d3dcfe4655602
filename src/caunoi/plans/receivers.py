"""What this room counts for its dictionary, what it does when plans, activities and figures change, and who sees its files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from caunoi.directives.models import Directive
from caunoi.directives.queries import register_offer
from caunoi.kit import clock, outbox
from caunoi.kit.files import store
from caunoi.organisations.queries import scope_of
from caunoi.plans import actions, notices
from caunoi.plans.choices import ActivityState
from caunoi.plans.models import Activity, PlanRevision, Signature
from caunoi.plans.queries.activities import activities_visible_to
from caunoi.plans.queries.branch_units import BranchUnits
from caunoi.plans.queries.plans import obligation_offers
from caunoi.plans.queries.sources import Measure, Rows, register_source

register_source(BranchUnits())
register_source(
    Rows(
        {"so_ke_hoach_ban_hanh": Measure()},
        # Once, on the day of its first version: a change neither hides the plan nor moves it to another period.
        lambda: PlanRevision.objects.filter(number=1),
        unit="plan__unit_id", on="at", title="plan__title", key="plan__public_id", route="plans:plan",
    )
)  # fmt: skip
register_source(
    Rows(
        {"so_van_ban_chi_dao": Measure()}, Directive.objects.all,
        unit="issuer_id", on="issued_at", route="directives:directive",
    )
)  # fmt: skip
register_source(
    Rows(
        # Of different units nobody is taken for the same person; without a sign-in list nobody is known at all.
        {"so_nguoi_du": Measure(of="person")},
        # Hidden from the keys of activities, so that signatures are gone through and not all activities.
        lambda: Signature.objects.filter(struck_at=None, sign_in__activity__state=ActivityState.ACCEPTED).annotate(
            held_by=F("sign_in__activity__unit_id") + 0,
            held_on=Coalesce("sign_in__activity__happened_on", "sign_in__activity__happened_on"),
        ),
        unit="held_by", on="held_on", is_moment=False, is_each_shown=False,
    )
)  # fmt: skip


register_offer(obligation_offers)


@outbox.consumer("plans.activity_decided")
def follow_activity(*, activity_id: int, at: datetime) -> None:
    """Bring the kept sums of its unit, and of all above it, to what is accepted now."""
    units = Activity.objects.filter(pk=activity_id).values_list("unit_id", flat=True)
    actions.follow_units(unit_ids=list(units))


@outbox.consumer("plans.activity_reported")
def tell_reviewers(*, activity_id: int, at: datetime) -> None:
    """Tell those who decide on it."""
    row = Activity.objects.select_related("unit").get(pk=activity_id)
    notices.tell_activity_reported(row, clock.now())


@outbox.consumer("plans.figures_recorded")
def follow_figures(*, unit_id: int, at: datetime) -> None:
    """The same for what it entered."""
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
def carry_down(*, plan_id: int, after: str, kinds: Sequence[int] = (), at: datetime) -> None:
    """Make the drafts of the next units."""
    actions.carry_down(plan_id=plan_id, after=after, kinds=kinds, by=None, at=at)


@outbox.consumer("plans.plans_cascaded")
def tell_units_below(*, plan_ids: list[int], at: datetime) -> None:
    """Tell the units that a plan came down to."""
    actions.tell_cascaded(plan_ids=plan_ids, at=clock.now())


@outbox.consumer("plans.plans_reminded")
def remind_units_below(*, plan_ids: list[int], on: str, at: datetime) -> None:
    """Remind the units that have not answered yet."""
    actions.tell_reminded(plan_ids=plan_ids, on=on, at=clock.now())


def may_see_activity(user: Any, activity_id: int) -> bool:
    """Photos and sheets: the unit itself, and officers above."""
    return activities_visible_to(scope_of(user, clock.today())).filter(pk=activity_id).exists()


store.register_guard("plans.activity", may_see_activity)
