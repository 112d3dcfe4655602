"""Nominations and milestones; load is authorise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from caunoi.accounts.models import User
from caunoi.library.choices import ReformArea
from caunoi.newsroom.choices import NominationState
from caunoi.newsroom.models import Milestone, Nomination
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import MANAGING, Scope, placed_today


def units_of(scope: Scope) -> list[Unit]:
    """Units that the person belongs to, each once."""
    return list({post.unit.pk: post.unit for post in scope.posts}.values())


def desks_of(scope: Scope) -> list[Unit]:
    """Units whose newsroom is the person's own, each once."""
    return list({unit.pk: unit for unit in scope.own_units(MANAGING)}.values())


def nominations_on_desk(scope: Scope, state: str = "") -> QuerySet[Nomination]:
    """What the units of the person's branches put forward, the newest first."""
    rows = Nomination.objects.filter(unit__in=placed_today(scope).values("unit_id")).select_related("unit", "photo")
    return (rows.filter(state=state) if state in NominationState.values else rows).order_by("-sent_at", "-id")


def nominations_by_state(scope: Scope) -> dict[str, int]:
    """How many there are in each state."""
    return dict(nominations_on_desk(scope).order_by().values_list("state").annotate(n=Count("id")))


def nomination_on_desk(scope: Scope, public_id: UUID) -> Nomination:
    """One of them. Raises Nomination.DoesNotExist for what is not of the person's branches."""
    return nominations_on_desk(scope).select_related("article", "sent_by", "decided_by").get(public_id=public_id)


def nominations_sent_by(user: User, scope: Scope) -> QuerySet[Nomination]:
    """What the person put forward, and what the units that they act for did."""
    own = [unit.pk for unit in scope.own_units()]
    rows = Nomination.objects.filter(Q(sent_by=user) | Q(unit__in=own))
    return rows.select_related("unit", "article").order_by("-sent_at", "-id")


def nomination_photo_for(user: User | AnonymousUser, public_id: UUID, scope: Scope) -> Nomination:
    """A nomination whose photo the person may see: its sender, its unit, the desk above. Raises Nomination.DoesNotExist."""
    if not isinstance(user, User):
        raise Nomination.DoesNotExist
    own = [unit.pk for unit in scope.own_units()]
    allowed = Q(sent_by=user) | Q(unit__in=own) | Q(unit__in=placed_today(scope).values("unit_id"))
    rows = Nomination.objects.filter(allowed, photo__isnull=False)
    return rows.select_related("photo").get(public_id=public_id)


def milestones_on_desk(scope: Scope) -> QuerySet[Milestone]:
    """Milestones of the units whose newsroom is the person's."""
    return Milestone.objects.filter(owner__in=placed_today(scope).values("unit_id")).select_related("owner", "source")


def milestone_on_desk(scope: Scope, public_id: UUID) -> Milestone:
    """One of them. Raises Milestone.DoesNotExist otherwise."""
    return milestones_on_desk(scope).get(public_id=public_id)


@dataclass(frozen=True)
class AreaProgress:
    """One of the six areas with its milestones of a year."""

    area: str
    label: Any
    milestones: list[Milestone]


def progress_of(rows: QuerySet[Milestone], year: int) -> list[AreaProgress]:
    """The six areas in their order, each with its milestones of a year, also where there are none; one statement."""
    found: dict[str, list[Milestone]] = {}
    for row in rows.filter(year=year).order_by("due_on", "id"):
        found.setdefault(row.area, []).append(row)
    return [AreaProgress(area.value, area.label, found.get(area.value, [])) for area in ReformArea]


def years_of(rows: QuerySet[Milestone]) -> list[int]:
    """The years that have milestones, the newest first."""
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())
