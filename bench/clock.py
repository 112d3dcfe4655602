"""The working-day clock: due dates a second, and agreement with a slow walk over 2024-2027 with every official swap."""

from measure import Bench, timed

bench = Bench("clock", __doc__)

import struct
from datetime import datetime, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from walk import Walk

from caunoi.pure.workdays import OFFICIAL, ZONE, Calendar, Limit, Unit, due_at, unfold, working_days_between

BASE = datetime(2024, 1, 1, tzinfo=ZONE)
MINUTES = (datetime(2028, 1, 1, tzinfo=ZONE) - BASE).days * 1440
RULES = [(is_next, is_rolled) for is_next in (True, False) for is_rolled in (True, False)]
CALENDARS = [Calendar(special=OFFICIAL, is_next_day_when_late=a, is_rolled=b) for a, b in RULES]
WALKS = [
    Walk({day: special.kind.value for day, special in OFFICIAL.items()}, is_next_day_when_late=a, is_rolled=b)
    for a, b in RULES
]
# A case in 16 bytes: minute it came, limit, unit and rules, and two pauses near it as (offset, length) in minutes.
CASE = struct.Struct("<IBBhHhH2x")
A_BATCH = 500
seen = {"cases": 0, "paused": 0, "differences": 0}


def check(came_raw: int, amount_raw: int, unit_raw: int, *near: int) -> bool:
    """Whether both clocks say the same of one case."""
    came = BASE + timedelta(minutes=came_raw % MINUTES)
    unit = (Unit.WD, Unit.WD, Unit.CD, Unit.WH)[unit_raw % 4]
    amount = 1 + amount_raw % (8 if unit is Unit.WH else 45)
    rules = (unit_raw >> 2) % 4
    pauses = []
    for offset, length in zip(near[::2], near[1::2], strict=True):
        start = came + timedelta(minutes=offset)
        pauses.append((start, start + timedelta(minutes=length % 20_000)))
    pauses = pauses[: (unit_raw >> 4) % 3]
    seen["cases"] += 1
    seen["paused"] += bool(pauses)
    return due_at(came, Limit(amount, unit), CALENDARS[rules], pauses) == WALKS[rules].due(
        came, amount, unit.value, pauses
    )


def agree(cases: int) -> None:
    """Hypothesis draws the cases in batches; a difference is shrunk and shown."""

    @settings(
        max_examples=max(1, cases // A_BATCH),
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.binary(min_size=CASE.size * A_BATCH, max_size=CASE.size * A_BATCH))
    def run(batch: bytes) -> None:
        wrong = [case for case in CASE.iter_unpack(batch) if not check(*case)]
        seen["differences"] += len(wrong)
        assert not wrong, wrong

    while seen["cases"] < cases:
        run()


def rate(amount: int, unit: Unit, pauses_of=None) -> float:
    """Due dates a second, over the four years."""
    count, limit = 100_000, Limit(amount, unit)
    starts = [BASE + timedelta(minutes=number * 21) for number in range(count)]
    pauses = [pauses_of(start) for start in starts] if pauses_of else [()] * count
    due_at(BASE, limit, CALENDARS[0])

    def run() -> None:
        for start, paused in zip(starts, pauses, strict=True):
            due_at(start, limit, CALENDARS[0], paused)

    return count / min(timed(run) for _ in range(3))


def two_pauses(start: datetime) -> list[tuple[datetime, datetime]]:
    return [(start + timedelta(days=n), start + timedelta(days=n + 2)) for n in (2, 6)]


def others() -> None:
    """What screens ask beside the deadline."""
    count = 2_000
    starts = [BASE + timedelta(minutes=number * 997) for number in range(count)]
    end = BASE + timedelta(days=1500)
    lines = timed(lambda: [unfold(start, Limit(10, Unit.WD), CALENDARS[0]) for start in starts])
    between = timed(lambda: [working_days_between(start, end, CALENDARS[0]) for start in starts])
    bench.add("unfolded_ten_days_per_s", count / lines)
    bench.add("days_left_per_s", count / between)
    fresh = Calendar(special=OFFICIAL)
    bench.add("first_use_of_a_calendar_ms", timed(lambda: due_at(end, Limit(1, Unit.WD), fresh)) * 1000)


def main() -> None:
    agree(bench.size(5_000, 50_000, 1_000_000))
    for name, number in seen.items():
        bench.add(name, number, {"differences": "== 0"}.get(name, ""))
    bench.add("working_days_per_s", rate(10, Unit.WD), ">= 100000")
    bench.add("calendar_days_per_s", rate(30, Unit.CD), ">= 100000")
    bench.add("working_hours_per_s", rate(8, Unit.WH), ">= 100000")
    bench.add("paused_working_days_per_s", rate(10, Unit.WD, two_pauses))
    others()
    bench.finish()


if __name__ == "__main__":
    main()
