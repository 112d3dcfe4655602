"""Templates of yearly plans: the federation reads and changes them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.queries import scope_asked
from caunoi.plans import actions, rules
from caunoi.plans.models import PlanTemplate, PlanTemplateTask
from caunoi.plans.web.plan_forms import TemplateTaskForm, TemplateWordsForm, initial_of


def _kept(request: HttpRequest, template_id: UUID) -> PlanTemplate:
    """A template, for who keeps them. Raises PlanTemplate.DoesNotExist."""
    if not rules.may_keep_templates(scope_asked(request, clock.today())):
        raise PlanTemplate.DoesNotExist
    return PlanTemplate.objects.get(public_id=template_id)


@require_GET
@login_required
def templates(request: HttpRequest) -> HttpResponse:
    """The templates there are."""
    if not rules.may_keep_templates(scope_asked(request, clock.today())):
        raise PlanTemplate.DoesNotExist
    actions.ensure_templates(by=None, at=clock.now())
    return render(request, "plans/templates.html", {"rows": list(PlanTemplate.objects.order_by("pk"))})


@login_required
@idempotent
def template(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """A template's own words, and its tasks."""
    row = _kept(request, template_id)
    form = TemplateWordsForm(posted(request), initial=vars(row))
    if request.method == "POST" and form.is_valid():
        try:
            words = actions.TemplateWords(**form.cleaned_data)
            actions.edit_template(template=row, words=words, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("plans:template", template_id=template_id)
    tasks = list(row.tasks.order_by("position", "pk"))
    context = {"template": row, "tasks": tasks, "form": form, "is_wrong": is_wrong(form)}
    return render(request, "plans/template.html", context, status=422 if is_wrong(form) else 200)


def _draft_of(given: dict[str, Any]) -> actions.TemplateTaskDraft:
    indicator = given.pop("indicator")
    return actions.TemplateTaskDraft(**given, indicator=indicator.code if indicator else "")


def _task_page(request: HttpRequest, row: PlanTemplate, task: PlanTemplateTask | None) -> HttpResponse:
    data = posted(request)
    form = TemplateTaskForm(data, initial=initial_of(task, TemplateTaskForm) if task else None)
    if data is not None and data.get("deed") == "remove" and task is not None:
        actions.remove_template_task(task=task, by=request.user, at=clock.now())  # type: ignore[arg-type]
        messages.success(request, _("Đã bỏ việc khỏi mẫu."))
        return redirect("plans:template", template_id=row.public_id)
    if data is not None and form.is_valid():
        try:
            draft = _draft_of(dict(form.cleaned_data))
            actions.save_template_task(template=row, task=task, draft=draft, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("plans:template", template_id=row.public_id)
    context = {"template": row, "task": task, "form": form, "is_wrong": is_wrong(form)}
    return render(request, "plans/template_task.html", context, status=422 if is_wrong(form) else 200)


@login_required
@idempotent
def add_template_task(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """A usual task more."""
    return _task_page(request, _kept(request, template_id), None)


@login_required
@idempotent
def edit_template_task(request: HttpRequest, template_id: UUID, task_id: UUID) -> HttpResponse:
    """Change a usual task, or take it out."""
    row = _kept(request, template_id)
    return _task_page(request, row, row.tasks.get(public_id=task_id))
