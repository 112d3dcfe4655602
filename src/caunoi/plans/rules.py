"""Who may do what with plans.

Who approves (the genre's practice, chưa đối chiếu, so it is the option `plans_approved_by`): the unit above, or the unit's own
standing board; a unit with nobody above approves its own. Never the person who submitted.
"""

from __future__ import annotations

from caunoi.organisations.choices import Role, UnitCategory
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope

KEEPING = frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.CHAIR})
ABOVE, BOARD = "above", "board"


def planning_units(scope: Scope) -> list[Unit]:
    """Unions whose plans the person writes. Asks no database: menus ask it."""
    posts = [post for post in scope.posts if post.role in KEEPING and post.category == UnitCategory.UNION]
    return sorted({post.unit.pk: post.unit for post in posts}.values(), key=lambda unit: unit.folded_name)
