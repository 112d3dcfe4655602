"""The queue of what people ask about their own data: both clocks, and each step as a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from caunoi.accounts.models import User
from caunoi.feedback import actions
from caunoi.feedback.choices import DataRequestState, DataRight
from caunoi.feedback.models import DataRequest
from caunoi.feedback.queries.data_requests import (
    OPEN,
    data_request_for,
    data_requests_visible_to,
    open_data_requests,
)
from caunoi.feedback.queries.holdings import holdings_of
from caunoi.feedback.web.desk.forms import reason_field
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.queries import Scope, scope_asked

SHOWN_MOST = 200
# What the dry run counts, in the order of the page.
COUNTED = (
    ("senders", _l("Tên và cách liên hệ")), ("cases", _l("Việc đã gửi: tên, nội dung, nơi chốn")),
    ("entries", _l("Lời đã nói trong việc")), ("files", _l("Tệp, kể cả bản xem trước")),
    ("ratings", _l("Lời kèm đánh giá")), ("steps", _l("Lý do mở lại, đề nghị xem lại")),
    ("voices", _l("Lời góp vào kiến nghị tập thể")), ("names", _l("Tên người bị nêu, như họ viết")),
)  # fmt: skip


class AcknowledgeForm(forms.Form):
    """Whether others hold the data too, which makes 20 days of 15."""

    has_third_party = forms.BooleanField(
        label=_l("Cơ quan khác cũng giữ dữ liệu này"), required=False, help_text=_l("Khi đó hạn là 20 ngày thay vì 15.")
    )


class ExtendForm(forms.Form):
    """How long and why."""

    days = forms.IntegerField(label=_l("Thêm mấy ngày"), min_value=1, max_value=15)
    reason = reason_field(help_text=_l("Người yêu cầu đọc được."))


class RefuseForm(forms.Form):
    """Why not."""

    reason = reason_field(help_text=_l("Người yêu cầu đọc được. Nêu căn cứ pháp luật."))


class FinishForm(forms.Form):
    """What was done."""

    answer = reason_field(_l("Trả lời người yêu cầu"))


class CorrectForm(FinishForm):
    """What is written in place of the wrong name or contact."""

    name = forms.CharField(
        label=_l("Tên đúng"), required=False, max_length=120, help_text=_l("Để trống thì giữ nguyên.")
    )
    contact = forms.CharField(
        label=_l("Cách liên hệ đúng"), required=False, max_length=200, help_text=_l("Để trống thì giữ nguyên.")
    )
    field_order = ("name", "contact", "answer")


@dataclass(frozen=True)
class Step:
    """One step: its address, its words, what is asked, when it fits and what it does."""

    name: str
    title: Any
    button: Any
    icon: str
    form: type[forms.Form]
    run: Callable[[DataRequest, dict[str, Any], User], Any]
    fits: Callable[[DataRequest, User], bool]
    done: Any
    tone: str = ""


def _finish(request: DataRequest, given: dict[str, Any], by: User) -> Any:
    correction = actions.Correction(given.get("name", ""), given.get("contact", ""))
    return actions.finish_data_request(
        request=request, answer=given["answer"], correction=correction, by=by, at=clock.now()
    )


def _is_taken_up(request: DataRequest) -> bool:
    return request.state == DataRequestState.ACKNOWLEDGED


def _may_finish(request: DataRequest, by: User) -> bool:
    """An erasure is carried out by another than who proposed it."""
    if request.right != DataRight.DELETE:
        return _is_taken_up(request)
    return _is_taken_up(request) and request.proposed_by_id is not None and request.proposed_by_id != by.pk


STEPS = (
    Step("acknowledge", _l("Xác nhận đã nhận yêu cầu"), _l("Xác nhận"), "check", AcknowledgeForm,
         lambda row, given, by: actions.acknowledge_data_request(request=row, **given, by=by, at=clock.now()),
         lambda row, _by: row.state == DataRequestState.RECEIVED, _l("Đã xác nhận. Hạn làm xong đang chạy.")),
    Step("propose", _l("Đề nghị xóa"), _l("Đề nghị xóa"), "trash-2", forms.Form,
         lambda row, _given, by: actions.propose_erasure(request=row, by=by, at=clock.now()),
         lambda row, _by: _is_taken_up(row) and row.right == DataRight.DELETE and row.proposed_by_id is None,
         _l("Đã đề nghị. Một người khác xem lại và thực hiện."), tone="bad"),
    Step("finish", _l("Thực hiện và trả lời"), _l("Thực hiện"), "check", FinishForm, _finish, _may_finish,
         _l("Đã thực hiện. Người yêu cầu đọc trả lời bằng mã của họ.")),
    Step("extend", _l("Gia hạn một lần"), _l("Gia hạn"), "calendar", ExtendForm,
         lambda row, given, by: actions.extend_data_request(request=row, **given, by=by, at=clock.now()),
         lambda row, _by: _is_taken_up(row) and not row.is_extended, _l("Đã gia hạn. Người yêu cầu đọc được lý do.")),
    Step("refuse", _l("Từ chối, có lý do"), _l("Từ chối"), "ban", RefuseForm,
         lambda row, given, by: actions.refuse_data_request(request=row, **given, by=by, at=clock.now()),
         lambda row, _by: row.state in OPEN, _l("Đã từ chối. Người yêu cầu đọc được lý do."), tone="bad"),
)  # fmt: skip
BY_NAME = {step.name: step for step in STEPS}


def _scope(request: HttpRequest) -> Scope:
    return scope_asked(request, clock.today())


@require_GET
@never_cache
@login_required
def data_requests(request: HttpRequest) -> HttpResponse:
    """What is open, the first due first, and what was done lately."""
    scope = _scope(request)
    if not scope.branches():
        raise DataRequest.DoesNotExist
    rows = data_requests_visible_to(request.user, scope)
    context = {
        "open": list(open_data_requests(rows)[:SHOWN_MOST]),
        "closed": list(rows.exclude(state__in=OPEN).order_by("-finished_at")[:20]), "now": clock.now(),
    }  # fmt: skip
    return render(request, "feedback/desk/data_requests.html", context)


@require_GET
@never_cache
@login_required
def data_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: who asks by what, the clocks, what is held, and the steps that fit."""
    row = data_request_for(request.user, request_id, _scope(request))
    user: Any = request.user
    held = holdings_of(row).counts() if row.state in OPEN else row.erased
    fitting = [step for step in STEPS if step.fits(row, user)]
    context = {
        "row": row, "held": [(label, held[name]) for name, label in COUNTED if held.get(name)],
        "published": held.get("publications", 0), "first": fitting[0] if fitting else None, "rest": fitting[1:],
        "is_open": row.state in OPEN, "waits_for_another": row.proposed_by_id == user.pk and row.state in OPEN,
    }  # fmt: skip
    return render(request, "feedback/desk/data_request.html", context)


@never_cache
@login_required
@idempotent
def do_data_step(request: HttpRequest, request_id: UUID, name: str) -> HttpResponse:
    """The form of a step, or the step."""
    row = data_request_for(request.user, request_id, _scope(request))
    user: Any = request.user
    step = BY_NAME.get(name)
    if step is None or not step.fits(row, user):
        raise DataRequest.DoesNotExist
    kind = CorrectForm if name == "finish" and row.right == DataRight.CORRECT else step.form
    form = kind(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            step.run(row, form.cleaned_data, user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, step.done)
            return redirect("feedback:data_request", request_id=row.public_id)
    held = holdings_of(row).counts()
    context = {
        "row": row, "step": step, "form": form, "is_wrong": is_wrong(form), "is_erasure": name in {"propose", "finish"} and row.right == DataRight.DELETE,
        "held": [(label, held[key]) for key, label in COUNTED if held.get(key)], "published": held["publications"],
    }  # fmt: skip
    return render(request, "feedback/desk/data_step.html", context, status=422 if is_wrong(form) else 200)
