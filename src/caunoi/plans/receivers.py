"""Who may see the room's files."""

from typing import Any

from caunoi.kit import clock
from caunoi.kit.files import store
from caunoi.organisations.queries import scope_of
from caunoi.plans.queries.activities import activities_visible_to


def may_see_activity(user: Any, activity_id: int) -> bool:
    """Photos and sheets: the unit itself, and officers above."""
    return activities_visible_to(scope_of(user, clock.today())).filter(pk=activity_id).exists()


store.register_guard("plans.activity", may_see_activity)
