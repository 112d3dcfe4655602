"""Plans that wait for one's approval, many on a page: what each says otherwise than the plan above is read, then decided."""

from __future__ import annotations

from typing import Any
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
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.paging import pages_of, start_of, whole
from caunoi.kit.ui.refusals import add_errors
from caunoi.plans import actions, rules
from caunoi.plans.models import Plan, PlanTask
from caunoi.plans.queries.plans import (
    SubmittedPlan,
    changes_of,
    plan_words,
    task_words,
    to_be_read,
)
from caunoi.plans.web.plan_deciding import said_lines, shown_changes
from caunoi.plans.web.plan_forms import DecisionForm
from caunoi.plans.web.plan_places import planning

PAGE, NAMED_MOST = 20, 8


def _waiting(request: HttpRequest) -> list[Plan]:
    """Raises Plan.DoesNotExist for who writes no plans."""
    scope, _units = planning(request)
    return rules.plans_to_decide_by(request.user, scope, clock.today())


def _against_above(task: PlanTask) -> list[tuple[Any, str, str]]:
    """Field by field, what the plan above says and what this task says."""
    if task.source is None:
        return []
    before, after = ({**task_words(row), "id": "one"} for row in (task.source, task))
    found = changes_of({"tasks": [before]}, {"tasks": [after]}).tasks
    ours = {"adoption", "reason", "owner", "carrier", "weight", "budget"}
    return said_lines([field for change in found for field in change.fields if field.name not in ours])


def _sight(row: SubmittedPlan) -> dict[str, Any]:
    differing = [(task, _against_above(task)) for task in row.differing]
    changes = shown_changes(row.held, plan_words(row.plan, row.tasks)) if row.held else None
    key = f"{row.plan.public_id}:{row.plan.edit_count}"
    return {
        "key": key,
        "plan": row.plan,
        "tasks": row.tasks,
        "differing": differing,
        "same_count": row.same_count,
        "changes": changes,
    }


@require_GET
@login_required
def review_plans(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    return _queue(request, _waiting(request))


def _queue(request: HttpRequest, waiting: list[Plan], form: DecisionForm | None = None) -> HttpResponse:
    start = start_of(request)
    rows = [_sight(row) for row in to_be_read(waiting[start : start + PAGE])]
    ticked = {row["key"] for row in rows} if "all" in request.GET else set(request.POST.getlist("plan"))
    context = {
        "rows": rows, "waiting_count": len(waiting), "pages": pages_of(start, PAGE, len(waiting)), "start": start,
        "form": form or DecisionForm(), "is_wrong": form is not None, "ticked": ticked,
    }  # fmt: skip
    return render(request, "plans/review_plans.html", context, status=422 if form and is_wrong(form) else 200)


def _chosen(data: QueryDict, waiting: list[Plan]) -> tuple[list[tuple[Plan, int]], int]:
    """The ticked plans, each with the edit that was read, and how many were ticked; those that no longer wait are left out."""
    known = {row.public_id: row for row in waiting}
    chosen, ticked = {}, data.getlist("plan")[:PAGE]
    for value in ticked:
        key, _colon, seen = value.partition(":")
        try:
            row = known.get(UUID(key))
        except ValueError:
            continue
        if row is not None:
            chosen[row.pk] = (row, whole(seen))
    return list(chosen.values()), len(ticked)


def _say(request: HttpRequest, done: list[Plan], left: list[Plan], gone_count: int, *, is_approved: bool) -> None:
    count = len(done)
    if is_approved:
        text = ngettext("Đã duyệt %(n)d kế hoạch.", "Đã duyệt %(n)d kế hoạch.", count)
    else:
        text = ngettext("Đã trả lại %(n)d kế hoạch kèm lý do.", "Đã trả lại %(n)d kế hoạch kèm lý do.", count)
    if count:
        messages.success(request, text % {"n": count})
    if left:
        names = ", ".join(row.unit.name for row in left[:NAMED_MOST]) + ("…" if len(left) > NAMED_MOST else "")
        messages.warning(
            request, _("Vừa được sửa hoặc người khác đã quyết định, xem lại: %(units)s.") % {"units": names}
        )
    if gone_count:
        text = ngettext(
            "%(n)d kế hoạch không còn chờ bạn duyệt.", "%(n)d kế hoạch không còn chờ bạn duyệt.", gone_count
        )
        messages.warning(request, text % {"n": gone_count})


@require_POST
@login_required
@idempotent
def decide_plans(request: HttpRequest) -> HttpResponse:
    """Approve or return all that were ticked, with one note; what was changed since it was read stays, and is named."""
    waiting, data = _waiting(request), posted(request) or QueryDict()
    form, is_approved = DecisionForm(data), data.get("deed") == "approve"
    chosen, ticked_count = _chosen(data, waiting)
    if not ticked_count:
        form.add_error(None, _("Chọn ít nhất một kế hoạch."))
    if form.is_valid():
        try:
            done, left = actions.decide_plans(
                plans=chosen, is_approved=is_approved, note=form.cleaned_data["note"], by=request.user, at=clock.now()  # type: ignore[arg-type]
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            _say(request, done, left, ticked_count - len(chosen), is_approved=is_approved)
            return redirect("plans:review_plans")
    return _queue(request, waiting, form)
