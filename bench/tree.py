"""The tree in time: a branch as of a date, one opened level with its counts, on either side of a reorganisation."""

from measure import Bench, p95_ms, timed

bench = Bench("tree", __doc__)

import random
from functools import partial

import federation
from django.db import connection
from django.test.utils import CaptureQueriesContext
from federation import AFTER, BEFORE

from caunoi.organisations import queries
from caunoi.organisations.models import Unit

ROUNDS = 40


def branch_samples(tops: list[Unit]) -> list[float]:
    """Reading whole branches (unit, path) of communes and provinces on both days."""
    rng = random.Random(7)
    samples = []
    for number in range(ROUNDS * 2):
        unit = rng.choice(tops)
        day = (BEFORE, AFTER)[number % 2]

        def read(unit: Unit = unit, day: object = day) -> None:
            path = queries.path_on(unit, day)
            rows = list(queries.subtree_on(path, day).values_list("unit_id", "path"))
            assert rows

        samples.append(timed(read))
    return samples


def screen_samples(unit: Unit) -> list[float]:
    """Opening one unit of the tree: its children by name, and how many units lie below each."""
    return [timed(partial(queries.children_on, unit, (BEFORE, AFTER)[number % 2])) for number in range(ROUNDS)]


def main() -> None:
    made = federation.build(bench.size(1_000, 10_000, 125_000))
    bench.settle()
    bench.add("units", made.count)
    root = made.paths[made.root.pk]
    for day in (BEFORE, AFTER):
        # Every unit has one place on every day, whatever moved.
        assert queries.subtree_on(root, day).count() == made.count
    bench.add("subtree_p95_ms", p95_ms(branch_samples(made.communes + made.provinces * 20)), "<= 50")
    bench.add("largest_branch_p95_ms", p95_ms(branch_samples(made.provinces)), "<= 50")
    whole = [timed(lambda: queries.subtree_on(root, AFTER).count()) for _ in range(ROUNDS)]
    bench.add("root_count_p95_ms", p95_ms(whole), "<= 50")
    province = made.provinces[0]
    bench.add("root_screen_p95_ms", p95_ms(screen_samples(made.root)), "<= 50")
    bench.add("province_screen_p95_ms", p95_ms(screen_samples(province)), "<= 50")
    counts = set()
    for unit in (made.root, province, made.communes[0]):
        with CaptureQueriesContext(connection) as seen:
            queries.children_on(unit, AFTER)
        counts.add(len(seen))
    bench.add("screen_statements", max(counts))
    bench.add("statements_vary", int(len(counts) > 1), "== 0")
    bench.finish()


if __name__ == "__main__":
    main()
