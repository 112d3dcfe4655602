"""Made activities: each where its unit stood on its day, one in twenty waiting for the union above."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from caunoi.kit import bulk
from caunoi.organisations.models import Placement, Unit
from caunoi.plans.choices import ActivityForm, ActivityState
from caunoi.plans.models import Activity

STATES = [ActivityState.ACCEPTED] * 19 + [ActivityState.SUBMITTED]
Stays = dict[int, list[tuple[date, date | None, str]]]


def paths_in_time(unit_ids: Sequence[int]) -> Stays:
    """From when until when each unit stood where."""
    found: Stays = {}
    rows = (
        Placement.objects.filter(unit__in=unit_ids)
        .order_by("from_on")
        .values_list("unit_id", "from_on", "to_on", "path")
    )
    for unit_id, from_on, to_on, path in rows.iterator(chunk_size=2000):
        found.setdefault(unit_id, []).append((from_on, to_on, path))
    return found


def fill(units: Sequence[Unit], count: int, first: date, days: int, at: datetime) -> Stays:
    """So many activities, spread over the units and over the days from the first on; returns where the units stood."""
    rng, places = random.Random(units[0].pk), paths_in_time([unit.pk for unit in units])
    forms, rows = list(ActivityForm.values), []
    for number in range(count):
        unit = units[number % len(units)]
        on = first + timedelta(days=rng.randrange(days))
        path = next(path for since, until, path in places[unit.pk] if since <= on and (until is None or on < until))
        rows.append(
            Activity(
                key=uuid.UUID(int=rng.getrandbits(128)), unit=unit, path=path, form=rng.choice(forms), title="Tuyên truyền cải cách",
                folded_title="tuyen truyen cai cach", happened_on=on, attendance_count=rng.randrange(90), people_count=rng.randrange(60), spent=rng.randrange(9) * 100_000,
                state=rng.choice(STATES), created_at=at, submitted_at=at, is_sample=True,
            )
        )  # fmt: skip
        if len(rows) == 10_000:
            bulk.insert(rows)
            rows = []
    bulk.insert(rows)
    return places
