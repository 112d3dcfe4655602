"""What every page of a plan begins with: the plan that the person may see, and what they may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from caunoi.kit import clock
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope, path_on, scope_asked
from caunoi.plans import rules
from caunoi.plans.choices import PlanState
from caunoi.plans.models import Plan, PlanTask
from caunoi.plans.queries.plans import IN_FORCE, plan_for, task_for, visible_plans

OPEN = frozenset({PlanState.DRAFT, PlanState.RETURNED})


@dataclass
class PlanPlace:
    """A plan, and the person before it."""

    plan: Plan
    scope: Scope
    user: Any
    path: str | None
    today: date

    @property
    def may_write(self) -> bool:
        """Whether the person acts for the plan's unit."""
        return rules.may_write_plan(self.scope, self.plan)

    @property
    def is_open(self) -> bool:
        """Whether the person may change it now."""
        return self.may_write and self.plan.state in OPEN

    @property
    def may_decide(self) -> bool:
        """Whether it waits for the person."""
        is_waiting = self.plan.state == PlanState.SUBMITTED
        return is_waiting and rules.may_decide_plan(self.scope, self.plan, self.path, self.user)

    @property
    def may_follow(self) -> bool:
        """Whether the person sees what happens below."""
        return rules.may_follow_plan(self.scope, self.plan, self.path)

    @property
    def is_hidden(self) -> bool:
        """Whether a change is being written that the person does not see yet: for who only reads, the version in force
        stands."""
        is_changing = self.plan.revision > 0 and self.plan.state not in IN_FORCE
        return is_changing and not self.may_write and not self.may_follow

    @property
    def is_asked(self) -> bool:
        """Whether the unit still owes an answer to the plan that came down."""
        return self.is_open and self.plan.above_id is not None and self.plan.revision == 0


def planning(request: HttpRequest) -> tuple[Scope, list[Unit]]:
    """The person's scope and unions. Raises Plan.DoesNotExist for who writes no plans."""
    scope = scope_asked(request, clock.today())
    if not rules.may_make_plan(scope):
        raise Plan.DoesNotExist
    return scope, rules.planning_units(scope)


def place_of(request: HttpRequest, plan: Plan) -> PlanPlace:
    """A plan that was loaded, as a place."""
    today = clock.today()
    return PlanPlace(plan, scope_asked(request, today), request.user, path_on(plan.unit, today), today)


def seen_plan(request: HttpRequest, plan_id: UUID) -> PlanPlace:
    """A plan that the person may read. Raises Plan.DoesNotExist."""
    return place_of(request, plan_for(request.user, plan_id, scope_asked(request, clock.today())))


def written_plan(request: HttpRequest, plan_id: UUID) -> PlanPlace:
    """A plan of one of the person's units. Raises Plan.DoesNotExist."""
    place = seen_plan(request, plan_id)
    if not place.may_write:
        raise Plan.DoesNotExist
    return place


def written_task(request: HttpRequest, task_id: UUID) -> tuple[PlanPlace, PlanTask]:
    """A task of such a plan. Raises PlanTask.DoesNotExist."""
    task = task_for(request.user, task_id, scope_asked(request, clock.today()))
    place = place_of(request, visible_plans(request.user, scope_asked(request, clock.today())).get(pk=task.plan_id))
    if not place.may_write:
        raise PlanTask.DoesNotExist
    return place, task
