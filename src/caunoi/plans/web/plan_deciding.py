"""Submitted, decided, sent down, taken over; and what each version said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.paging import whole
from caunoi.kit.ui.refusals import add_errors
from caunoi.library.choices import ReformArea
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import UnitKind
from caunoi.organisations.queries import subtree_on
from caunoi.plans import actions, rules
from caunoi.plans.choices import ActivityForm as Form
from caunoi.plans.choices import Adoption, Audience, Carrier, PlanState
from caunoi.plans.models import Plan
from caunoi.plans.queries.plans import changes_of, plan_words, revision_for, successors_of, tasks_of
from caunoi.plans.web.plan_forms import CascadeForm, DecisionForm, TasksForm
from caunoi.plans.web.plan_places import PlanPlace, seen_plan, written_plan
from caunoi.plans.web.plan_views import page_of
from caunoi.pure.indicators import amount
from caunoi.pure.vietnamese import number, short_date

ANSWER_DAYS = 14
# deed: (the action, what is said afterwards)
STEPS: dict[str, tuple[Callable[..., Plan], Any]] = {
    "submit": (actions.submit_plan, gettext_lazy("Đã trình. Người duyệt được báo ngay.")),
    "withdraw": (actions.withdraw_submission, gettext_lazy("Đã rút về để sửa.")),
    "adopt": (actions.adopt_plan, gettext_lazy("Đã nhận nguyên văn. Kế hoạch có hiệu lực từ lúc này.")),
    "amend": (actions.amend_plan, gettext_lazy("Đang sửa. Bản đã duyệt còn hiệu lực đến khi bản sửa được duyệt.")),
    "keep": (actions.drop_amendment, gettext_lazy("Đã đóng lại, không sửa gì.")),
    "discard": (actions.discard_plan, gettext_lazy("Đã bỏ bản nháp.")),
    "close": (actions.close_plan, gettext_lazy("Đã khép lại kế hoạch.")),
}


@require_POST
@login_required
@idempotent
def step_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One tap of those who write the plan: submit, withdraw, adopt, amend, keep as it was, discard, close."""
    place = written_plan(request, plan_id)
    given: Any = posted(request) or {}
    deed = given.get("deed", "")
    if deed not in STEPS:
        raise Plan.DoesNotExist
    action, words = STEPS[deed]
    try:
        action(plan=place.plan, by=request.user, at=clock.now())
    except ValidationError as error:
        return page_of(request, place, error.messages)
    messages.success(request, words)
    return redirect("plans:plans") if deed == "discard" else redirect("plans:plan", plan_id=plan_id)


def _approve(place: PlanPlace, given: dict[str, Any], request: HttpRequest) -> str:
    """Approve, and send down in the same transaction where it was asked; what is said afterwards."""
    at, by = clock.now(), request.user
    with transaction.atomic():
        row = actions.approve_plan(plan=place.plan, note=given["note"], seen=given["seen"], by=by, at=at)  # type: ignore[arg-type]
        if not given["sends_down"]:
            return _("Đã duyệt. Kế hoạch có hiệu lực từ lúc này.")
        day = given["adopt_by_on"] or place.today + timedelta(days=ANSWER_DAYS)
        row = actions.cascade_plan(plan=row, adopt_by_on=day, by=by, at=at)  # type: ignore[arg-type]
    return _sent_words(row)


def _sent_words(row: Plan) -> str:
    words = _("Đã giao cho %(n)s đơn vị, trả lời trước ngày %(day)s. Bản nháp của từng đơn vị đang được lập.")
    return words % {
        "n": number(row.cascade_facts["count"]),
        "day": short_date(row.adopt_by_on) if row.adopt_by_on else "",
    }


@login_required
@idempotent
def decide_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Approve a plan, or return it with the reason."""
    place = seen_plan(request, plan_id)
    if not place.may_decide:
        raise Plan.DoesNotExist
    data = posted(request)
    form = DecisionForm(data, initial={"adopt_by_on": place.today + timedelta(days=ANSWER_DAYS)})
    if data is not None and form.is_valid():
        given = form.cleaned_data | {"seen": whole(data.get("seen", ""))}
        try:
            if data.get("deed") == "approve":
                words = _approve(place, given, request)
            else:
                actions.return_plan(
                    plan=place.plan, note=given["note"], seen=given["seen"], by=request.user, at=clock.now()  # type: ignore[arg-type]
                )  # fmt: skip
                words = _("Đã trả lại. Đơn vị được báo lý do.")
        except actions.StaleEditError:
            form.add_error(None, _("Kế hoạch vừa được sửa và trình lại. Xem lại rồi quyết định."))
            # What stands below the error is what it says now.
            place = seen_plan(request, plan_id)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, words)
            return redirect("plans:plan", plan_id=plan_id)
    tasks = tasks_of(place.plan)
    changes = None
    if place.plan.revision:
        before = revision_for(place.plan, place.plan.revision).content
        changes = shown_changes(before, plan_words(place.plan, tasks))
    context = {
        "plan": place.plan, "place": place, "tasks": tasks, "form": form, "changes": changes,
        "goes_down": any(task.carrier != Carrier.OWN and task.is_live for task in tasks),
        "is_wrong": is_wrong(form),
    }  # fmt: skip
    return render(request, "plans/decide_plan.html", context, status=422 if is_wrong(form) else 200)


def _kinds_below(place: PlanPlace) -> Any:
    rows = subtree_on(place.path or "/", place.today).exclude(unit=place.plan.unit_id)
    return UnitKind.objects.filter(pk__in=rows.values("unit__kind"), category=UnitCategory.UNION).order_by("pk")


@login_required
@idempotent
def cascade_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Send a plan in force to the units below, all or of chosen kinds."""
    place = written_plan(request, plan_id)
    if place.plan.state != PlanState.APPROVED:
        raise Plan.DoesNotExist
    initial = {"adopt_by_on": place.today + timedelta(days=ANSWER_DAYS)}
    form = CascadeForm(posted(request), kinds=_kinds_below(place), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kinds = [kind.pk for kind in given["kinds"]]
        try:
            row = actions.cascade_plan(
                plan=place.plan, adopt_by_on=given["adopt_by_on"], kinds=kinds, by=request.user, at=clock.now()  # type: ignore[arg-type]
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _sent_words(row))
            return redirect("plans:followers", plan_id=plan_id)
    tasks = [task for task in tasks_of(place.plan) if task.carrier != Carrier.OWN and task.is_live]
    context = {"plan": place.plan, "form": form, "tasks": tasks, "is_wrong": is_wrong(form)}
    return render(request, "plans/cascade_plan.html", context, status=422 if is_wrong(form) else 200)


@login_required
@idempotent
def take_over_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """A unit ended: its successor takes over what its plan left open."""
    place = seen_plan(request, plan_id)
    heirs = {row.pk for row in successors_of(place.plan.unit)} if place.plan.unit.ended_on else set()
    units = [unit for unit in rules.planning_units(place.scope) if unit.pk in heirs]
    if not units:
        raise Plan.DoesNotExist
    tasks = place.plan.tasks.filter(cancelled_at=None).order_by("position", "pk")
    initial = {"unit": units[0].public_id, "tasks": [task.public_id for task in tasks]}
    form = TasksForm(posted(request), units=units, tasks=tasks, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.take_over_plan(
                left=place.plan, unit=given["unit"], tasks=list(given["tasks"]), by=request.user, at=clock.now()  # type: ignore[arg-type]
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã nhận. Việc giữ nguyên tiến độ và minh chứng đã có."))
            return redirect("plans:plan", plan_id=made.public_id)
    context = {"plan": place.plan, "form": form, "is_wrong": is_wrong(form)}
    return render(request, "plans/take_over_plan.html", context, status=422 if is_wrong(form) else 200)


LABELS = {
    "title": gettext_lazy("Tên"), "symbol": gettext_lazy("Số, ký hiệu"), "purpose": gettext_lazy("Mục đích"),
    "requirements": gettext_lazy("Yêu cầu"), "organisation": gettext_lazy("Tổ chức thực hiện"),
    "area": gettext_lazy("Nội dung cải cách"),
    "form": gettext_lazy("Hình thức"), "audience": gettext_lazy("Đối tượng"), "owner": gettext_lazy("Đơn vị phụ trách"),
    "from_on": gettext_lazy("Từ ngày"), "to_on": gettext_lazy("Đến ngày"), "indicator": gettext_lazy("Đếm bằng"),
    "target": gettext_lazy("Chỉ tiêu mỗi đơn vị"), "budget": gettext_lazy("Kinh phí, đồng"),
    "evidence_required": gettext_lazy("Minh chứng cần có"), "weight": gettext_lazy("Trọng số"),
    "carrier": gettext_lazy("Ai làm"), "adoption": gettext_lazy("Trả lời cấp trên"), "reason": gettext_lazy("Lý do"),
}  # fmt: skip
CHOSEN: dict[str, Any] = {
    "area": ReformArea, "form": Form, "audience": Audience, "carrier": Carrier, "adoption": Adoption,
}  # fmt: skip
KINDS = {
    "ADDED": (gettext_lazy("Thêm việc"), "ok"), "REMOVED": (gettext_lazy("Bỏ việc"), "bad"),
    "CANCELLED": (gettext_lazy("Hủy việc"), "bad"), "RESTORED": (gettext_lazy("Dùng lại việc"), "info"),
    "CHANGED": (gettext_lazy("Sửa việc"), "info"),
}  # fmt: skip


def _said(name: str, value: Any) -> str:
    if name in CHOSEN and value:
        return str(dict(CHOSEN[name].choices).get(value, value))
    if name.endswith("_on") and value:
        year, month, day = value.split("-")
        return f"{int(day)}/{int(month)}/{year}"
    if name == "target" and value:
        return amount(Decimal(value))
    return number(value) if isinstance(value, int) else str(value or "–")


def said_lines(fields: Any) -> list[tuple[Any, str, str]]:
    return [(LABELS[row.name], _said(row.name, row.before), _said(row.name, row.after)) for row in fields]


def shown_changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The difference of two versions, in words."""
    found = changes_of(before, after)
    tasks = [
        (*KINDS[row.kind], row.title, row.task.get("cancel_reason", ""), said_lines(row.fields)) for row in found.tasks
    ]
    return {"words": said_lines(found.words), "tasks": tasks, "is_same": not found}


@require_GET
@login_required
def revision(request: HttpRequest, plan_id: UUID, number: int) -> HttpResponse:
    """A version as it was approved, and what it changed; against another one with ?against=."""
    place = seen_plan(request, plan_id)
    row = revision_for(place.plan, number)
    against = whole(request.GET.get("against", ""), 100_000) or number - 1
    changes = None
    if against and against != number:
        changes = shown_changes(revision_for(place.plan, against).content, row.content)
    tasks = [
        task | {name: _said(name, task[name]) for name in ("form", "from_on", "to_on", "target")}
        for task in row.content["tasks"]
    ]  # fmt: skip
    numbers = list(place.plan.revisions.order_by("number").values_list("number", flat=True))
    context = {
        "plan": place.plan, "row": row, "tasks": tasks, "changes": changes, "against": against, "numbers": numbers,
        "may_write": place.may_write,
    }  # fmt: skip
    return render(request, "plans/revision.html", context)
