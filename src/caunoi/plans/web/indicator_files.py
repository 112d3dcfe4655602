"""Figures as spreadsheets, in and out in one form; the report of a unit as PDF, DOCX and XLSX."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.documents import read_table, to_docx, to_pdf, write_csv, write_table
from caunoi.kit.files import store
from caunoi.kit.files.checks import SHEETS, FileProblem
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.models import StoredFile
from caunoi.kit.ui.given import posted_with_files
from caunoi.organisations.models import Placement, Unit
from caunoi.organisations.queries import name_on
from caunoi.plans import actions
from caunoi.plans.actions.figures_import import HEADERS, ROWS_MOST, FiguresOutcome
from caunoi.plans.choices import FigureSource
from caunoi.plans.models import Figure
from caunoi.plans.queries.figures import enterable
from caunoi.plans.queries.places import below
from caunoi.plans.queries.rollup import board
from caunoi.plans.queries.wording import period_name
from caunoi.plans.web.indicator_asked import Asked, asked_for, asked_to_enter
from caunoi.plans.web.indicator_forms import FiguresFileForm
from caunoi.plans.web.indicator_print import SHEET_HEADERS, report_document, sheet_notes, sheet_rows
from caunoi.pure.periods import Period

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ERRORS_SHOWN, BELOW_MOST = 50, 500


def _sheet(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _figure_rows(wanted: Asked) -> list[list[Any]]:
    """Figures of the branch for a named period; lines without one stand empty for the unit and those right below.

    No more rows than can be taken in again.
    """
    period = wanted.named_period
    inside = below({stand.path for stand in wanted.stands})
    rows = Figure.objects.filter(inside, from_on=period.from_on, to_on=period.to_on, superseded_at=None)
    figures = list(
        rows.select_related("unit", "indicator").order_by("unit__folded_name", "unit_id", "indicator__position")[
            :ROWS_MOST
        ]
    )
    children = Placement.objects.on(wanted.sight.day(period)).filter(parent=wanted.unit).values("unit_id")
    near = [wanted.unit, *Unit.objects.filter(pk__in=children).order_by("folded_name", "pk")[:BELOW_MOST]]
    known = {(row.unit_id, row.indicator_id) for row in figures}
    made = [
        [
            row.unit.code,
            row.unit.name,
            period.code,
            row.indicator.code,
            row.indicator.said_name,
            float(row.value),
            row.note,
            "",
        ]
        for row in figures
    ]
    lines = [line for line in enterable() if line.source == FigureSource.ENTERED]
    made += [
        [unit.code, unit.name, period.code, line.code, line.said_name, None, "", ""]
        for unit in near
        for line in lines
        if (unit.pk, line.pk) not in known
    ]
    return made[:ROWS_MOST]


@require_GET
@never_cache
@login_required
def export_figures(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Entered figures as the spreadsheet that can be filled in and taken in again."""
    wanted = asked_for(request, unit_id)
    period, rows = wanted.named_period, _figure_rows(wanted)
    notes = [
        (_("Đơn vị"), wanted.unit.name), (_("Kỳ"), f"{period.code}: {period_name(period)}"),
        (_("Khi đã có số"), _("Ghi THAY để số mới đứng thay, GIỮ để giữ số đang có. Không cộng hai số.")),
    ]  # fmt: skip
    if len(rows) == ROWS_MOST:
        notes.append(
            (_("Còn nữa"), _("Tệp này đủ 5.000 dòng nên có thể thiếu đơn vị. Xuất thêm ở từng đơn vị bên dưới."))
        )
    data = write_table(_("Số liệu"), [str(header) for header in HEADERS], rows, notes)
    return _sheet(data, f"so-lieu-{period.code}")


def _take_in(request: HttpRequest, form: FiguresFileForm, unit: Unit) -> StoredFile | None:
    if not form.is_valid():
        return None
    upload = form.cleaned_data["file"]
    try:
        read_table(data := upload.read(), upload.name)
        return store.take_in(
            data, filename=upload.name, by=request.user, at=clock.now(), subject=f"plans.figures:{unit.pk}",
            allowed=SHEETS | {"text/plain"},
        )[0]  # fmt: skip
    except FileProblem as problem:
        form.add_error("file", problem.message)
        return None


@never_cache
@login_required
def import_figures(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Choose the file."""
    wanted = asked_to_enter(request, unit_id)
    form = FiguresFileForm(*posted_with_files(request))
    if request.method == "POST" and (file := _take_in(request, form, wanted.unit)):
        return redirect("plans:confirm_figures", unit_id=unit_id, file_id=file.public_id)
    context = {"unit": wanted.unit, "period": wanted.period, "form": form}
    return render(request, "plans/import_figures.html", context, status=422 if form.is_bound else 200)


def _errors_file(outcome: FiguresOutcome) -> HttpResponse:
    rows = [(wrong.row, wrong.column, wrong.value, wrong.reason) for wrong in outcome.errors]
    response = HttpResponse(
        write_csv([_("Dòng"), _("Cột"), _("Giá trị"), _("Cần là")], rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="loi.csv"'
    return response


@never_cache
@login_required
@idempotent
def confirm_figures(request: HttpRequest, unit_id: UUID, file_id: UUID) -> HttpResponse:
    """What the file would do, which rows are wrong and why; then the taking of the good rows."""
    wanted = asked_to_enter(request, unit_id)
    file = StoredFile.objects.get(
        public_id=file_id, subject=f"plans.figures:{wanted.unit.pk}", created_by=request.user.pk
    )
    table = read_table(store.read(file), file.name)
    deed, outcome, problem = request.POST.get("deed", ""), None, ""
    try:
        outcome = actions.import_figures(
            root=wanted.unit, has_branch=wanted.may_enter_below, table=table, is_dry_run=deed != "take",
            by=request.user, at=clock.now(),  # type: ignore[arg-type]
        )  # fmt: skip
    except ValidationError as error:
        problem = error.messages[0]
    if outcome and deed == "errors":
        return _errors_file(outcome)
    if outcome and outcome.is_applied:
        text = _("Đã ghi %(new)d số mới, thay %(old)d số. %(bad)d chỗ lỗi không nhận.")
        facts = {"new": outcome.new_count, "old": outcome.replaced_count, "bad": len(outcome.errors)}
        messages.success(request, text % facts)
        return redirect(reverse("plans:unit_indicators", args=[unit_id]))
    context = {
        "unit": wanted.unit, "outcome": outcome, "problem": problem, "rows_count": len(table.rows),
        "errors": outcome.errors[:ERRORS_SHOWN] if outcome else [],
    }  # fmt: skip
    return render(request, "plans/confirm_figures.html", context, status=422 if problem else 200)


def _named(wanted: Asked) -> tuple[str, str]:
    """The unit as it was called at the end of the period, and the one above it."""
    period: Period = wanted.period
    day = wanted.sight.day(period)
    above = Placement.objects.on(day).filter(unit=wanted.unit).select_related("parent").first()
    parent = above.parent if above else None
    return name_on(wanted.unit, day), name_on(parent, day) if parent else ""


@require_GET
@never_cache
@login_required
def print_indicators(request: HttpRequest, unit_id: UUID, kind: str) -> HttpResponse:
    """The report as PDF, DOCX or XLSX: every line with target, same period, source; what is missing stands below."""
    wanted = asked_for(request, unit_id)
    if kind not in {"pdf", "docx", "xlsx"}:
        raise Http404
    found, at = board(wanted.sight), clock.now()
    name, above = _named(wanted)
    stem = f"chi-tieu-{wanted.unit.code}-{wanted.period.code}".replace("..", "-").lower()
    if kind == "xlsx":
        notes = sheet_notes(found, name, at)
        return _sheet(
            write_table(_("Chỉ tiêu"), [str(header) for header in SHEET_HEADERS], sheet_rows(found), notes), stem
        )
    document = report_document(found, name, above, at)
    data, media = (to_pdf(document), "application/pdf") if kind == "pdf" else (to_docx(document), WORD)
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = f'{"inline" if kind == "pdf" else "attachment"}; filename="{stem}.{kind}"'
    return response
