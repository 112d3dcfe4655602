"""Entering figures by hand: asked about where something is counted already; withdrawing one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.models import Unit
from caunoi.plans import actions
from caunoi.plans.choices import FigureSource
from caunoi.plans.models import Figure
from caunoi.plans.queries.figures import (
    Question,
    count_in,
    enterable,
    entered_ratios,
    opening_of,
    own_counts,
    questions_about,
    standing_figures,
)
from caunoi.plans.web.indicator_asked import Asked, asked_to_enter
from caunoi.plans.web.indicator_forms import AnswersForm, FiguresForm, WithdrawForm
from caunoi.pure.periods import Kind, Period, around, parts


def _form(unit: Unit, period: Period, given: Any) -> FiguresForm:
    lines = enterable()
    standing = {row.indicator_id: row.value for row in standing_figures([unit.pk], period)}
    forms = own_counts([unit.pk], period).get(unit.pk, {})
    counted = {line.pk: count_in(line, forms) for line in lines if line.source == FigureSource.ACTIVITIES}
    return FiguresForm(given, lines=lines, ratios=entered_ratios(), standing=standing, counted=counted)


def _questions(unit: Unit, period: Period, form: FiguresForm) -> list[Question]:
    drafts = form.drafts()
    values = {(unit.pk, draft.indicator.pk): draft.value for draft in drafts}
    return list(
        questions_about(values, {draft.indicator.pk: draft.indicator for draft in drafts}, [unit], period).values()
    )


def _record(request: HttpRequest, unit: Unit, period: Period, form: FiguresForm, answers: AnswersForm) -> int | None:
    """How many figures were recorded; None when the page must be shown again."""
    try:
        made = actions.record_figures(
            unit=unit, period=period, drafts=form.drafts(), answers=answers.cleaned_data, by=request.user, at=clock.now()  # type: ignore[arg-type]
        )  # fmt: skip
    except actions.FiguresAskedError:  # somebody else entered one meanwhile: asked about on the page that is shown now
        return None
    except ValidationError as error:
        add_errors(form, error)
        return None
    return len(made)


def _choices(wanted: Asked) -> Sequence[Period]:
    """The periods of the year that one may turn to."""
    year = around(wanted.period.to_on, Kind.YEAR)
    halves = parts(year)
    return [year, *halves, *(quarter for half in halves for quarter in parts(half))]


@never_cache
@login_required
@idempotent
def enter_figures(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Numbers of a unit for a period; what is counted already is asked about, never added."""
    wanted = asked_to_enter(request, unit_id)
    period, unit = wanted.named_period, wanted.unit
    form = _form(unit, period, posted(request))
    questions = _questions(unit, period, form) if form.is_bound and form.is_valid() else []
    has_answers = any(name.startswith("answer-") for name in request.POST)
    answers = AnswersForm(posted(request) if has_answers or not questions else None, questions=questions)
    if form.is_bound and form.is_valid() and answers.is_bound and answers.is_valid():
        count = _record(request, unit, period, form, answers)
        if count is not None:
            text = ngettext("Đã ghi %(n)d số.", "Đã ghi %(n)d số.", count) % {"n": count}
            messages.success(request, text if count else _("Không ghi số mới: các số đang có được giữ."))
            address = reverse("plans:unit_indicators", args=[unit.public_id])
            return redirect(f"{address}?period={period.code}")
        questions = _questions(unit, period, form) if form.is_valid() else []
        answers = AnswersForm(None, questions=questions)
    context = {
        "unit": unit, "period": period, "form": form, "answers": answers, "questions": questions,
        "choices": _choices(wanted), "opening": opening_of(period, clock.today()), "is_wrong": is_wrong(form),
    }  # fmt: skip
    return render(request, "plans/enter_figures.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@login_required
@idempotent
def withdraw_figure(request: HttpRequest, unit_id: UUID, figure_id: UUID) -> HttpResponse:
    """Take back a figure that stands, with a reason."""
    wanted = asked_to_enter(request, unit_id)
    rows = Figure.objects.select_related("indicator", "unit").filter(superseded_at=None)
    figure = rows.get(public_id=figure_id, unit=wanted.unit)
    form = WithdrawForm(posted(request))
    period = Period(figure.from_on, figure.to_on)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_figure(figure=figure, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã rút số. Số đếm từ hoạt động, nếu có, hiện lại."))
            address = reverse("plans:indicator", args=[wanted.unit.public_id, figure.indicator.code])
            return redirect(f"{address}?period={period.code}")
    context = {"unit": wanted.unit, "figure": figure, "period": period, "form": form, "is_wrong": is_wrong(form)}
    return render(request, "plans/withdraw_figure.html", context, status=422 if is_wrong(form) else 200)
