"""A year's indicators of any node: kept sums over all activities and figures, other rooms' counts, the tree of another day."""

from measure import Bench, p95_ms, timed

bench = Bench("rollup", __doc__, is_web=True)

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import activities
import federation
import web
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caunoi.kit import bulk, clock
from caunoi.organisations.choices import Role, UnitEventKind
from caunoi.organisations.models import Unit, UnitEvent
from caunoi.plans import actions
from caunoi.plans.choices import ActivityState
from caunoi.plans.models import Activity, Figure, Indicator
from caunoi.plans.queries.rollup import board, sight_of
from caunoi.pure.periods import Period, parse

ROUNDS = 15
YEAR, BEFORE = 2025, 2024
LIMIT_MS = 300
# The reorganisation of federation.build lies in the middle of the year that is asked for.
LATER = date(2026, 6, 30)


def enter(units: list[Unit], places: activities.Stays) -> None:
    """Two figures a unit, for the first half of the year."""
    rng, at = random.Random(7), clock.now()
    lines = list(Indicator.objects.filter(code__in=("so_sang_kien", "so_hoi_nghi")))
    half = parse(f"{YEAR}-H1")
    assert half is not None
    figures = [
        Figure(
            indicator=line, unit=unit, path=places[unit.pk][-1][2], from_on=half.from_on, to_on=half.to_on,
            value=Decimal(rng.randrange(9)), recorded_at=at, is_sample=True,
        )
        for unit in units
        for line in lines
    ]  # fmt: skip
    for start in range(0, len(figures), 10_000):
        bulk.insert(figures[start : start + 10_000])


def report(unit: Unit, period: Period, tree: date | None = None) -> Callable[[], Any]:
    return lambda: board(sight_of(unit, period, clock.today(), tree=tree))


def statements(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as caught:
        work()
    return len(caught)


def measure(name: str, unit: Unit, period: Period, tree: date | None = None) -> int:
    work = report(unit, period, tree)
    work()
    bench.add(f"{name}_p95_ms", p95_ms([timed(work) for _ in range(ROUNDS)]), f"<= {LIMIT_MS}")
    return statements(work)


def follow(units: list[Unit]) -> None:
    """What one decision costs the follower, and what making everything anew costs."""
    waiting = list(Activity.objects.filter(state=ActivityState.SUBMITTED, unit__in=units[:2000]).order_by("pk")[:60])
    walls = []
    for row in waiting:
        row.state = ActivityState.ACCEPTED
        row.save(update_fields=["state"])
        walls.append(timed(partial(actions.follow_units, unit_ids=[row.unit_id])))
    bench.add("follow_one_p95_ms", p95_ms(walls))
    bench.add("differing_units", len(actions.differing_units()), "== 0")


def main() -> None:
    count = bench.size(1_000, 3_000, 10_000)
    actions.ensure_indicators()
    with transaction.atomic():
        made = federation.build(count)
        event = {"kind": UnitEventKind.TRANSFER, "happened_on": federation.REFORM, "recorded_at": clock.now()}
        UnitEvent.objects.create(unit=made.grassroots[0], **event)
        first, days = date(BEFORE, 1, 1), (date(YEAR + 1, 1, 1) - date(BEFORE, 1, 1)).days
        enter(made.grassroots, activities.fill(made.grassroots, count * 30, first, days, clock.now()))
    bench.add("units", made.count)
    bench.add("activities", count * 30)
    bench.add("rebuild_s", timed(actions.rebuild_totals))
    bench.settle()
    year, free = parse(str(YEAR)), parse(f"{YEAR}-01-15..{YEAR}-11-20")
    assert year is not None
    assert free is not None
    nodes = {"root": made.root, "province": made.provinces[0], "commune": made.communes[0], "unit": made.grassroots[0]}
    seen = {measure(name, unit, year) for name, unit in nodes.items()}
    bench.add("statements", max(seen))
    bench.add("statements_vary_by", max(seen) - min(seen), "== 0")
    measure("root_free_period", made.root, free)
    then = {measure(f"{name}_tree_of_a_day", nodes[name], year, LATER) for name in ("root", "province", "commune")}
    bench.add("statements_tree_vary_by", max(then) - min(then), "== 0")
    officer = federation.staff([made.root], Role.OFFICER, is_officer=True)[0]
    cookie = web.sign_in(officer)
    for name in ("root", "commune"):
        url = reverse("plans:unit_indicators", args=[nodes[name].public_id])
        bench.add(f"{name}_page_p95_ms", p95_ms(web.cost(f"{url}?period={YEAR}", cookie, rounds=ROUNDS).walls))
        url = reverse("plans:indicator", args=[nodes[name].public_id, "so_luot_nguoi_du"])
        bench.add(f"{name}_opened_p95_ms", p95_ms(web.cost(f"{url}?period={YEAR}", cookie, rounds=ROUNDS).walls))
    follow(made.grassroots)
    bench.finish()


if __name__ == "__main__":
    main()
