"""Plans over the tree: who has one, how far they are, and what units below said to a plan that came down to them.

The statement over the tree is written by hand: one for any number of open nodes. What is written into it are keys, days and
paths of our own making.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from caunoi.organisations.models import Placement
from caunoi.plans.choices import Adoption, PlanAnswer, PlanState
from caunoi.plans.models import Plan, PlanTask
from caunoi.pure.plan_progress import expected
from caunoi.pure.vietnamese import collation_key

PATH = re.compile(r"/(?:[0-9]{1,18}/)+")
SPLIT_SQL = {
    "sqlite": "substr(p.path, {start}, instr(substr(p.path, {start}), '/') - 1)",
    "postgresql": "split_part(substr(p.path, {start}), '/', 1)",
}
ANSWERS = (PlanAnswer.ADOPTED, PlanAnswer.ADAPTED, PlanAnswer.DECLINED, PlanAnswer.SILENT)
COUNTED_SQL = ", ".join(
    [
        "COUNT(*) AS total",
        "COUNT(plan.id) AS planned",
        "SUM(CASE WHEN plan.revision > 0 THEN 1 ELSE 0 END) AS in_force",
        *(f"SUM(CASE WHEN plan.answer = '{answer}' THEN 1 ELSE 0 END) AS n_{answer}" for answer in ANSWERS),
    ]
)
# Unions alone have plans. With an origin, only the plans of that cascade are the denominator.
TREE_SQL = """
SELECT '{path}' AS place, counted.*, u.public_id, u.name FROM (
  SELECT CASE WHEN p.path = '{path}' THEN '' ELSE {segment} END AS child, {counted}, MAX(p.path) AS longest
  FROM organisations_placement p
  JOIN organisations_unit unit ON unit.id = p.unit_id
  JOIN organisations_unitkind kind ON kind.id = unit.kind_id AND kind.category = 'UNION'
  {join} plans_plan plan ON plan.unit_id = p.unit_id AND plan.year = {year} AND plan.state <> 'DISCARDED' {only}
  WHERE p.path >= '{path}' AND p.path < '{stop}' AND p.from_on <= '{on}' AND (p.to_on IS NULL OR p.to_on > '{on}')
  GROUP BY 1
) counted LEFT JOIN organisations_unit u ON u.id = CAST(NULLIF(child, '') AS bigint)"""


@dataclass
class PlanBranch:
    """A unit of the tree: how many unions its branch has, how many plans and answers; and the unit's own plan."""

    unit_id: int
    public_id: UUID | None
    name: str
    path: str
    total: int
    planned: int
    in_force: int
    answers: dict[str, int] = field(default_factory=dict)
    is_leaf: bool = False
    plan: Plan | None = None
    expected: int = 0

    @property
    def answered(self) -> int:
        """How many of the branch have answered."""
        return sum(count for answer, count in self.answers.items() if answer != PlanAnswer.SILENT)


def _row(place: str, child: str, *rest: Any) -> PlanBranch:
    total, planned, in_force, *answers, longest, public_id, name = rest
    path = f"{place}{child}/" if child else place
    counts = {answer.value: count or 0 for answer, count in zip(ANSWERS, answers, strict=True)}
    key = UUID(str(public_id)) if public_id else None
    return PlanBranch(
        int(child or 0), key, name or "", path, total, planned, in_force or 0, counts, bool(child) and longest == path
    )


def branches(paths: Sequence[str], year: int, on: date, *, origin: int | None = None) -> dict[str, list[PlanBranch]]:
    """The units right below each of the paths, by name, and the unit at the path itself (with the key 0): one statement."""
    if not all(PATH.fullmatch(path) for path in paths):
        raise ValueError(paths)
    only = f"AND plan.origin_id = {int(origin)}" if origin is not None else ""
    parts = [
        TREE_SQL.format(
            path=path, stop=path[:-1] + "0", on=on.isoformat(), year=int(year), only=only, counted=COUNTED_SQL,
            segment=SPLIT_SQL[connection.vendor].format(start=len(path) + 1), join="JOIN" if only else "LEFT JOIN",
        )
        for path in dict.fromkeys(paths)
    ]  # fmt: skip
    found: dict[str, list[PlanBranch]] = {path: [] for path in paths}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        for place, *rest in cursor.fetchall():
            found[place].append(_row(place, *rest))
    return {
        place: sorted(rows, key=lambda row: (row.is_leaf, collation_key(row.name))) for place, rows in found.items()
    }


def with_plans(rows: Collection[PlanBranch], year: int, on: date) -> None:
    """Give the shown units their own plan, with how far it would be if every task went evenly: two statements."""
    ids = [row.unit_id for row in rows if row.unit_id]
    plans = Plan.objects.filter(unit__in=ids, year=year).exclude(state=PlanState.DISCARDED)
    found = {plan.unit_id: plan for plan in plans}
    periods = periods_of(found.values())
    for row in rows:
        row.plan = found.get(row.unit_id)
        row.expected = expected(periods.get(row.plan.pk, []), on) if row.plan else 0


def periods_of(plans: Collection[Plan]) -> dict[int, list[tuple[int, date, date]]]:
    """Weight, first and last day of the tasks that count, by plan."""
    rows = PlanTask.objects.filter(plan__in=[plan.pk for plan in plans], span__gt=0)
    found: dict[int, list[tuple[int, date, date]]] = defaultdict(list)
    for plan_id, weight, start, stop in rows.values_list("plan", "weight", "from_on", "to_on"):
        found[plan_id].append((weight, start, stop))
    return found


def summed(rows: Collection[PlanBranch]) -> PlanBranch:
    """A branch from all the rows of its path."""
    total = PlanBranch(0, None, "", "", 0, 0, 0, dict.fromkeys((answer.value for answer in ANSWERS), 0))
    for row in rows:
        total.total, total.planned = total.total + row.total, total.planned + row.planned
        total.in_force += row.in_force
        for answer, count in row.answers.items():
            total.answers[answer] += count
    return total


def _below(path: str, on: date) -> QuerySet[Placement]:
    return Placement.objects.on(on).below(path)


def followers(plan: Plan, path: str, on: date) -> QuerySet[Plan]:
    """Plans that carry a plan on at a place or below it."""
    rows = Plan.objects.filter(origin=plan.origin_id or plan.pk).exclude(state=PlanState.DISCARDED).exclude(pk=plan.pk)
    return rows.filter(unit__in=_below(path, on).values("unit")).select_related("unit", "above__unit")


# Which answers can hold such tasks: the few plans that differ are found first, then their tasks.
SAID = {
    Adoption.ADAPTED: (PlanAnswer.ADAPTED,),
    Adoption.DECLINED: (PlanAnswer.ADAPTED, PlanAnswer.DECLINED),
    Adoption.ADDED: (PlanAnswer.ADOPTED, PlanAnswer.ADAPTED, PlanAnswer.DECLINED),
}


def differences(plan: Plan, path: str, on: date, *, adoption: Adoption) -> QuerySet[PlanTask]:
    """Tasks that units below answered otherwise than word for word, with what they said and why."""
    rows = PlanTask.objects.filter(plan__in=followers(plan, path, on).filter(answer__in=SAID[adoption]).values("pk"))
    wanted = Q(adoption=adoption)
    if adoption == Adoption.ADDED:
        wanted &= Q(source=None, cancelled_at=None)
    return (
        rows.filter(wanted).select_related("plan__unit", "source").order_by("plan__unit__folded_name", "position", "pk")
    )
