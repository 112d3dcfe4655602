"""Who may enter for others."""

from __future__ import annotations

from caunoi.organisations.models import Unit
from caunoi.organisations.queries import ACTING, Scope


def may_enter_case(scope: Scope) -> bool:
    """People who act for a unit: officers, chairs of unions, officials."""
    return any(post.role in ACTING for post in scope.posts)


def desk_of(scope: Scope) -> Unit:
    """The unit that a clerk sits at. Raises Unit.DoesNotExist for who enters nothing."""
    if not may_enter_case(scope):
        raise Unit.DoesNotExist
    return scope.own_units(ACTING)[0]
