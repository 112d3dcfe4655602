"""Activities and figures for tests of indicators, at the cast's units."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from caunoi.kit.documents import write_csv
from caunoi.kit.files import store
from caunoi.kit.files.checks import CSV
from caunoi.kit.models import StoredFile
from caunoi.organisations.models import Placement, Unit
from caunoi.plans import actions
from caunoi.plans.actions.figures_import import HEADERS
from caunoi.plans.choices import ActivityForm, ActivityState
from caunoi.plans.models import Activity, Figure, Indicator, ReportingPeriod
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


@dataclass
class Figures:
    """What the world holds: a figure of the sewing company's union, a file of more that waits, a period of reports."""

    figure: Figure
    file: StoredFile
    period: ReportingPeriod

    def objects(self) -> dict[str, dict[str, Any]]:
        """What an entry of the policy may be tried on."""
        unit = {"unit_id": self.figure.unit.public_id}
        return {
            "unit's indicator": unit | {"code": "so_hoi_nghi"},
            "no indicator": unit | {"code": "khong_co"},
            "report": unit | {"kind": "xlsx"},
            "no report": unit | {"kind": "exe"},
            "figure": unit | {"figure_id": self.figure.public_id},
            "figures' file": unit | {"file_id": self.file.public_id},
            "reporting period": {"period_id": self.period.public_id},
        }


def make_figures(cast: Cast, now: datetime) -> Figures:
    """By the real actions."""
    actions.ensure_indicators()
    actions.ensure_reporting_periods(year=2026)
    unit, minh = cast.units["MD-1"], cast.users["minh"]
    line = Indicator.objects.get(code="so_cuoc_phan_bien")
    draft = actions.FigureDraft(line, Decimal(2), "Góp ý dự thảo giá nước")
    figure = actions.record_figures(unit=unit, period=parse("2025-H1"), drafts=[draft], answers={}, by=minh, at=now)[0]
    rows = [("MD-1", "", "2025-H1", "so_sang_kien", "", "3", "", "")]
    file = store.keep(
        write_csv([str(header) for header in HEADERS], rows), filename="so-lieu.csv", media_type=CSV,
        subject=f"plans.figures:{unit.pk}", by=minh, at=now,
    )  # fmt: skip
    return Figures(figure, file, ReportingPeriod.objects.order_by("from_on", "to_on")[0])
