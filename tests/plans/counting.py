"""Activities and figures for tests of indicators, at the cast's units."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from caunoi.organisations.models import Placement, Unit
from caunoi.plans import actions
from caunoi.plans.choices import ActivityForm, ActivityState
from caunoi.plans.models import Activity, Figure, Indicator
from caunoi.plans.queries.rollup import Board, board, sight_of
from caunoi.pure.periods import parse
from tests.cast import AT, Cast

TODAY = date(2026, 11, 23)


def activity(
    unit: Unit, on: date, form: str = ActivityForm.MEETING, *, state: str = ActivityState.ACCEPTED, **numbers: Any
) -> Activity:
    """One that happened where the unit stood on the day; kept sums do not know of it yet."""
    path = Placement.objects.on(on).get(unit=unit).path
    return Activity.objects.create(
        key=uuid.uuid4(), unit=unit, path=path, form=form, title="Phổ biến cải cách hành chính", happened_on=on, state=state,
        created_at=AT, **({"attendance_count": 10} | numbers),
    )  # fmt: skip


def follow() -> None:
    """Bring all kept sums up, as the follower does."""
    actions.follow_units(unit_ids=list(Unit.objects.values_list("pk", flat=True)))


def report(unit: Unit, code: str, tree: date | None = None) -> Board:
    """The indicators of a unit and period."""
    return board(sight_of(unit, parse(code), TODAY, tree=tree))


def now(unit: Unit, code: str, indicator: str, tree: date | None = None) -> Decimal | None:
    """One number of it."""
    return report(unit, code, tree).cell(indicator).now.value


def enter(
    cast: Cast, unit: Unit, code: str, values: dict[str, int], answers: dict[str, str] | None = None
) -> list[Figure]:
    """What Minh enters for a unit; kept sums follow."""
    lines = {row.code: row for row in Indicator.objects.filter(code__in=values)}
    drafts = [actions.FigureDraft(lines[name], Decimal(value)) for name, value in values.items()]
    made = actions.record_figures(
        unit=unit, period=parse(code), drafts=drafts, answers=answers or {}, by=cast.users["minh"], at=AT
    )
    follow()
    return made
