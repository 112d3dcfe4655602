"""What has been kept long enough."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from caunoi.feedback.choices import RemovalState, RetentionGroup, State
from caunoi.feedback.models import Case, DataRequest, LegalHold, Removal, RetentionRule, Tombstone
from caunoi.feedback.queries.access import cases_visible_to
from caunoi.feedback.queries.data_requests import OPEN
from caunoi.organisations.queries import Scope

STATES = {
    RetentionGroup.ANSWERED: (State.CLOSED,),
    RetentionGroup.REFUSED: (State.REFUSED,),
    RetentionGroup.WITHDRAWN: (State.WITHDRAWN,),
}


def months_before(at: datetime, months: int) -> datetime:
    """The same day and time so many months earlier; of a longer month the last day."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, calendar.monthrange(year, month + 1)[1]))


def expired(rule: RetentionRule, at: datetime) -> QuerySet[Case]:
    """Finished cases of the rule's group whose time has run out: not those on hold, nor with an open question about data."""
    states = STATES[RetentionGroup(rule.group)]
    rows = Case.objects.filter(state__in=states, closed_at__lt=months_before(at, rule.months))
    held = LegalHold.objects.filter(Q(case=OuterRef("pk")) | Q(case__merged_into=OuterRef("pk")), lifted_at=None)
    asked = DataRequest.objects.filter(follower__case=OuterRef("pk"), state__in=OPEN)
    return rows.filter(~Exists(held), ~Exists(asked)).order_by("closed_at", "pk")


OPEN_REMOVALS = (RemovalState.LISTED, RemovalState.CONFIRMED)
PAGE = 100


@dataclass(frozen=True)
class Listed:
    """A case of a list, and the rule by which it would go."""

    case: Case
    rule: str


def open_removal() -> Removal | None:
    """The list that is being decided or carried out."""
    rows = Removal.objects.filter(state__in=OPEN_REMOVALS)
    return rows.select_related("made_by", "confirmed_by").first()


def removal_at(public_id: UUID) -> Removal:
    """A list. Raises Removal.DoesNotExist."""
    return Removal.objects.select_related("made_by", "confirmed_by").get(public_id=public_id)


def listed(removal: Removal, user: Any, scope: Scope) -> QuerySet[Case]:
    """What is on a list and in the reader's sight: never what names them."""
    rows = cases_visible_to(user, scope).filter(pk__in=[int(pk) for pk in removal.cases])
    return rows.select_related("unit", "desk").order_by("closed_at", "pk")


def listed_page(removal: Removal, user: Any, scope: Scope, start: int) -> tuple[list[Listed], int | None]:
    """A page of a list from a place on, and where the next one begins."""
    rows = list(listed(removal, user, scope)[start : start + PAGE + 1])
    page = [Listed(case, removal.cases[str(case.pk)]) for case in rows[:PAGE]]
    return page, start + PAGE if len(rows) > PAGE else None


def counts_of(removal: Removal, user: Any, scope: Scope) -> list[tuple[str, int]]:
    """How many of each group are on a list, in the reader's sight."""
    states = {state: group for group, found in STATES.items() for state in found}
    rows = listed(removal, user, scope).order_by().values_list("state").annotate(n=Count("pk"))
    return [(str(states[State(state)].label), n) for state, n in sorted(rows)]


def holds_visible_to(user: Any, scope: Scope) -> QuerySet[LegalHold]:
    """Cases that are kept past their time, the newest hold first."""
    rows = LegalHold.objects.filter(lifted_at=None, case__in=cases_visible_to(user, scope))
    return rows.select_related("case", "by").order_by("-from_at", "-pk")


def past_removals(most: int) -> list[tuple[Removal, int]]:
    """Lists that are done with, the newest first, each with how many stones stand for it (merged cases have their own)."""
    rows = Removal.objects.exclude(state__in=OPEN_REMOVALS).select_related("made_by", "confirmed_by")
    return [(row, stones_of(row)) for row in rows.order_by("-made_at", "-pk")[:most]]


def stones_of(removal: Removal) -> int:
    """How many stones a list left: one list is carried out at a time."""
    if removal.confirmed_at is None or removal.finished_at is None:
        return 0
    return Tombstone.objects.filter(removed_at__range=(removal.confirmed_at, removal.finished_at)).count()


def stone_at(publication_public_id: UUID) -> Tombstone:
    """What stands at a removed case's address in the register. Raises Tombstone.DoesNotExist."""
    return Tombstone.objects.select_related("unit").get(publication_public_id=publication_public_id)
