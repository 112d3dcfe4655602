"""Following a case by its receipt: `/feedback/follow/`. Each deed is a POST that carries the code, and ends on the thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from caunoi.feedback import actions
from caunoi.feedback.models import Follower
from caunoi.feedback.queries.thread_page import attachment_for
from caunoi.feedback.web.public.attachments import take_files
from caunoi.feedback.web.public.following import FORMS, Asked, ReceiptForm, asked_follower, missed, thread_page
from caunoi.feedback.web.public.receipts import open_found
from caunoi.feedback.web.public.wizard import new_key
from caunoi.kit import clock
from caunoi.kit.files import store, uploads
from caunoi.kit.http.idempotency import idempotent_showing
from caunoi.kit.ui.given import posted

Deed = Callable[[HttpRequest, Follower, dict[str, Any]], str]
View = Callable[[HttpRequest], HttpResponse]


@require_http_methods(["GET", "POST"])
def open_thread(request: HttpRequest) -> HttpResponse:
    """Type the code, read the thread."""
    if request.method != "POST":
        return render(request, "feedback/follow.html", {"form": ReceiptForm()})
    return open_found(request, asked_follower(request))


def _again(request: HttpRequest) -> HttpResponse:
    found = asked_follower(request)
    if found.follower is None:
        return missed(request, found)
    return thread_page(request, found, said=_("Đã ghi nhận ở lần gửi đầu."))


def _wrong(request: HttpRequest, found: Asked, name: str, form: forms.Form, error: ValidationError) -> HttpResponse:
    """The form again with what must be mended; what belongs to no field is said above it."""
    told = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    for field, texts in told.items():
        for text in texts:
            form.add_error(field if field in form.fields else None, text)
    return thread_page(request, found, bound={name: form}, status=422)


def deed(name: str) -> Callable[[Deed], View]:
    """A view of the thread: the code opens it, the form is checked, one action is done, the thread is shown (201).

    The action says in one sentence what was done. The same form sent twice has its effect once.
    """

    def decorate(act: Deed) -> View:
        @require_POST
        @idempotent_showing(_again)
        @wraps(act)
        def view(request: HttpRequest) -> HttpResponse:
            found = asked_follower(request)
            if found.follower is None:
                return missed(request, found)
            form = FORMS[name](posted(request), request.FILES, auto_id=f"{name}_%s")
            if not form.is_valid():
                return thread_page(request, found, bound={name: form}, status=422)
            try:
                with transaction.atomic():
                    said = act(request, found.follower, form.cleaned_data)
            except ValidationError as error:
                return _wrong(request, found, name, form, error)
            return thread_page(request, found, said=said, status=201)

        return view

    return decorate


@deed("add")
def add_to_case(request: HttpRequest, follower: Follower, given: dict[str, Any]) -> str:
    """Answer a question, or add something."""
    draft, at = new_key(), clock.now()
    problems = take_files(request.FILES.getlist("files"), draft=draft, at=at)
    if problems:
        raise ValidationError({"files": problems})
    files = uploads.files_of_draft(draft, at=at)
    text = given["text"].strip() or (_("(gửi tệp)") if files else "")
    actions.add_to_case(follower=follower, text=text, files=tuple(files), by=None, at=at)
    uploads.hand_over(draft)
    return _("Đã gửi. Người xử lý sẽ thấy lời này.")


@deed("rate")
def rate_case(_request: HttpRequest, follower: Follower, given: dict[str, Any]) -> str:
    """Rate the answer."""
    actions.rate_case(
        follower=follower,
        score=given["score"],
        reasons=given["reasons"],
        comment=given["comment"],
        by=None,
        at=clock.now(),
    )
    return _("Đã ghi đánh giá. Bạn đổi lại được khi chưa mở lại việc.")


@deed("reopen")
def reopen_case(_request: HttpRequest, follower: Follower, given: dict[str, Any]) -> str:
    """It is not done: look again."""
    case = actions.reopen_case(follower=follower, reason=given["reason"], by=None, at=clock.now())
    due = timezone.localtime(case.due_at) if case.due_at else None
    return _("Đã mở lại.") + (f" {_('Hạn trả lời mới')}: {due.day}/{due.month}/{due.year}." if due else "")


@deed("appeal")
def appeal_case(_request: HttpRequest, follower: Follower, given: dict[str, Any]) -> str:
    """Let the level above look."""
    actions.appeal_case(follower=follower, reason=given["reason"], by=None, at=clock.now())
    return _("Đã chuyển cấp trên xem lại.")


@deed("withdraw")
def withdraw_case(_request: HttpRequest, follower: Follower, _given: dict[str, Any]) -> str:
    """Take it back."""
    actions.withdraw_case(follower=follower, by=None, at=clock.now())
    return _("Đã rút. Không ai xử lý việc này nữa.")


@require_POST
def open_attachment(request: HttpRequest, attachment_id: UUID) -> HttpResponse | FileResponse:
    """A file of the thread, for whoever holds the code."""
    found = asked_follower(request)
    if found.follower is None:
        return missed(request, found)
    return store.response_for(attachment_for(found.follower, attachment_id).file)
