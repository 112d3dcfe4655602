"""Whoever holds a receipt: found by what they typed, shown the thread of their case. The code travels in POSTs only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.feedback.choices import RatingReason
from caunoi.feedback.models import DataRequest, Follower
from caunoi.feedback.queries import follower_for
from caunoi.feedback.queries.data_requests import data_request_of
from caunoi.feedback.queries.petitions import VoiceSight, petition_joined_by, petition_voice_for
from caunoi.feedback.queries.thread_page import thread_for
from caunoi.feedback.web.public.fields import OFF, PublicForm, Several
from caunoi.kit import clock
from caunoi.kit.ui.given import posted
from caunoi.pure.receipts import SYMBOL_COUNT, Reason, ReceiptProblem, parse, shown

SCORES = (
    (1, gettext_lazy("Rất không hài lòng")), (2, gettext_lazy("Không hài lòng")), (3, gettext_lazy("Bình thường")),
    (4, gettext_lazy("Hài lòng")), (5, gettext_lazy("Rất hài lòng")),
)  # fmt: skip


class ReceiptForm(PublicForm):
    """The code, as people type it."""

    receipt = forms.CharField(
        label=gettext_lazy("Mã biên nhận"), max_length=400,
        help_text=gettext_lazy("17 ký tự trên phiếu của bạn. Chữ thường, dấu cách hay gạch nối đều được."),
        error_messages={"required": gettext_lazy("Gõ mã biên nhận.")},
        widget=forms.TextInput(attrs={
            **OFF, "autocapitalize": "characters", "spellcheck": "false", "enterkeyhint": "go", "data-receipt": "",
        }),
    )  # fmt: skip


class AddForm(PublicForm):
    """An answer to a question, or something more."""

    text = forms.CharField(
        label=gettext_lazy("Nhắn thêm"), required=False, widget=forms.Textarea(attrs={"rows": "4", **OFF})
    )
    files = forms.FileField(label=gettext_lazy("Ảnh, giấy tờ"), required=False, widget=Several)


class RateForm(PublicForm):
    """What the sender thinks of the answer."""

    score = forms.TypedChoiceField(
        label=gettext_lazy("Câu trả lời có giải quyết được việc không?"), coerce=int, choices=SCORES,
        widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Chọn một mức từ 1 đến 5.")},
    )  # fmt: skip
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Vì sao"), required=False, choices=RatingReason.choices, widget=forms.CheckboxSelectMultiple
    )
    comment = forms.CharField(
        label=gettext_lazy("Ghi thêm"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "2", **OFF}),
    )


class ReasonForm(PublicForm):
    """Why it should be looked at again."""

    reason = forms.CharField(
        label=gettext_lazy("Điều gì chưa ổn?"), max_length=2000, widget=forms.Textarea(attrs={"rows": "3", **OFF}),
        error_messages={"required": gettext_lazy("Ghi lý do, ít nhất 10 ký tự.")},
    )  # fmt: skip


class AppealForm(ReasonForm):
    """Why the level above should look."""

    reason = forms.CharField(
        label=gettext_lazy("Vì sao cần cấp trên xem lại?"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3", **OFF}),
        error_messages={"required": gettext_lazy("Ghi lý do, ít nhất 10 ký tự.")},
    )  # fmt: skip


FORMS: dict[str, type[PublicForm]] = {
    "add": AddForm, "rate": RateForm, "reopen": ReasonForm, "appeal": AppealForm, "withdraw": PublicForm,
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What was typed, its canonical form, and whoever holds it: who follows a case, gave a voice that is not sent on yet,
    or asked about their data."""

    typed: str
    receipt: str
    follower: Follower | None
    problem: ReceiptProblem | None
    voice: VoiceSight | None = None
    data: DataRequest | None = None


def asked_follower(request: HttpRequest) -> Asked:
    """Look the code up everywhere; also one that cannot be right, so that the time says nothing."""
    typed, at = (posted(request) or QueryDict()).get("receipt", ""), clock.now()
    follower, voice, data = follower_for(typed, at), petition_voice_for(typed, at), data_request_of(typed, at)
    try:
        receipt, problem = parse(typed), None
    except ReceiptProblem as error:
        receipt, problem = "", error
    return Asked(typed, receipt, follower, problem, voice, data)


def _why(problem: ReceiptProblem | None) -> str:
    """What is said of a code that opens nothing: of its form only what anyone can count."""
    if problem is not None and problem.reason is Reason.LENGTH:
        return _("Mã có %(most)d ký tự, bạn nhập %(found)d.") % {"most": SYMBOL_COUNT, "found": problem.found}
    if problem is not None and problem.reason is Reason.SYMBOL:
        if problem.is_accented:
            return _("Bàn phím tiếng Việt đã đổi chữ trong mã: %s. Tắt bộ gõ rồi nhập lại.") % problem.symbols[:5]
        return _("Mã không có ký tự này: %s") % problem.symbols[:5]
    return _("Không có việc nào theo mã này. Xem lại từng ký tự, hoặc mã đã hết hạn.")


def missed(request: HttpRequest, found: Asked) -> HttpResponse:
    """The same page for a wrong, an unknown and an expired code."""
    form = ReceiptForm({"receipt": found.typed})
    if form.is_valid():
        form.add_error("receipt", _why(found.problem))
    response = render(request, "feedback/follow.html", {"form": form}, status=422)
    response["Cache-Control"] = "private, no-store"
    return response


def thread_page(
    request: HttpRequest, found: Asked, *, said: str = "", bound: dict[str, forms.Form] | None = None,
    problems: list[str] | None = None, is_kept: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The thread, as it is now; `bound` holds a form with errors."""
    # Read anew: a deed has changed it.
    follower = follower_for(shown(found.receipt), clock.now())
    if follower is None:
        return missed(request, found)
    thread = thread_for(follower)
    ready = {name: (bound or {}).get(name) or form(auto_id=f"{name}_%s") for name, form in FORMS.items()}
    context: dict[str, Any] = {
        "thread": thread, "receipt": shown(found.receipt), "said": said, "problems": problems or [], "forms": ready,
        "is_kept": is_kept, "is_wrong": bool(bound or problems), "petition": petition_joined_by(follower),
    }  # fmt: skip
    response = render(request, "feedback/thread.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
