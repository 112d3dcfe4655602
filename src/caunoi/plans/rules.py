"""Who may do what with plans.

Who approves (the genre's practice, chưa đối chiếu, so it is the option `plans_approved_by`): the unit above, or the unit's own
standing board; a unit with nobody above approves its own. Never the person who submitted.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings

from caunoi.organisations.choices import Role, UnitCategory
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import MANAGING, Scope
from caunoi.organisations.rules import leads_federation
from caunoi.plans.models import Plan
from caunoi.plans.queries.plans import plans_to_decide

KEEPING = frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.CHAIR})
ABOVE, BOARD = "above", "board"
WAITING_MOST = 1000


def planning_units(scope: Scope) -> list[Unit]:
    """Unions whose plans the person writes. Asks no database: menus ask it."""
    posts = [post for post in scope.posts if post.role in KEEPING and post.category == UnitCategory.UNION]
    return sorted({post.unit.pk: post.unit for post in posts}.values(), key=lambda unit: unit.folded_name)


def may_make_plan(scope: Scope) -> bool:
    """Officers, administrators and chairs of unions."""
    return bool(planning_units(scope))


def may_write_plan(scope: Scope, plan: Plan) -> bool:
    """Those who act for the plan's own unit."""
    return any(unit.pk == plan.unit_id for unit in planning_units(scope))


def _manages_above(scope: Scope, path: str) -> bool:
    return any(post.role in MANAGING and path.startswith(post.path) and post.path != path for post in scope.posts)


def may_decide_plan(scope: Scope, plan: Plan, path: str | None, user: Any) -> bool:
    """Whether the person may approve the plan or return it; `path` is the unit's place today."""
    if path is None or plan.submitted_by_id == user.pk:
        return False
    is_highest = path.count("/") == 2
    if settings.CAUNOI.plans_approved_by == BOARD or is_highest:
        return may_write_plan(scope, plan)
    return _manages_above(scope, path)


def plans_to_decide_by(user: Any, scope: Scope, on: date) -> list[Plan]:
    """The plans that wait for the person's decision, the oldest first; one statement, none for who writes no plans."""
    if not planning_units(scope):
        return []
    rows = plans_to_decide(scope, user, on, limit=WAITING_MOST)
    return [row for row in rows if may_decide_plan(scope, row, row.path, user)]  # type: ignore[attr-defined]


def may_follow_plan(scope: Scope, plan: Plan, path: str | None) -> bool:
    """Whether the person may see who carries the plan on below: its own unit, and officers above."""
    return may_write_plan(scope, plan) or (path is not None and scope.manages(path))


def may_keep_templates(scope: Scope) -> bool:
    """The highest union's officers."""
    return leads_federation(scope)


def may_enter_figures(scope: Scope, unit_id: int, path: str) -> bool:
    """The unit's own chair and officers, and officers of the branch above it."""
    return unit_id in {unit.pk for unit in planning_units(scope)} or scope.manages(path)


def may_keep_dictionary(scope: Scope) -> bool:
    """Those who lead the federation: its indicators and periods hold for everybody."""
    return leads_federation(scope)
