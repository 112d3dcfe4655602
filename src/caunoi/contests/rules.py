"""Who may do what with contests and questions."""

from __future__ import annotations

from datetime import datetime

from caunoi.contests.models import Contest
from caunoi.contests.queries import keeping_units
from caunoi.contests.queries.papers import GRACE
from caunoi.contests.queries.results import is_over
from caunoi.organisations.queries import Scope


def may_make_contest(scope: Scope) -> bool:
    """Officers, administrators and chairs of unions."""
    return bool(keeping_units(scope))


def is_key_shown(contest: Contest, at: datetime) -> bool:
    """The right answers stay hidden until every round is over and nothing counts any more: the pool is one for all."""
    return is_over(contest, at - GRACE)
