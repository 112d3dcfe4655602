"""Which contests and questions a person sees, and when a round is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from caunoi.accounts.models import User
from caunoi.contests.choices import ContestState
from caunoi.contests.models import Contest, Question, Round
from caunoi.organisations.choices import Role, UnitCategory
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope, placed_today

KEEPING = frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.CHAIR})
PUBLIC = (ContestState.ANNOUNCED, ContestState.DECIDED, ContestState.CANCELLED)


def keeping_units(scope: Scope) -> list[Unit]:
    """Unions in whose name the person holds contests and keeps questions. Asks no database: menus ask it."""
    posts = [post for post in scope.posts if post.role in KEEPING and post.category == UnitCategory.UNION]
    return sorted({post.unit.pk: post.unit for post in posts}.values(), key=lambda unit: unit.folded_name)


def _kept(scope: Scope) -> Q:
    own = [unit.pk for unit in keeping_units(scope)]
    return Q(unit__in=own) | Q(unit__in=placed_today(scope).values("unit_id"))


def contests_kept_by(user: Any, scope: Scope) -> QuerySet[Contest]:
    """Contests of the person's own unions and of the branch below; with the rounds."""
    if not isinstance(user, User) or not scope.posts:
        return Contest.objects.none()
    rows = Contest.objects.filter(_kept(scope)).select_related("unit")
    return rows.prefetch_related(Prefetch("rounds", Round.objects.order_by("number")))


def contest_for(user: Any, public_id: UUID, scope: Scope) -> Contest:
    """A contest that the person may run. Raises Contest.DoesNotExist otherwise, also when it exists."""
    return contests_kept_by(user, scope).get(public_id=public_id)


def questions_kept_by(user: Any, scope: Scope) -> QuerySet[Question]:
    """The questions of the person's own unions and of the branch below, with how many contests use each."""
    if not isinstance(user, User) or not scope.posts:
        return Question.objects.none()
    rows = Question.objects.filter(_kept(scope)).select_related("unit")
    return rows.annotate(uses_count=Count("uses"))


def question_for(user: Any, public_id: UUID, scope: Scope) -> Question:
    """A question that the person keeps. Raises Question.DoesNotExist otherwise, also when it exists."""
    return questions_kept_by(user, scope).get(public_id=public_id)


def public_contests() -> QuerySet[Contest]:
    """What everybody sees: announced, decided, and cancelled ones, whose page says why."""
    rows = Contest.objects.filter(state__in=PUBLIC, announced_at__isnull=False).select_related("unit")
    return rows.prefetch_related(Prefetch("rounds", Round.objects.order_by("number"))).order_by("-announced_at")


def public_contest(public_id: UUID) -> Contest:
    """One of them. Raises Contest.DoesNotExist for a draft."""
    return public_contests().get(public_id=public_id)


@dataclass(frozen=True)
class RoundSight:
    """A round at a moment: WAITING, OPEN or OVER."""

    round: Round
    state: str
    ends_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether a paper may be begun."""
        return self.state == "OPEN"


def ends_at(row: Round) -> datetime:
    """When the round is over: at its time, or when a person closed it."""
    return min(row.closes_at, row.closed_at) if row.closed_at else row.closes_at


def rounds_of(contest: Contest, at: datetime) -> list[RoundSight]:
    """The rounds in order, as they stand; of a contest that is not announced none is open."""
    sights = []
    for row in sorted(contest.rounds.all(), key=lambda each: each.number):
        end = ends_at(row)
        state = "WAITING" if at < row.opens_at else "OPEN" if at < end else "OVER"
        if state == "OPEN" and contest.state != ContestState.ANNOUNCED:
            state = "OVER"
        sights.append(RoundSight(row, state, end))
    return sights


def open_contests(at: datetime, limit: int = 2) -> list[tuple[Contest, RoundSight]]:
    """Contests with a round that is open, the one that closes first before the others. One query."""
    rows = Round.objects.filter(opens_at__lte=at, closes_at__gt=at, closed_at=None)
    rows = rows.filter(contest__state=ContestState.ANNOUNCED).select_related("contest__unit")
    return [(row.contest, RoundSight(row, "OPEN", row.closes_at)) for row in rows.order_by("closes_at", "id")[:limit]]
