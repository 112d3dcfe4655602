"""Who may do what with plans.

Who approves (the genre's practice, chưa đối chiếu, so it is the option `plans_approved_by`): the unit above, or the unit's own
standing board; a unit with nobody above approves its own. Never the person who submitted.
"""

from __future__ import annotations

from caunoi.organisations.choices import Role, UnitCategory
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope
from caunoi.organisations.rules import leads_federation

KEEPING = frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.CHAIR})
ABOVE, BOARD = "above", "board"


def planning_units(scope: Scope) -> list[Unit]:
    """Unions whose plans the person writes. Asks no database: menus ask it."""
    posts = [post for post in scope.posts if post.role in KEEPING and post.category == UnitCategory.UNION]
    return sorted({post.unit.pk: post.unit for post in posts}.values(), key=lambda unit: unit.folded_name)


def may_enter_figures(scope: Scope, unit_id: int, path: str) -> bool:
    """The unit's own chair and officers, and officers of the branch above it."""
    return unit_id in {unit.pk for unit in planning_units(scope)} or scope.manages(path)


def may_keep_dictionary(scope: Scope) -> bool:
    """Those who lead the federation: its indicators and periods hold for everybody."""
    return leads_federation(scope)
