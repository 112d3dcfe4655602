"""Who may see the room's files."""

from __future__ import annotations

from typing import Any

from caunoi.contests.queries import contests_kept_by
from caunoi.kit import clock
from caunoi.kit.files import store
from caunoi.organisations.queries import scope_of


def may_see_contest_files(user: Any, contest_id: int) -> bool:
    """Minutes: those who may run the contest; what everybody may know of them stands on its page."""
    return contests_kept_by(user, scope_of(user, clock.today())).filter(pk=contest_id).exists()


store.register_guard("contests.contest", may_see_contest_files)
