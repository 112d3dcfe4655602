"""The unit's activities and the branch's; one activity; the same as a spreadsheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.documents import write_table
from caunoi.kit.files.checks import SHEET
from caunoi.kit.ui.paging import pages_of, start_of
from caunoi.organisations.queries import Scope, scope_asked
from caunoi.plans.choices import ActivityState
from caunoi.plans.models import Activity
from caunoi.plans.queries.activities import (
    activities_of,
    activities_visible_to,
    activity_for,
    decidable,
    for_a_sheet,
    reporting_units,
    totals_of,
    waiting_for,
    with_what_it_serves,
)
from caunoi.plans.web.activity_fields import DecisionForm, FilterForm, WithdrawForm
from caunoi.pure.vietnamese import fold

PAGE, EXPORT_MOST = 25, 20_000


def viewer(request: HttpRequest) -> Scope:
    """The scope of whoever reports or manages. Raises Activity.DoesNotExist for everybody else."""
    scope = scope_asked(request, clock.today())
    if not reporting_units(scope):
        raise Activity.DoesNotExist
    return scope


def chosen(request: HttpRequest, rows: QuerySet[Activity]) -> tuple[QuerySet[Activity], FilterForm]:
    """The rows that the address asks for; what it says wrongly is left out."""
    form = FilterForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    for name, value in (
        ("state", given.get("state")), ("form", given.get("form")), ("happened_on__gte", given.get("since")),
        ("happened_on__lte", given.get("until")),
    ):  # fmt: skip
        rows = rows.filter(**{name: value}) if value else rows
    if words := given.get("q", "").strip():
        rows = rows.filter(Q(folded_title__contains=fold(words)) | Q(unit__folded_name__contains=fold(words)))
    return rows, form


def _asked(request: HttpRequest, scope: Scope) -> tuple[QuerySet[Activity], FilterForm, bool]:
    is_branch = bool(scope.branches()) and request.GET.get("of") != "own"
    rows, form = chosen(request, activities_visible_to(scope) if is_branch else activities_of(scope))
    return rows, form, is_branch


@require_GET
@login_required
def activities(request: HttpRequest) -> HttpResponse:
    """Newest first; officers see their branch, or their own unit alone."""
    scope = viewer(request)
    rows, form, is_branch = _asked(request, scope)
    totals, start = totals_of(rows), start_of(request)
    page = with_what_it_serves(rows).order_by("-happened_on", "-id")[start : start + PAGE]
    context = {
        "rows": list(page), "filters": form, "is_branch": is_branch, "has_branch": bool(scope.branches()),
        "totals": totals, "pages": pages_of(start, PAGE, totals.activities), "query": _query(request),
        "waiting_count": waiting_for(request.user, scope).count() if scope.branches() else 0, "now": clock.now(),
    }  # fmt: skip
    return render(request, "plans/activities.html", context)


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("from", None)
    return kept.urlencode()


@require_GET
@login_required
def activity(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """One activity: what, with which proof, what it serves, and what was decided."""
    return shown_activity(request, activity_for(request.user, activity_id, viewer(request)))


def shown_activity(request: HttpRequest, row: Activity, **said: Any) -> HttpResponse:
    """The page of an activity, with forms that have errors in place of empty ones."""
    scope = viewer(request)
    found = with_what_it_serves(Activity.objects.filter(pk=row.pk)).select_related("created_by", "decided_by").get()
    is_own = any(unit.pk == found.unit_id for unit in reporting_units(scope))
    is_deciding = decidable(request.user, scope).filter(pk=found.pk).exists()
    context = {
        "activity": found, "is_own": is_own, "is_deciding": is_deciding and found.state == ActivityState.SUBMITTED,
        "may_withdraw": (is_own or is_deciding)
        and found.state in {ActivityState.SUBMITTED, ActivityState.RETURNED, ActivityState.ACCEPTED},
        "decision": DecisionForm(), "withdrawal": WithdrawForm(), "sign_in": getattr(found, "sign_in", None), **said,
    }  # fmt: skip
    return render(request, "plans/activity.html", context, status=422 if said else 200)


def _line(row: Activity) -> tuple[Any, ...]:
    return (
        row.unit.name, row.title, row.get_form_display(), row.get_area_display(), row.happened_on, row.place,
        row.attendance_count, row.people_count, row.item_count, row.spent, row.get_state_display(),
        _("muộn") if row.is_late else "", "; ".join(task.title for task in row.tasks.all()),
        "; ".join(duty.recipient.directive.title for duty in row.duties.all()), len(row.files.all()),
    )  # fmt: skip


def _notes(at: datetime, count: int, total: int) -> list[tuple[str, str]]:
    cut = _("%(n)d hoạt động mới nhất trong %(total)d. Lọc theo ngày để xuất phần còn lại.")
    return [
        (_("Lúc xuất"), timezone.localtime(at).strftime("%d/%m/%Y %H:%M")),
        (_("Số dòng"), str(count) if count == total else cut % {"n": count, "total": total}),
        (_("Cách tính"), _("Mỗi hoạt động một dòng và tính một lần, dù thuộc nhiều việc hay nhiều chỉ đạo.")),
        (_("Lượt và người"), _("Lượt là số lần có mặt; số người không tính trùng, trống là không đếm riêng.")),
    ]


@require_GET
@login_required
def export_activities(request: HttpRequest) -> HttpResponse:
    """What the list shows, as XLSX."""
    rows, _form, _is_branch = _asked(request, viewer(request))
    total = rows.count()
    headers = (
        _("Đơn vị"), _("Việc đã làm"), _("Hình thức"), _("Nội dung"), _("Ngày"), _("Ở đâu"), _("Lượt người"), _("Số người"),
        _("Số lượng"), _("Kinh phí đã chi (đồng)"), _("Trạng thái"), _("Nộp"), _("Việc trong kế hoạch"), _("Chỉ đạo"), _("Số tệp"),
    )  # fmt: skip
    notes = _notes(clock.now(), min(total, EXPORT_MOST), total)
    data = write_table(_("Hoạt động"), headers, map(_line, for_a_sheet(rows, EXPORT_MOST)), notes)
    response = HttpResponse(data, content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="hoat-dong-{clock.today():%Y%m%d}.xlsx"'
    return response
