"""The unit above looks at reports: one by one with their photos, or many at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.kit.ui.paging import pages_of, start_of
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.queries import Scope, scope_asked
from caunoi.plans.actions.reviewing import decide_activities, decide_activity, withdraw_activity
from caunoi.plans.models import Activity
from caunoi.plans.queries.activities import (
    activity_for,
    decidable_for,
    totals_of,
    waiting_for,
    with_what_it_serves,
)
from caunoi.plans.web.activity_fields import DecisionForm, WithdrawForm
from caunoi.plans.web.activity_lists import chosen, shown_activity, viewer

PAGE, BULK_MOST = 10, 200


def _reviewer(request: HttpRequest) -> Scope:
    scope = scope_asked(request, clock.today())
    if not scope.branches():
        raise Activity.DoesNotExist
    return scope


@require_GET
@login_required
def review_activities(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first, photos large enough to judge."""
    return _queue(request, _reviewer(request))


def _queue(request: HttpRequest, scope: Scope, form: DecisionForm | None = None) -> HttpResponse:
    rows, filters = chosen(request, waiting_for(request.user, scope))
    totals, start = totals_of(rows), start_of(request)
    page = list(with_what_it_serves(rows)[start : start + PAGE])
    context = {
        "rows": page, "filters": filters, "totals": totals, "pages": pages_of(start, PAGE, totals.activities),
        "decision": form or DecisionForm(), "is_wrong": form is not None, "form": form,
    }  # fmt: skip
    return render(request, "plans/review_activities.html", context, status=422 if form else 200)


def _keys(data: QueryDict) -> list[UUID]:
    found = []
    for value in data.getlist("activity")[:BULK_MOST]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


@require_POST
@login_required
@idempotent
def decide_many(request: HttpRequest) -> HttpResponse:
    """Accept or return all that were ticked, with one reason."""
    scope, data = _reviewer(request), posted(request) or QueryDict()
    form = DecisionForm(data)
    rows = decidable_for(request.user, _keys(data), scope)
    if not rows:
        form.add_error(None, _("Chọn ít nhất một báo cáo."))
    is_accepted = data.get("deed") == "accept"
    if not form.is_valid():
        return _queue(request, scope, form)
    try:
        count = decide_activities(
            activities=rows, is_accepted=is_accepted, note=form.cleaned_data["note"], by=request.user, at=clock.now()
        )
    except ValidationError as error:
        add_errors(form, error)
        return _queue(request, scope, form)
    if is_accepted:
        text = ngettext("Đã duyệt %(n)d báo cáo.", "Đã duyệt %(n)d báo cáo.", count)
    else:
        text = ngettext("Đã trả lại %(n)d báo cáo kèm lý do.", "Đã trả lại %(n)d báo cáo kèm lý do.", count)
    messages.success(request, text % {"n": count})
    if count < len(rows):
        messages.info(request, _("Có báo cáo đã được người khác duyệt trước."))
    return redirect("plans:review_activities")


@require_POST
@login_required
@idempotent
def decide(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Accept one, or return it with a reason."""
    scope, data = _reviewer(request), posted(request) or QueryDict()
    row = next(iter(decidable_for(request.user, [activity_id], scope)), None)
    if row is None:
        raise Activity.DoesNotExist
    form, is_accepted = DecisionForm(data), data.get("deed") == "accept"
    if form.is_valid():
        try:
            decide_activity(
                activity=row, is_accepted=is_accepted, note=form.cleaned_data["note"], by=request.user, at=clock.now()
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã duyệt.") if is_accepted else _("Đã trả lại kèm lý do."))
            return redirect("plans:review_activities")
    return shown_activity(request, row, decision=form)


@require_POST
@login_required
@idempotent
def withdraw(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Take a report back, with the reason."""
    scope = viewer(request)
    row = activity_for(request.user, activity_id, scope)
    form = WithdrawForm(posted(request))
    if form.is_valid():
        try:
            withdraw_activity(activity=row, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã rút báo cáo. Số liệu đã tính lại."))
            return redirect("plans:activity", activity_id=row.public_id)
    return shown_activity(request, row, withdrawal=form)
