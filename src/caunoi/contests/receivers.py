"""Who may see the room's files, and what it counts for the periodic report."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from caunoi.contests.choices import ContestState
from caunoi.contests.models import Contest, Paper
from caunoi.contests.queries import contests_kept_by
from caunoi.kit import clock
from caunoi.kit.files import store
from caunoi.organisations.queries import scope_of
from caunoi.plans.queries.sources import Measure, Rows, register_source


def may_see_contest_files(user: Any, contest_id: int) -> bool:
    """Minutes: those who may run the contest; what everybody may know of them stands on its page."""
    return contests_kept_by(user, scope_of(user, clock.today())).filter(pk=contest_id).exists()


store.register_guard("contests.contest", may_see_contest_files)
# Open or over; a contest that was cancelled is none.
HELD = (ContestState.ANNOUNCED, ContestState.DECIDED)


def _papers() -> QuerySet[Any]:
    """Finished papers with who took them: an account, or a telephone that is known only by its keyed hash.

    Of whom that was forgotten, each entry of a contest is one.
    """
    account = Concat(Value("u"), Cast("entrant__user_id", CharField()))
    entry = Concat(Value("e"), Cast("entrant_id", CharField()))
    person = Case(
        When(entrant__user__isnull=False, then=account),
        When(entrant__phone_fingerprint="", then=entry),
        default=F("entrant__phone_fingerprint"),
    )
    return Paper.objects.filter(finished_at__isnull=False).annotate(person=person)


register_source(
    Rows(
        {"so_cuoc_thi": Measure()}, lambda: Contest.objects.filter(state__in=HELD),
        unit="unit_id", on="announced_at", route="contests:contest",
    )
)  # fmt: skip
register_source(
    Rows(
        {"so_luot_thi": Measure(), "so_nguoi_thi": Measure(of="person")}, _papers,
        unit="entrant__unit_id", on="finished_at", is_each_shown=False,
    )
)  # fmt: skip
