"""The indicators of a unit and period; what each figure is made of, down to its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.ui.paging import pages_of, start_of
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked
from caunoi.plans.actions.dictionary import LINES
from caunoi.plans.choices import Aggregation, FigureSource
from caunoi.plans.models import Indicator
from caunoi.plans.queries import drill
from caunoi.plans.queries.figures import opening_of
from caunoi.plans.queries.places import first_union
from caunoi.plans.queries.rollup import Board, Cell, board
from caunoi.plans.queries.sources import source_of
from caunoi.plans.rules import may_keep_dictionary
from caunoi.plans.web.indicator_asked import Asked, asked_for
from caunoi.pure.periods import Kind, Period, around, parts

ROWS_SHOWN = 40
# The report's chapters, by the first line of each.
CHAPTERS = {
    "so_ke_hoach_ban_hanh": _("Chỉ đạo, điều hành"),
    "so_hoat_dong": _("Thông tin, tuyên truyền"),
    "so_y_kien_gop_y_du_thao": _("Góp ý, giám sát, phản biện, phản ánh kiến nghị"),
    "so_sang_kien": _("Kết quả, khen thưởng, kinh phí"),
}


@dataclass
class Chapter:
    """Some lines under a heading."""

    title: Any
    cells: list[Cell] = field(default_factory=list)


def chapters_of(found: Board) -> list[Chapter]:
    """The lines of a report under its headings, also when the first line of one is retired."""
    made = {first: Chapter(title) for first, title in CHAPTERS.items()}
    cells = {cell.indicator.code: cell for cell in found.cells}
    first = ""
    for line in LINES:
        first = line.code if line.code in CHAPTERS else first
        if cell := cells.get(line.code):
            made[first].cells.append(cell)
    return [chapter for chapter in made.values() if chapter.cells]


def _periods(wanted: Asked) -> list[tuple[Period, str]]:
    """The year and its parts, with their addresses."""
    year = around(wanted.period.to_on, Kind.YEAR)
    halves = parts(year)
    named = [year, *halves, *(quarter for half in halves for quarter in parts(half))]
    return [(period, wanted.with_period(period)) for period in named]


def _years(wanted: Asked) -> list[tuple[int, str]]:
    year = around(wanted.period.to_on, Kind.YEAR)
    before, after = (around(year.from_on.replace(year=year.from_on.year + step), Kind.YEAR) for step in (-1, 1))
    near = [before, after] if after.from_on <= clock.today() else [before]
    return [(period.from_on.year, wanted.with_period(period)) for period in near]


def _frame(wanted: Asked) -> dict[str, Any]:
    today = clock.today()
    return {
        "wanted": wanted, "unit": wanted.unit, "period": wanted.period, "query": wanted.query, "today": today,
        "form": wanted.form, "periods": _periods(wanted), "years": _years(wanted), "now": clock.now(),
        "tree_then": wanted.with_tree(None), "tree_today": wanted.with_tree(today), "may_enter": wanted.may_enter,
    }  # fmt: skip


@require_GET
@never_cache
@login_required
def indicators(request: HttpRequest) -> HttpResponse:
    """The way to the indicators of the person's highest union. Raises Unit.DoesNotExist for others."""
    unit = first_union(scope_asked(request, clock.today()))
    if unit is None:
        raise Unit.DoesNotExist
    return redirect("plans:unit_indicators", unit_id=unit.public_id)


@require_GET
@never_cache
@login_required
def unit_indicators(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Each line of the report: figure, target, same period last year, change."""
    wanted = asked_for(request, unit_id)
    found = board(wanted.sight)
    opening = opening_of(wanted.period, clock.today())
    context = _frame(wanted) | {
        "board": found, "chapters": chapters_of(found), "opening": opening,
        "may_keep_dictionary": may_keep_dictionary(wanted.scope),
    }  # fmt: skip
    status = 422 if wanted.form.is_bound and wanted.form.errors else 200
    return render(request, "plans/unit_indicators.html", context, status=status)


def _rows(wanted: Asked, found: Board, indicator: Indicator, start: int) -> dict[str, Any]:
    """The activities, figures or other rows of one page; what each adds stands beside it."""
    if indicator.source == FigureSource.SYSTEM:
        source = source_of(indicator.code)
        lines, total = (
            source.lines(found.place, wanted.period, indicator.code, start, ROWS_SHOWN) if source else ([], 0)
        )
        names = Unit.objects.in_bulk([line.unit_id for line in lines])
        links = [reverse(line.route, args=[line.key]) if line.route else "" for line in lines]
        rows = [(line, link, names.get(line.unit_id)) for line, link in zip(lines, links, strict=True)]
        return {"lines": rows, "rows_count": total, "pages": pages_of(start, ROWS_SHOWN, total)}
    activities = drill.activity_rows(wanted.sight, found.place, indicator)
    is_counted = indicator.source == FigureSource.ACTIVITIES
    total = activities.count() if is_counted else 0
    shown = list(activities[start : start + ROWS_SHOWN]) if is_counted else []
    figures = drill.figure_rows(wanted.sight, found.place, indicator)
    figures_count = figures.count()
    page = list(figures[start : start + ROWS_SHOWN])
    # A longer period that holds one may stand on the page before.
    held = drill.held_by_longer(figures.filter(unit__in={row.unit_id for row in page}))
    return {
        "activities": [(row, drill.number_in(row, indicator)) for row in shown],
        "figures": [(row, Period(row.from_on, row.to_on), row.pk in held) for row in page],
        "rows_count": total, "figures_count": figures_count,
        "pages": pages_of(start, ROWS_SHOWN, max(total, figures_count)),
    }  # fmt: skip


def _parts(wanted: Asked, found: Board, indicator: Indicator, start: int) -> dict[str, Any]:
    made = drill.parts_of(wanted.sight, found, indicator, start, ROWS_SHOWN)
    return {"parts": made, "parts_pages": pages_of(start, ROWS_SHOWN, made.total_count)}


@require_GET
@never_cache
@login_required
def indicator(request: HttpRequest, unit_id: UUID, code: str) -> HttpResponse:
    """One figure: by the units below, then its first rows; `?rows=1` turns over the rows alone.

    Raises Indicator.DoesNotExist for a code that is no line.
    """
    wanted = asked_for(request, unit_id)
    row = Indicator.objects.select_related("numerator", "denominator").get(code=code)
    found = board(wanted.sight, row)
    start, is_ratio = start_of(request), row.aggregation == Aggregation.RATIO
    are_rows_alone = "rows" in request.GET and not is_ratio
    context = _frame(wanted) | {
        "board": found, "indicator": row, "cell": found.cell(code), "is_ratio": is_ratio, "are_rows_alone": are_rows_alone,
        **({} if are_rows_alone else _parts(wanted, found, row, start)),
        **({} if is_ratio else _rows(wanted, found, row, start if are_rows_alone else 0)),
    }  # fmt: skip
    return render(request, "plans/indicator.html", context)
