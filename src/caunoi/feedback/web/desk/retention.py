"""How long what is kept, and what is removed then: a list first, then another person's word. The highest union's officers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from caunoi.feedback import actions, rules
from caunoi.feedback.actions.retaining import MONTHS_MOST
from caunoi.feedback.choices import RemovalState
from caunoi.feedback.models import Removal, RetentionRule, Tombstone
from caunoi.feedback.queries import retention as reading
from caunoi.feedback.web.desk.forms import reason_field
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import asked, is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.queries import Scope, scope_asked

PAST_MOST, HOLDS_MOST = 20, 100


class RuleForm(forms.Form):
    """How long, by which text, and why it changes."""

    months = forms.IntegerField(
        label=_l("Giữ mấy tháng"), min_value=1, max_value=MONTHS_MOST, help_text=_l("Tính từ ngày khép lại.")
    )
    legal_basis = forms.CharField(
        label=_l("Căn cứ"), max_length=200, help_text=_l("Văn bản, điều, khoản, hoặc quy chế của liên đoàn.")
    )
    is_verified = forms.BooleanField(label=_l("Đã đối chiếu với bản gốc"), required=False)
    reason = reason_field(_l("Vì sao đổi"), _l("Ghi vào nhật ký kiểm toán."))


class ConfirmForm(forms.Form):
    """Said before what cannot be taken back."""

    is_sure = forms.BooleanField(
        label=_l("Tôi đã xem danh sách và đồng ý xóa"),
        error_messages={"required": _l("Xem danh sách, rồi đánh dấu vào ô này.")},
    )


class CancelForm(forms.Form):
    """Why nothing is removed."""

    reason = reason_field()


def _scope(request: HttpRequest) -> Scope:
    """The scope of an officer of the highest union. For others there is nothing here (404)."""
    scope = scope_asked(request, clock.today())
    if not rules.may_keep_settings(scope):
        raise RetentionRule.DoesNotExist
    return scope


@require_GET
@never_cache
@login_required
def retention(request: HttpRequest) -> HttpResponse:
    """The rules, the list that waits, what is held, and what was removed."""
    scope, found = _scope(request), reading.open_removal()
    context = {
        "rules": list(RetentionRule.objects.order_by("group")), "removal": found,
        "counts": reading.counts_of(found, request.user, scope) if found else [],
        "holds": list(reading.holds_visible_to(request.user, scope)[:HOLDS_MOST]),
        "past": reading.past_removals(PAST_MOST), "stones_count": Tombstone.objects.count(),
    }  # fmt: skip
    return render(request, "feedback/desk/retention.html", context)


@never_cache
@login_required
@idempotent
def edit_retention_rule(request: HttpRequest, group: str) -> HttpResponse:
    """Keep a group longer or shorter, with a reason."""
    _scope(request)
    rule = RetentionRule.objects.get(group=group)
    names = ("months", "legal_basis", "is_verified")
    form = RuleForm(posted(request), initial={name: getattr(rule, name) for name in names})
    if request.method == "POST" and form.is_valid():
        draft = actions.RetentionDraft(**form.cleaned_data)
        try:
            actions.save_retention_rule(rule=rule, draft=draft, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã lưu. Danh sách chờ xóa được xét lại theo mức mới."))
            return redirect("feedback:retention")
    context = {"form": form, "rule": rule, "is_wrong": is_wrong(form)}
    return render(request, "feedback/desk/retention_rule.html", context, status=422 if is_wrong(form) else 200)


@require_POST
@login_required
@idempotent
def list_removal(request: HttpRequest) -> HttpResponse:
    """Make the list; nothing is removed by it."""
    _scope(request)
    removal = actions.list_removal(by=request.user, at=clock.now())  # type: ignore[arg-type]
    if removal is None:
        messages.info(request, _("Chưa có việc nào hết thời hạn lưu."))
        return redirect("feedback:retention")
    return redirect("feedback:removal", removal_id=removal.public_id)


def _start(request: HttpRequest) -> int:
    text = asked(request, "from", 6)
    return int(text) if text.isascii() and text.isdigit() else 0


@require_GET
@never_cache
@login_required
def removal(request: HttpRequest, removal_id: UUID) -> HttpResponse:
    """One list: what would go and why, or what went."""
    scope, row = _scope(request), reading.removal_at(removal_id)
    page, following = reading.listed_page(row, request.user, scope, _start(request))
    context = {
        "removal": row, "page": page, "following": following, "counts": reading.counts_of(row, request.user, scope),
        "is_waiting": row.state == RemovalState.LISTED, "is_own": row.made_by_id == request.user.pk,
        "stones_count": reading.stones_of(row),
    }  # fmt: skip
    return render(request, "feedback/desk/removal.html", context)


Decide = Callable[[Removal, dict[str, Any], Any], Any]


def _decided(request: HttpRequest, removal_id: UUID, form: forms.Form, decide: Decide, done: str) -> HttpResponse:
    scope, row = _scope(request), reading.removal_at(removal_id)
    if request.method == "POST" and form.is_valid():
        try:
            decide(row, form.cleaned_data, request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, done)
            return redirect("feedback:removal", removal_id=row.public_id)
    context = {
        "removal": row, "form": form, "is_wrong": is_wrong(form), "is_removing": isinstance(form, ConfirmForm),
        "counts": reading.counts_of(row, request.user, scope),
    }  # fmt: skip
    return render(request, "feedback/desk/removal_step.html", context, status=422 if is_wrong(form) else 200)


def _confirm(row: Removal, _given: dict[str, Any], by: Any) -> Any:
    return actions.confirm_removal(removal=row, by=by, at=clock.now())


def _cancel(row: Removal, given: dict[str, Any], by: Any) -> Any:
    return actions.cancel_removal(removal=row, reason=given["reason"], by=by, at=clock.now())


@never_cache
@login_required
@idempotent
def confirm_removal(request: HttpRequest, removal_id: UUID) -> HttpResponse:
    """The second person's word."""
    return _decided(
        request, removal_id, ConfirmForm(posted(request)), _confirm, _("Đã xác nhận. Máy đang xóa từng việc.")
    )


@never_cache
@login_required
@idempotent
def cancel_removal(request: HttpRequest, removal_id: UUID) -> HttpResponse:
    """Put the list away."""
    return _decided(
        request, removal_id, CancelForm(posted(request)), _cancel, _("Đã bỏ danh sách. Không việc nào bị xóa.")
    )
