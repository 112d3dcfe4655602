"""A union's petitions: opened, gathered with a printed sheet, sent on, given up; and the case that came of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from caunoi.feedback import actions, rules
from caunoi.feedback.actions.petitions import forwarded_text
from caunoi.feedback.choices import PetitionState
from caunoi.feedback.models import Petition, Topic
from caunoi.feedback.queries.petitions import (
    gathering_units,
    origin_of,
    petition_for,
    petitions_visible_to,
    voices_of,
)
from caunoi.feedback.queries.thread_page import thread_for
from caunoi.feedback.web.desk.fields import UnitField
from caunoi.feedback.web.public.receipts import voice_receipt
from caunoi.feedback.web.public.wizard import new_key
from caunoi.kit import clock
from caunoi.kit.documents import Sheet, sheet_pdf
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope, scope_asked
from caunoi.pure import triage

SHOWN_MOST = 200
PAPERS = ("a5", "a4")


class PetitionForm(forms.Form):
    """The grievance in the union's words."""

    unit = forms.ModelChoiceField(label=_l("Công đoàn gom ý kiến"), queryset=Unit.objects.none(), to_field_name="code")
    title = forms.CharField(label=_l("Tên kiến nghị"), max_length=160, help_text=_l("Ngắn, để đọc được trên tờ dán."))
    text = forms.CharField(
        label=_l("Nội dung"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_l("Cơ quan đọc nguyên văn. Không ghi tên đoàn viên nào."),
    )  # fmt: skip
    body = UnitField(label=_l("Cơ quan nhận"), required=False)
    topic = forms.ModelChoiceField(
        label=_l("Lĩnh vực"), required=False, queryset=Topic.objects.none(), to_field_name="code", empty_label="—"
    )
    threshold = forms.IntegerField(
        label=_l("Số người ít nhất"), min_value=5, max_value=10_000, initial=5,
        help_text=_l("Đủ số này mới chuyển được. Ít nhất 5, để không ai bị nhận ra."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]
        self.fields["topic"].queryset = Topic.objects.filter(is_active=True).order_by("folded_name")  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].initial = units[0]
            self.fields["unit"].widget = forms.HiddenInput()


class EnteredVoiceForm(forms.Form):
    """A voice that the union writes down for somebody."""

    key = forms.CharField(widget=forms.HiddenInput(), max_length=64)
    name = forms.CharField(label=_l("Tên người góp"), required=False, max_length=120)
    text = forms.CharField(
        label=_l("Lời của họ"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    contact = forms.CharField(label=_l("Điện thoại hoặc thư điện tử"), required=False, max_length=200)
    has_printed_receipt = forms.BooleanField(label=_l("Tôi in biên nhận và đưa tận tay"), required=False)


class GiveUpForm(forms.Form):
    """Why it is given up."""

    reason = forms.CharField(
        label=_l("Vì sao dừng"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("Người đã góp đọc lý do này ở trang của mã biên nhận."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What the union says in its case."""

    text = forms.CharField(
        label=_l("Công đoàn trả lời hoặc bổ sung"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )


def _scope(request: HttpRequest) -> Scope:
    return scope_asked(request, clock.today())


def _kept(request: HttpRequest, petition_id: UUID) -> Petition:
    """A petition of the union that the person acts for. Raises Petition.DoesNotExist for officers above too."""
    scope = _scope(request)
    petition = petition_for(request.user, petition_id, scope)
    if not rules.may_keep_petition(petition, scope):
        raise Petition.DoesNotExist
    return petition


def _address(request: HttpRequest, petition: Petition) -> str:
    return request.build_absolute_uri(reverse("feedback:join_petition", args=[petition.token]))


@require_GET
@login_required
def petitions(request: HttpRequest) -> HttpResponse:
    """Those of one's own unions and of the branch below, those that gather first."""
    scope = _scope(request)
    units = gathering_units(scope)
    if not units:
        raise Petition.DoesNotExist
    rows = list(petitions_visible_to(request.user, scope).order_by("-id")[:SHOWN_MOST])
    groups = [
        (label, [row for row in rows if row.state == state]) for state, label in PetitionState.choices
    ]  # fmt: skip
    return render(request, "feedback/desk/petitions.html", {"groups": groups, "rows": rows})


@login_required
@idempotent
def open_petition(request: HttpRequest) -> HttpResponse:
    """Begin to gather."""
    units = gathering_units(_scope(request))
    if not units:
        raise Petition.DoesNotExist
    form = PetitionForm(posted(request), units=units)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "text", "body", "topic", "threshold")}
        try:
            made = actions.open_petition(
                unit=form.cleaned_data["unit"],
                draft=actions.PetitionDraft(**given),
                by=request.user,
                at=clock.now(),  # type: ignore[arg-type]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã mở. In tờ có mã vạch, dán nơi làm việc."))
            return redirect("feedback:petition", petition_id=made.public_id)
    context = {"form": form, "is_wrong": is_wrong(form)}
    return render(request, "feedback/desk/open_petition.html", context, status=422 if is_wrong(form) else 200)


def _gathering(request: HttpRequest, row: Petition) -> dict[str, Any]:
    """What a chair needs while it gathers: the sheet and its link."""
    if row.state != PetitionState.GATHERING:
        return {}
    address = _address(request, row)
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return {
        "address": address, "qr": mark_safe(drawn), "papers": PAPERS,  # noqa: S308 - drawn by us
        "is_suspect": triage.is_possible_denunciation(row.text),
    }  # fmt: skip


@require_GET
@never_cache
@login_required
def petition(request: HttpRequest, petition_id: UUID) -> HttpResponse:
    """How far it is; for the union itself the voices, for officers above the number and the text."""
    scope = _scope(request)
    row = petition_for(request.user, petition_id, scope)
    is_kept = rules.may_keep_petition(row, scope)
    origin = origin_of(row) if is_kept else None
    context = {
        "petition": row, "count": row.voices_count, "is_kept": is_kept, "is_ready": row.voices_count >= row.threshold,  # type: ignore[attr-defined]
        "voices": voices_of(row, scope), "thread": thread_for(origin) if origin else None, "answer_form": AnswerForm(),
        **(_gathering(request, row) if is_kept else {}),
    }  # fmt: skip
    return render(request, "feedback/desk/petition.html", context)


@require_GET
@never_cache
@login_required
def petition_sheet(request: HttpRequest, petition_id: UUID, paper: str) -> HttpResponse:
    """The sheet to hang up, with the QR code."""
    row = _kept(request, petition_id)
    if row.state != PetitionState.GATHERING or paper not in PAPERS:
        raise Petition.DoesNotExist
    sheet = Sheet(
        over=f"{_('Kiến nghị tập thể')} · {row.unit.name}", title=row.title, text=row.text,
        call=_("Bạn cũng bị như vậy? Quét mã để thêm tiếng nói."), address=_address(request, row),
        lines=(
            _("Không cần tài khoản. Không cần ghi tên."),
            _("Cơ quan không biết ai đã góp, chỉ biết có ít nhất %(n)d người.") % {"n": row.threshold},
            _("Mỗi người nhận một mã để đọc trả lời."),
        ),
        paper="a4" if paper == "a4" else "a5",
    )  # fmt: skip
    response = HttpResponse(sheet_pdf(sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="to-dan-{paper}.pdf"'
    return response


@never_cache
@login_required
def add_petition_voice(request: HttpRequest, petition_id: UUID) -> HttpResponse:
    """Write a voice down for somebody; the page then shows their receipt, to print or to read out."""
    row = _kept(request, petition_id)
    form = EnteredVoiceForm(posted(request), initial={"key": new_key()})
    if request.method == "POST" and form.is_valid():
        try:
            _voice, receipt = actions.add_petition_voice(
                petition=row,
                draft=actions.VoiceDraft(**form.cleaned_data),
                by=request.user,
                at=clock.now(),  # type: ignore[arg-type]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return voice_receipt(request, row, receipt)
    context = {"petition": row, "form": form, "is_wrong": is_wrong(form)}
    return render(request, "feedback/desk/add_petition_voice.html", context, status=422 if is_wrong(form) else 200)


@login_required
@idempotent
def forward_petition(request: HttpRequest, petition_id: UUID) -> HttpResponse:
    """First what the body will read, then the deed."""
    row = _kept(request, petition_id)
    problems: list[str] = []
    if request.method == "POST":
        try:
            actions.forward_petition(petition=row, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(request, _("Đã chuyển đi. Mỗi người góp đọc trả lời bằng mã của mình."))
            return redirect("feedback:petition", petition_id=row.public_id)
    count: int = row.voices_count  # type: ignore[attr-defined]
    context = {
        "petition": row, "problems": problems, "text": forwarded_text(row), "count": count,
        "is_ready": count >= row.threshold and row.state == PetitionState.GATHERING, "is_wrong": bool(problems),
    }  # fmt: skip
    return render(request, "feedback/desk/forward_petition.html", context, status=422 if problems else 200)


@login_required
@idempotent
def cancel_petition(request: HttpRequest, petition_id: UUID) -> HttpResponse:
    """Give it up, with the reason that everybody who joined will read."""
    row = _kept(request, petition_id)
    form = GiveUpForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_petition(petition=row, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã dừng. Người đã góp đọc lý do bằng mã của mình."))
            return redirect("feedback:petition", petition_id=row.public_id)
    context = {"petition": row, "form": form, "is_wrong": is_wrong(form)}
    return render(request, "feedback/desk/cancel_petition.html", context, status=422 if is_wrong(form) else 200)


@require_POST
@login_required
@idempotent
def answer_petition(request: HttpRequest, petition_id: UUID) -> HttpResponse:
    """The union answers a question of the body, or adds something."""
    row = _kept(request, petition_id)
    origin, form = origin_of(row), AnswerForm(posted(request))
    if origin is None:
        raise Petition.DoesNotExist
    if form.is_valid():
        try:
            actions.add_to_case(follower=origin, text=form.cleaned_data["text"], by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã gửi. Người xử lý sẽ thấy lời này."))
            return redirect("feedback:petition", petition_id=row.public_id)
    context = {
        "petition": row, "count": row.voices_count, "is_kept": True, "thread": thread_for(origin),  # type: ignore[attr-defined]
        "voices": voices_of(row, _scope(request)), "answer_form": form, "is_wrong": True,
    }  # fmt: skip
    return render(request, "feedback/desk/petition.html", context, status=422)
