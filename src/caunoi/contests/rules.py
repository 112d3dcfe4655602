"""Who may do what with contests and questions."""

from __future__ import annotations

from datetime import datetime

from caunoi.contests.models import Contest
from caunoi.contests.queries import keeping_units, rounds_of
from caunoi.organisations.queries import Scope


def may_make_contest(scope: Scope) -> bool:
    """Officers, administrators and chairs of unions."""
    return bool(keeping_units(scope))


def is_key_shown(contest: Contest, number: int, at: datetime) -> bool:
    """The right answers stay hidden until every round that draws on them is over: the pool is one for all rounds."""
    rounds = rounds_of(contest, at)
    return all(sight.state == "OVER" for sight in rounds) and any(sight.round.number == number for sight in rounds)
