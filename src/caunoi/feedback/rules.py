"""Who may do what with cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from caunoi.accounts.models import User
from caunoi.feedback.choices import Identity, State
from caunoi.feedback.models import Case, Petition
from caunoi.feedback.queries.access import is_recused, may_see_case
from caunoi.feedback.queries.petitions import may_gather
from caunoi.kit import clock
from caunoi.organisations.queries import ACTING, Scope, managed_placements, scope_of
from caunoi.organisations.rules import leads_federation


def may_triage(user: User, case: Case, scope: Scope) -> bool:
    """Sort, assign, merge, publish, set apart: officers whose branch holds the case's desk."""
    if scope.on is None or is_recused(user, scope, case):
        return False
    return managed_placements(user, scope.on, scope).filter(unit=case.desk_id).exists()


def may_answer(user: User, case: Case, scope: Scope) -> bool:
    """Accept, ask, pause, reply, transfer: people who act for the unit that answers."""
    if case.unit_id is None or is_recused(user, scope, case):
        return False
    return any(post.unit.pk == case.unit_id and post.role in ACTING for post in scope.posts)


def may_handle(user: User, case: Case, on: date) -> bool:
    """Whether a person can be the one who handles it."""
    scope = scope_of(user, on)
    return may_answer(user, case, scope) or may_triage(user, case, scope)


def may_reveal_sender(user: User, case: Case, scope: Scope) -> bool:
    """Who handles it, and the desk that watches; nobody for what was set apart or came by receipt only."""
    if case.state == State.QUARANTINED or case.identity == Identity.RECEIPT:
        return False
    return may_triage(user, case, scope) or (case.handler_id == user.pk and may_answer(user, case, scope))


def may_see_file(user: Any, case_id: int) -> bool:
    """The guard of a case's files: whoever may see the case."""
    return may_see_case(user, case_id, clock.today())


def may_keep_settings(scope: Scope) -> bool:
    """The tree of competences and the time limits: administrators and officers of the highest union only."""
    return leads_federation(scope)


def may_keep_petition(petition: Petition, scope: Scope) -> bool:
    """Read voices, write them down for others, send on, give up: who acts for the very union."""
    return may_gather(scope, petition.unit_id)
