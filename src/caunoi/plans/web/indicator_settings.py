"""The dictionary of indicators, which everybody who works with figures reads; and when periods take figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked
from caunoi.plans import actions
from caunoi.plans.models import Indicator, ReportingPeriod
from caunoi.plans.queries.figures import reporting_periods as all_periods
from caunoi.plans.queries.places import first_union
from caunoi.plans.rules import may_keep_dictionary
from caunoi.plans.web.indicator_forms import IndicatorForm, ReportingPeriodForm
from caunoi.pure.periods import Period


def _must_keep(request: HttpRequest) -> None:
    """Raises Indicator.DoesNotExist for those who do not lead the federation."""
    if not may_keep_dictionary(scope_asked(request, clock.today())):
        raise Indicator.DoesNotExist


@require_GET
@never_cache
@login_required
def dictionary(request: HttpRequest) -> HttpResponse:
    """Every line: what it counts, in which unit, how it goes up, and where it comes from."""
    scope = scope_asked(request, clock.today())
    unit = first_union(scope)
    if unit is None:
        raise Unit.DoesNotExist
    rows = Indicator.objects.select_related("numerator", "denominator").order_by("position", "code")
    context = {"rows": list(rows), "may_keep": may_keep_dictionary(scope), "unit": unit}
    return render(request, "plans/dictionary.html", context)


@never_cache
@login_required
@idempotent
def describe_indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Change the words of a line, or retire it."""
    _must_keep(request)
    row = Indicator.objects.select_related("numerator", "denominator").get(code=code)
    form = IndicatorForm(posted(request), initial=vars(row) | {"evidence": row.evidence_required})
    if request.method == "POST" and form.is_valid():
        try:
            given = dict(form.cleaned_data)
            is_retired, words = given.pop("is_retired"), actions.IndicatorWords(**given)
            actions.describe_indicator(
                indicator=row, words=words, is_retired=is_retired, by=request.user, at=clock.now()  # type: ignore[arg-type]
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã lưu chỉ tiêu."))
            return redirect("plans:dictionary")
    context = {"indicator": row, "form": form, "is_wrong": is_wrong(form)}
    return render(request, "plans/describe_indicator.html", context, status=422 if is_wrong(form) else 200)


def _periods(request: HttpRequest, row: ReportingPeriod | None) -> HttpResponse:
    form = ReportingPeriodForm(posted(request), initial=ReportingPeriodForm.of(row) if row else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_reporting_period(row=row, **form.cleaned_data, by=request.user, at=clock.now())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã lưu kỳ báo cáo."))
            return redirect("plans:reporting_periods")
    rows = [(each, Period(each.from_on, each.to_on)) for each in all_periods()]
    context: dict[str, Any] = {
        "rows": rows,
        "row": row,
        "form": form,
        "is_wrong": is_wrong(form),
        "today": clock.today(),
    }
    return render(request, "plans/reporting_periods.html", context, status=422 if is_wrong(form) else 200)


@never_cache
@login_required
@idempotent
def reporting_periods(request: HttpRequest) -> HttpResponse:
    """When figures are taken; a new period."""
    _must_keep(request)
    return _periods(request, None)


@never_cache
@login_required
@idempotent
def edit_reporting_period(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """Change when figures of a period are taken."""
    _must_keep(request)
    return _periods(request, ReportingPeriod.objects.get(public_id=period_id))
