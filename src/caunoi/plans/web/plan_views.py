"""Plans: one's own and those that wait, a new one, and one plan with all that may be done with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from caunoi.directives.models import DirectiveObligation
from caunoi.directives.queries import visible_directives
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import asked, is_wrong, posted
from caunoi.kit.ui.paging import whole
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.queries import scope_asked
from caunoi.plans import actions, rules
from caunoi.plans.choices import PlanSource, PlanState
from caunoi.plans.models import Plan, PlanTemplate
from caunoi.plans.queries.following import periods_of
from caunoi.plans.queries.plans import (
    obligation_for,
    offered_tasks,
    open_obligations,
    plan_above,
    plan_of,
    plans_left_behind,
    tasks_of,
    years_planned,
)
from caunoi.plans.web.plan_forms import PlanStartForm, PlanWordsForm
from caunoi.plans.web.plan_places import PlanPlace, planning, seen_plan, written_plan
from caunoi.pure.plan_progress import expected

NEXT_YEAR_FROM = 10
PLAN_FIELDS = ("title", "symbol", "purpose", "requirements", "organisation")


def _year_wanted(request: HttpRequest) -> int:
    """The year asked for, or the current one; from October on the next."""
    today = clock.today()
    return whole(asked(request, "year", 4), 2100) or today.year + (today.month >= NEXT_YEAR_FROM)


@require_GET
@login_required
def plans(request: HttpRequest) -> HttpResponse:
    """One's own plans by year, those that wait for one's approval, and what units that ended left behind."""
    scope = scope_asked(request, clock.today())
    units = rules.planning_units(scope)
    rows = years_planned(units or scope.own_units({post.role for post in scope.posts}))
    if not units:
        rows = [row for row in rows if row.revision]
    periods, today = periods_of(rows), clock.today()
    context = {
        "rows": [(row, expected(periods.get(row.pk, []), today)) for row in rows],
        "waiting": rules.plans_to_decide_by(request.user, scope, today), "may_make": bool(units), "has_branch": bool(scope.branches()), "today": today,
        "left_behind": plans_left_behind(units, today.year) if units else [],
        "may_keep_templates": rules.may_keep_templates(scope),
    }  # fmt: skip
    return render(request, "plans/plans.html", context)


@login_required
@idempotent
def make_plan(request: HttpRequest) -> HttpResponse:
    """A new plan: from a template, from last year's, from a directive, or empty; or the one that the unit above sent down."""
    _scope, units = planning(request)
    directives = visible_directives(request.user, clock.today(), scope_asked(request, clock.today()))
    directives = directives.order_by("-issued_at")
    year, wanted = _year_wanted(request), asked(request, "directive", 40)
    actions.ensure_templates(by=None, at=clock.now())
    initial = {
        "unit": units[0].public_id, "year": year, "source": PlanSource.TEMPLATE, "template": "YEARLY", "directive": wanted,
        "takes_obligations": bool(wanted),
    }  # fmt: skip
    form = PlanStartForm(posted(request), units=units, directives=directives, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        start = actions.PlanStart(**{name: value for name, value in given.items() if name != "unit"})
        try:
            made = actions.make_plan(unit=given["unit"], start=start, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã lập bản nháp. Sửa từng việc rồi trình duyệt."))
            return redirect("plans:plan", plan_id=made.public_id)
    above = [
        (unit, row) for unit in units if (row := plan_above(unit, year, clock.today())) and not plan_of(unit, year)
    ]
    context = {
        "form": form, "above": above, "year": year, "is_wrong": is_wrong(form),
        "is_unverified": PlanTemplate.objects.filter(is_verified=False).exists(),
    }  # fmt: skip
    return render(request, "plans/make_plan.html", context, status=422 if is_wrong(form) else 200)


@require_POST
@login_required
@idempotent
def take_plan(request: HttpRequest) -> HttpResponse:
    """Take the plan that the unit above sent down, where it has not come by itself: a unit that is new."""
    _scope, units = planning(request)
    given: Any = posted(request) or {}
    unit = next((row for row in units if str(row.public_id) == given.get("unit")), None)
    year = whole(str(given.get("year", "")), 2100)
    if unit is None:
        raise Plan.DoesNotExist
    try:
        made = actions.take_plan(unit=unit, year=year, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("plans:make_plan")
    messages.success(request, _("Đã nhận kế hoạch cấp trên giao. Nhận nguyên văn, điều chỉnh hoặc từ chối từng việc."))
    return redirect("plans:plan", plan_id=made.public_id)


def page_of(request: HttpRequest, place: PlanPlace, problems: list[str] | None = None) -> HttpResponse:
    """The page of a plan, with what an action refused."""
    plan, tasks = place.plan, tasks_of(place.plan)
    rows = [(task.weight, task.from_on, task.to_on) for task in tasks if task.span]
    live = [task for task in tasks if task.is_live]
    context: dict[str, Any] = {
        "plan": plan, "tasks": tasks, "place": place, "problems": problems or [],
        "expected": expected(rows, place.today), "today": place.today,
        "live_count": len(live), "budget": sum(task.budget or 0 for task in live),
        "differs": any(not task.source_id or task.adoption != "ADOPTED" or task.cancelled_at for task in tasks),
        "revisions": list(plan.revisions.select_related("by").defer("content").order_by("-number")[:12]),
        "has_below": any(task.carrier != "OWN" for task in tasks),
        "is_over": plan.year < place.today.year,
    }  # fmt: skip
    if place.may_write and plan.state != PlanState.CLOSED:
        visible = visible_directives(request.user, place.today, place.scope)
        context["offered"] = offered_tasks(plan)
        # A plan in force is opened for it; one that waits or is closed takes nothing.
        if place.is_open or plan.state == PlanState.APPROVED:
            context["obligations"] = open_obligations(plan, request.user, visible)
    return render(request, "plans/plan.html", context, status=422 if problems else 200)


@require_GET
@login_required
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One plan: how far it is, its tasks, and what may be done with it. Who only reads sees what is in force."""
    place = seen_plan(request, plan_id)
    if place.is_hidden:
        return redirect("plans:revision", plan_id=plan_id, number=place.plan.revision)
    return page_of(request, place)


def stale_lines(form: Any, row: Any) -> list[tuple[str, str, str]]:
    """Label, what the row says now, what was typed: for each field that differs."""
    lines = []
    for bound in form:
        now = bound.field.prepare_value(_plain(row, bound.name))
        typed = bound.value()
        if str(now if now is not None else "") != str(typed if typed is not None else ""):
            lines.append((bound.label, _shown(bound, now), _shown(bound, typed)))
    return lines


def seen_edit(data: Any, plan: Plan) -> int:
    """The edit that the person saw: the one that the form was opened with, also when it comes back with an error."""
    return plan.edit_count if data is None else whole(data.get("seen", ""))


def _plain(row: Any, name: str) -> Any:
    value = getattr(row, name, "")
    return getattr(value, "public_id", getattr(value, "code", value))


def _shown(bound: Any, value: Any) -> str:
    choices = dict(getattr(bound.field, "choices", None) or [])
    return str(choices.get(value, value if value is not None else ""))


@login_required
@idempotent
def edit_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The plan's own words. Somebody else's change since is shown first, and what was typed is kept (409)."""
    place = written_plan(request, plan_id)
    row, data = place.plan, posted(request)
    form = PlanWordsForm(data, initial={name: getattr(row, name) for name in PLAN_FIELDS})
    seen, stale, status = seen_edit(data, row), [], 200
    if data is not None and form.is_valid():
        words = actions.PlanWords(**form.cleaned_data)
        try:
            actions.edit_plan(
                plan=row, words=words, seen=seen, by=request.user, at=clock.now()  # type: ignore[arg-type]
            )  # fmt: skip
        except actions.StaleEditError as error:
            stale, seen, status = stale_lines(form, error.row), error.row.changed_in, 409
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("plans:plan", plan_id=plan_id)
    context = {"plan": row, "form": form, "seen": seen, "stale": stale, "is_wrong": is_wrong(form)}
    return render(request, "plans/edit_plan.html", context, status=422 if is_wrong(form) else status)


@require_POST
@login_required
@idempotent
def add_obligations(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Each ticked obligation of a directive becomes a task."""
    place = written_plan(request, plan_id)
    given = posted(request)
    ticked = set(given.getlist("obligation")) if given is not None else set()
    visible = visible_directives(request.user, place.today, place.scope)
    rows = [row for row in open_obligations(place.plan, request.user, visible) if str(row.public_id) in ticked]
    if not rows:
        messages.info(request, _("Chưa chọn việc nào."))
        return redirect("plans:plan", plan_id=plan_id)
    try:
        made = actions.add_obligations(plan=place.plan, obligations=rows, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except ValidationError as error:
        return page_of(request, place, error.messages)
    text = ngettext("Đã thêm %(n)d việc.", "Đã thêm %(n)d việc.", len(made))
    messages.success(request, text % {"n": len(made)})
    return redirect("plans:plan", plan_id=plan_id)


def _plan_for_year(units: list[Any], row: DirectiveObligation, request: HttpRequest) -> Plan:
    """The unit's plan of the year in which the obligation is due, made when there is none. Raises ValidationError."""
    received = set(row.directive.recipients.filter(unit__in=[u.pk for u in units]).values_list("unit_id", flat=True))
    is_mine = received | {row.directive.issuer_id}
    unit = next((each for each in units if each.pk in is_mine), units[0])
    year = (row.due_on or row.directive.due_on).year
    year = max(year, clock.today().year)
    start = actions.PlanStart(year, PlanSource.BLANK, directive=row.directive)
    return plan_of(unit, year) or actions.make_plan(unit=unit, start=start, by=request.user, at=clock.now())  # type: ignore[arg-type]


@require_POST
@login_required
@idempotent
def take_obligation(request: HttpRequest, obligation_id: UUID) -> HttpResponse:
    """One obligation of a directive becomes a task of one's own plan of that year: one click on the directive's page."""
    scope, units = planning(request)
    row = obligation_for(obligation_id, visible_directives(request.user, clock.today(), scope))
    try:
        found = _plan_for_year(units, row, request)
        actions.add_obligations(plan=found, obligations=[row], by=request.user, at=clock.now())  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("directives:directive", directive_id=row.directive.public_id)
    messages.success(request, _("Đã đưa việc này vào kế hoạch năm %d của đơn vị.") % found.year)
    return redirect("plans:plan", plan_id=found.public_id)
