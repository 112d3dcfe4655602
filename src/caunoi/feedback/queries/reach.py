"""The cases in a person's reach, said so that the database reads few of them: a small reach is gathered by its units and
then sorted, a large one is met often enough by walking through all cases in the order of the list.

A page of 50 out of a share s of N cases costs 50/s rows by walking and s*N by gathering. See docs/mechanisms/lists.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, QuerySet
from django.db.models.lookups import In

from caunoi.feedback.choices import OPEN_STATES
from caunoi.feedback.models import Case
from caunoi.organisations.queries import Scope, placed_today

# A branch of more units is so much of the whole that its units need not be named.
BRANCH_MOST = 200
# From here on walking through a million is cheaper.
GATHERED_MOST = 5_000
KNOWN_SECONDS = 600


class Walked(Func):
    """A column whose index is not to be used: the unary plus of SQLite, whose planner knows no histograms."""

    template = "%(expressions)s"
    output_field = BigIntegerField()

    def as_sqlite(self, compiler: Any, using: Any, **context: Any) -> Any:  # type: ignore[override]
        return self.as_sql(compiler, using, template="+%(expressions)s", **context)


def _walked(column: str, units: Sequence[int] | QuerySet[Any, Any]) -> Q:
    return Q(In(Walked(F(column)), units))


def branch_units(scope: Scope) -> list[int] | None:
    """Units of the branches that the person manages, looked up once a scope; None when there are very many."""
    known: dict[str, Any] = scope.__dict__
    if "_branch_units" not in known:
        rows = placed_today(scope).values_list("unit_id", flat=True)[: BRANCH_MOST + 1]
        found = list(rows) if scope.branches() else []
        known["_branch_units"] = found if len(found) <= BRANCH_MOST else None
    units: list[int] | None = known["_branch_units"]
    return units


def _are_many(name: str, *lots: QuerySet[Case]) -> bool:
    """Whether so many cases lie there that they are not gathered; kept for ten minutes, as it decides on speed only."""
    key = f"feedback-reach-{name}"
    known: bool | None = cache.get(key)
    if known is None:
        known = sum(rows[:GATHERED_MOST].count() for rows in lots) >= GATHERED_MOST
        cache.set(key, known, KNOWN_SECONDS)
    return known


def among(column: str, keys: Sequence[int]) -> Q:
    """Cases whose column holds one of the keys: gathered by the column's index, or met on the way where there are many."""
    if connection.vendor == "sqlite" and _are_many(
        f"{column}-{hash(tuple(keys))}", Case.objects.filter(**{f"{column}__in": keys})
    ):
        return _walked(column, keys)
    return Q(**{f"{column}__in": keys})


def within_reach(scope: Scope, own: Sequence[int], *, is_open: bool) -> Q:
    """Cases watched by the desks of the person's branches, or answered by units of them or by the person's own units.

    Open ones are few, and walked through in the index that holds their desks and units.
    """
    branch = branch_units(scope)
    if branch is None:
        below = placed_today(scope).values("unit_id")
        return _walked("desk_id", below) | _walked("unit_id", below) | _walked("unit_id", own)
    units = list(dict.fromkeys([*own, *branch]))
    if connection.vendor == "postgresql":
        return Q(desk__in=branch) | Q(unit__in=units)
    if is_open:
        return _walked("desk_id", branch) | _walked("unit_id", units)
    lots = Case.objects.filter(desk__in=branch), Case.objects.filter(unit__in=units)
    if _are_many(str(hash((tuple(branch), tuple(units)))), *lots):
        return _walked("desk_id", branch) | _walked("unit_id", units)
    return Q(pk__in=lots[0].values("pk").union(lots[1].values("pk")))


class IsOpen(Func):
    """Whether somebody still owes something: said with the very words of the partial index, without which SQLite does not
    see that it holds them all."""

    template = "%(expressions)s IN ({})".format(", ".join(f"'{state.value}'" for state in OPEN_STATES))
    output_field = BooleanField()


def open_cases(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Those that are open; ordered by `due_at, id` a page of them costs what is shown."""
    return rows.filter(IsOpen("state"))
