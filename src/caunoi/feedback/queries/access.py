"""Who may see which case. One filter for lists, counts, search, suggestions, exports, notices and single pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from caunoi.accounts.models import User
from caunoi.feedback.choices import State
from caunoi.feedback.models import Case, Follower, Recusal
from caunoi.feedback.queries.reach import open_cases, within_reach
from caunoi.feedback.queries.receipts import receipt_hash
from caunoi.organisations.choices import Role
from caunoi.organisations.queries import MANAGING, Scope, scope_of
from caunoi.pure.receipts import ReceiptProblem, parse


def recusals_of(user: User, scope: Scope) -> QuerySet[Recusal]:
    """What takes a person out: named themselves, or any unit that they hold a post at."""
    units = {post.unit.pk for post in scope.posts}
    return Recusal.objects.filter(Q(user=user) | Q(unit__in=units), lifted_at=None)


def is_recused(user: User, scope: Scope, case: Case) -> bool:
    """Whether the case names the person or their unit."""
    return recusals_of(user, scope).filter(case=case).exists()


def _own_units(scope: Scope) -> list[int]:
    return [post.unit.pk for post in scope.posts if post.role != Role.MEMBER]


def cases_visible_to(user: Any, scope: Scope, *, is_open: bool = False) -> QuerySet[Case]:
    """Cases that a person may work on or watch: those of their branch's desks and units, and of the units they act for;
    with `is_open` only those for which somebody still owes something.

    A quarantined case is seen only by officers of the very desk that keeps it (SAFETY T4: need to know). What names the
    reader or their unit is not there for them.
    """
    if not isinstance(user, User) or not scope.posts or scope.on is None:
        return Case.objects.none()
    rows = Case.objects.filter(within_reach(scope, _own_units(scope), is_open=is_open))
    if is_open:
        rows = open_cases(rows)
    kept = [post.unit.pk for post in scope.posts if post.role in MANAGING]
    rows = rows.filter(~Q(state=State.QUARANTINED) | Q(desk__in=kept))
    return rows.exclude(pk__in=recusals_of(user, scope).values("case"))


def case_for(user: Any, public_id: UUID, scope: Scope) -> Case:
    """A case in the person's reach. Raises Case.DoesNotExist otherwise, also when it exists."""
    rows = cases_visible_to(user, scope).select_related("desk", "unit", "body", "topic", "handler", "limit_rule")
    return rows.get(public_id=public_id)


def may_see_case(user: Any, case_id: int, on: date) -> bool:
    """The guard of a case's files."""
    return cases_visible_to(user, scope_of(user, on)).filter(pk=case_id).exists()


def follower_for(receipt: str, at: datetime) -> Follower | None:
    """Whoever holds the code; None for a wrong, an unknown and an expired one alike.

    A code that cannot be right is looked up all the same (a text that no receipt hashes to), so that the time says
    nothing.
    """
    try:
        canonical = parse(receipt)
    except ReceiptProblem:
        canonical = ""
    rows = Follower.objects.select_related("case__unit", "case__desk", "case__body", "case__merged_into")
    found = rows.filter(receipt_hash=receipt_hash(canonical)).first()
    return found if found and found.expires_at > at else None
