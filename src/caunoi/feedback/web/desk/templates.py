"""Words to begin a reply with, bound to what is being said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from caunoi.feedback import actions
from caunoi.feedback.choices import State
from caunoi.feedback.models import ReplyTemplate
from caunoi.feedback.web.desk.inbox import at_desk
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.organisations.queries import Scope

USES = (
    (State.ANSWERED, gettext_lazy("Trả lời")),
    (State.HANDLING, gettext_lazy("Hỏi người gửi")),
    (State.REFUSED, gettext_lazy("Hướng dẫn sang đúng cửa")),
)


class TemplateForm(forms.Form):
    """A title and the words."""

    state = forms.ChoiceField(label=gettext_lazy("Dùng khi"), choices=USES)
    title = forms.CharField(label=gettext_lazy("Tên mẫu"), max_length=120)
    text = forms.CharField(label=gettext_lazy("Lời mẫu"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))
    is_active = forms.BooleanField(label=gettext_lazy("Đang dùng"), required=False, initial=True)


def _mine(scope: Scope) -> QuerySet[ReplyTemplate]:
    """Templates of the units that the person acts for."""
    return ReplyTemplate.objects.filter(unit__in=[unit.pk for unit in scope.own_units()])


@require_GET
@login_required
def templates(request: HttpRequest) -> HttpResponse:
    """The house's templates, and those of one's own units."""
    scope = at_desk(request)
    own = [unit.pk for unit in scope.own_units()]
    rows = (
        ReplyTemplate.objects.filter(Q(unit=None) | Q(unit__in=own)).select_related("unit").order_by("state", "title")
    )
    groups = [(label, [row for row in rows if row.state == state]) for state, label in USES]
    return render(request, "feedback/desk/templates.html", {"groups": groups, "own": own})


@login_required
@idempotent
def add_template(request: HttpRequest) -> HttpResponse:
    """A new template, of the person's first unit."""
    return _edited(request, at_desk(request), None)


@login_required
@idempotent
def edit_template(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Change a template of one's own unit."""
    scope = at_desk(request)
    return _edited(request, scope, _mine(scope).get(public_id=template_id))


def _edited(request: HttpRequest, scope: Scope, row: ReplyTemplate | None) -> HttpResponse:
    names = ("state", "title", "text", "is_active")
    form = TemplateForm(posted(request), initial={name: getattr(row, name) for name in names} if row else None)
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = form.cleaned_data | {"state": State(form.cleaned_data["state"])}
        actions.save_template(
            template=row, unit=row.unit if row else scope.own_units()[0], draft=actions.TemplateDraft(**values),
            by=request.user, at=clock.now(),  # type: ignore[arg-type]
        )  # fmt: skip
        messages.success(request, _("Đã lưu mẫu."))
        return redirect("feedback:templates")
    context = {"form": form, "row": row, "is_wrong": is_wrong(form)}
    return render(request, "feedback/desk/template_form.html", context, status=422 if is_wrong(form) else 200)
