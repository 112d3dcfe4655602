"""The deadline board."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from caunoi.feedback.queries.board import Column, board_of
from caunoi.kit import clock
from caunoi.kit.ui.given import asked
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked

LABELS = {
    Column.LATE: (_("Quá hạn"), "over"),
    Column.TODAY: (_("Hạn hôm nay"), "today"),
    Column.SOON: (_("Trong 2 ngày làm việc"), "warn"),
    Column.LATER: (_("Còn thời gian"), "info"),
    Column.PAUSED: (_("Đang tạm dừng"), "hold"),
}


def _unit(text: str) -> Unit | None:
    try:
        return Unit.objects.filter(public_id=UUID(text)).first()
    except ValueError:
        return None


@require_GET
@login_required
def board(request: HttpRequest) -> HttpResponse:
    """Open cases in columns, most pressing first, and by who answers."""
    scope, now = scope_asked(request, clock.today()), clock.now()
    unit = _unit(asked(request, "unit", 36))
    columns, lines = board_of(request.user, scope, now, unit)  # type: ignore[arg-type]
    known = {line.unit for line in lines}
    context = {
        "columns": [(*LABELS[column], column, count, cases) for column, count, cases in columns],
        "lines": [(line, [(LABELS[column][0], n) for column, n in line.cells]) for line in lines],
        "labels": [LABELS[column][0] for column in Column],
        "unit": unit if unit in known else None,
        "scope": scope,
    }
    return render(request, "feedback/desk/board.html", context)
