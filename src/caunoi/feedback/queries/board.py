"""Open cases by how near their deadline is, and by who answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from django.db.models import Case as Choose
from django.db.models import CharField, Count, Exists, OuterRef, QuerySet, Value, When
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.feedback.models import Case, Pause
from caunoi.feedback.queries.access import cases_visible_to
from caunoi.feedback.queries.clocks import count_working_days
from caunoi.feedback.queries.inbox import LEAN, soon_until
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope

CARDS, UNITS_MOST = 6, 40


class Column(StrEnum):
    """Columns of the board, most pressing first."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    PAUSED = "paused"


@dataclass
class UnitLine:
    """A unit with its counts, column by column."""

    unit: Unit | None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All open cases of the unit."""
        return sum(self.counts.values())

    @property
    def cells(self) -> list[tuple[Column, int]]:
        """Counts in the order of the columns."""
        return [(column, self.counts.get(column, 0)) for column in Column]


def _placed(user: User, scope: Scope, at: datetime) -> QuerySet[Any]:
    midnight = timezone.make_aware(datetime.combine(timezone.localtime(at).date(), time.max))
    paused = Exists(Pause.objects.filter(case=OuterRef("pk"), to_at=None))
    where = Choose(
        When(paused, then=Value(Column.PAUSED)),
        When(due_at__lt=at, then=Value(Column.LATE)),
        When(due_at__lte=midnight, then=Value(Column.TODAY)),
        When(due_at__lte=soon_until(scope, at), then=Value(Column.SOON)),
        default=Value(Column.LATER),
        output_field=CharField(),
    )
    return cases_visible_to(user, scope, is_open=True).annotate(lane=where)


def _lines(rows: Iterable[tuple[int | None, str, int]]) -> list[UnitLine]:
    counted = list(rows)
    units = Unit.objects.in_bulk({pk for pk, _place, _n in counted if pk})
    lines: dict[int | None, UnitLine] = {}
    for pk, place, n in counted:
        lines.setdefault(pk, UnitLine(units.get(pk) if pk else None)).counts[place] = n
    return sorted(lines.values(), key=lambda line: (-line.counts.get(Column.LATE, 0), -line.total))


def board_of(
    user: User, scope: Scope, at: datetime, unit: Unit | None = None
) -> tuple[list[tuple[Column, int, list[Case]]], list[UnitLine]]:
    """The columns with their counts and first cases, and the units; of one unit where one is given."""
    rows = _placed(user, scope, at)
    lines = _lines(rows.order_by().values_list("unit", "lane").annotate(n=Count("pk")))
    if unit is not None:
        rows = rows.filter(unit=unit)
    shown = [line for line in lines if unit is None or line.unit == unit]
    totals = {column: sum(line.counts.get(column, 0) for line in shown) for column in Column}
    lean = rows.select_related("unit", "desk", "body", "handler").only(*LEAN)
    columns = [
        (
            column,
            totals[column],
            list(lean.filter(lane=column).order_by("due_at", "id")[:CARDS]) if totals[column] else [],
        )
        for column in Column
    ]
    count_working_days([case for _column, _count, cases in columns for case in cases], at)
    return columns, lines[:UNITS_MOST]
