"""Reading units; who may see what. Load is authorise: loaders raise DoesNotExist for what is out of scope (404)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from caunoi.accounts.models import User
from caunoi.organisations.choices import Role
from caunoi.organisations.models import Placement, RoleGrant, Unit

if TYPE_CHECKING:
    from collections.abc import Collection

MANAGING = frozenset({Role.OFFICER, Role.ADMINISTRATOR})
ACTING = frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.CHAIR, Role.OFFICIAL})


@dataclass(frozen=True)
class Post:
    """A role at a unit, with the unit's path on the day."""

    role: str
    unit: Unit
    path: str


@dataclass(frozen=True)
class Scope:
    """All posts of a person on a day. OFFICER and ADMINISTRATOR reach a whole branch, others the unit itself."""

    posts: tuple[Post, ...]

    def branches(self) -> list[str]:
        """Paths whose whole branch the person manages."""
        return [post.path for post in self.posts if post.role in MANAGING]

    def own_units(self, roles: Collection[str] = ACTING) -> list[Unit]:
        """Units the person acts for."""
        return [post.unit for post in self.posts if post.role in roles]

    def manages(self, path: str) -> bool:
        """Whether a path lies in a branch that the person manages."""
        return any(path.startswith(branch) for branch in self.branches())

    def acts_for(self, unit_id: int) -> bool:
        """Whether the person acts for exactly this unit."""
        return any(unit.pk == unit_id for unit in self.own_units())


def scope_of(user: User | AnonymousUser, on: date) -> Scope:
    """One query; an empty scope for people without an account."""
    if not isinstance(user, User):
        return Scope(())
    grants = RoleGrant.objects.filter(Q(to_on=None) | Q(to_on__gt=on), user=user, from_on__lte=on)
    placed = Placement.objects.on(on).filter(unit__grants__in=grants)
    rows = placed.values_list("unit__grants__role", "unit_id", "path").filter(unit__grants__in=grants)
    posts = list(rows)
    units = Unit.objects.in_bulk({unit_id for _, unit_id, _ in posts})
    return Scope(tuple(Post(role, units[unit_id], path) for role, unit_id, path in posts))


def path_on(unit: Unit, on: date) -> str | None:
    """The unit's path on the day, or None when it had no place in the tree."""
    return Placement.objects.on(on).filter(unit=unit).values_list("path", flat=True).first()


def managed_placements(user: User | AnonymousUser, on: date) -> QuerySet[Placement]:
    """Placements in the branches that the person manages."""
    rows = Placement.objects.on(on)
    within = Q(pk__in=[])
    for path in scope_of(user, on).branches():
        within |= Q(path__gte=path, path__lt=path[:-1] + "0")
    return rows.filter(within)


def managed_unit_for(user: User | AnonymousUser, public_id: UUID, on: date) -> Unit:
    """A unit in the person's branch. Raises Unit.DoesNotExist otherwise, also when it exists elsewhere."""
    placement = managed_placements(user, on).select_related("unit__kind").filter(unit__public_id=public_id).first()
    if placement is None:
        raise Unit.DoesNotExist
    return placement.unit
