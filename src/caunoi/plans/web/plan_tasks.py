"""One task of a plan: written, moved, taken, declined, cancelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.plans import actions
from caunoi.plans.models import PlanTask
from caunoi.plans.queries.plans import offered_tasks
from caunoi.plans.web.plan_forms import ReasonForm, TaskForm, initial_of
from caunoi.plans.web.plan_places import PlanPlace, written_plan, written_task
from caunoi.plans.web.plan_views import page_of, seen_edit, stale_lines


def _draft_of(given: dict[str, Any]) -> actions.TaskDraft:
    budget = given.pop("budget")
    return actions.TaskDraft(**given, budget=int(budget) if budget is not None else None)


def _form_page(
    request: HttpRequest, place: PlanPlace, form: TaskForm, task: PlanTask | None, **context: Any
) -> HttpResponse:
    wrong, stale = is_wrong(form), context.get("stale")
    context = {"plan": place.plan, "place": place, "form": form, "task": task, "is_wrong": wrong} | context
    return render(request, "plans/edit_task.html", context, status=422 if wrong else 409 if stale else 200)


@login_required
@idempotent
def add_task(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """A new task at the end of the plan."""
    place = written_plan(request, plan_id)
    year = place.plan.year
    initial = {
        "from_on": f"{year}-01-01", "to_on": f"{year}-12-15", "owner": place.plan.unit.public_id,
        "carrier": "OWN", "weight": 1,
    }  # fmt: skip
    form = TaskForm(posted(request), plan=place.plan, task=None, day=place.today, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_task(plan=place.plan, draft=_draft_of(dict(form.cleaned_data)), by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã thêm việc."))
            return redirect("plans:plan", plan_id=plan_id)
    return _form_page(request, place, form, None)


@login_required
@idempotent
def edit_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Change a task. Somebody else's change since is shown first, and what was typed is kept (409)."""
    place, task = written_task(request, task_id)
    data = posted(request)
    initial = initial_of(task, TaskForm)
    form = TaskForm(data, plan=place.plan, task=task, day=place.today, initial=initial)
    seen = seen_edit(data, place.plan)
    if data is not None and form.is_valid():
        try:
            draft = _draft_of(dict(form.cleaned_data))
            actions.edit_task(task=task, draft=draft, seen=seen, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except actions.StaleEditError as error:
            return _form_page(request, place, form, task, seen=error.row.changed_in, stale=stale_lines(form, error.row))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("plans:plan", plan_id=place.plan.public_id)
    return _form_page(request, place, form, task, seen=seen)


SAVED_SINCE = gettext_lazy("Người khác vừa lưu việc này. Xem lại rồi bấm lần nữa.")
REASONED: dict[str, tuple[Callable[..., Any], Any, Any, Any]] = {
    "decline": (
        actions.decline_task, gettext_lazy("Không nhận việc này"), gettext_lazy("Không nhận"),
        gettext_lazy("Việc không còn tính vào tiến độ của cấp trên. Cấp trên đọc được lý do."),
    ),
    "cancel": (
        actions.cancel_task, gettext_lazy("Hủy việc này"), gettext_lazy("Hủy việc"),
        gettext_lazy("Việc vẫn đọc được, có lý do, và không tính vào tiến độ nữa."),
    ),
}  # fmt: skip


def _reasoned(request: HttpRequest, task_id: UUID, deed: str) -> HttpResponse:
    place, task = written_task(request, task_id)
    shown: Any = task
    action, title, button, meaning = REASONED[deed]
    data, is_stale = posted(request), False
    form, seen = ReasonForm(data), seen_edit(data, place.plan)
    if data is not None and form.is_valid():
        try:
            action(task=task, reason=form.cleaned_data["reason"], seen=seen, by=request.user, at=clock.now())
        except actions.StaleEditError as error:
            form.add_error(None, SAVED_SINCE)
            shown, seen, is_stale = error.row, error.row.changed_in, True
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("plans:plan", plan_id=place.plan.public_id)
    context = {
        "plan": place.plan, "task": shown, "form": form, "title": title, "button": button, "meaning": meaning,
        "seen": seen, "is_wrong": is_wrong(form),
    }  # fmt: skip
    status = 409 if is_stale else 422 if is_wrong(form) else 200
    return render(request, "plans/reason.html", context, status=status)


@login_required
@idempotent
def decline_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Say no to a task that came down, with the reason."""
    return _reasoned(request, task_id, "decline")


@login_required
@idempotent
def cancel_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Cancel a task, with the reason."""
    return _reasoned(request, task_id, "cancel")


@require_POST
@login_required
@idempotent
def change_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """One tap: up, down, adopt as it stands above, restore, remove from a draft."""
    place, task = written_task(request, task_id)
    given = {"task": task, "by": request.user, "at": clock.now()}
    deeds: dict[str, Callable[[], Any]] = {
        "up": lambda: actions.move_task(is_up=True, **given),
        "down": lambda: actions.move_task(is_up=False, **given),
        "adopt": lambda: actions.adopt_task(**given),
        "restore": lambda: actions.restore_task(**given),
        "remove": lambda: actions.remove_task(**given),
    }
    given_words: Any = posted(request) or {}
    deed = deeds.get(given_words.get("deed", ""))
    if deed is None:
        raise PlanTask.DoesNotExist
    try:
        deed()
    except actions.StaleEditError:
        return page_of(request, place, [str(SAVED_SINCE)])
    except ValidationError as error:
        return page_of(request, place, error.messages)
    return redirect("plans:plan", plan_id=place.plan.public_id)


@require_POST
@login_required
@idempotent
def take_tasks(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Add the ticked tasks of the plan above that this plan does not carry yet."""
    place = written_plan(request, plan_id)
    given = posted(request)
    ticked = set(given.getlist("task")) if given is not None else set()
    rows = [row for row in offered_tasks(place.plan) if str(row.public_id) in ticked]
    if not rows:
        messages.info(request, _("Chưa chọn việc nào."))
        return redirect("plans:plan", plan_id=plan_id)
    try:
        count = actions.take_tasks(plan=place.plan, sources=rows, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except ValidationError as error:
        return page_of(request, place, error.messages)
    messages.success(request, ngettext("Đã nhận thêm %(n)d việc.", "Đã nhận thêm %(n)d việc.", count) % {"n": count})
    return redirect("plans:plan", plan_id=plan_id)
