"""Writing the answer: its checklist, its legal basis from the library, its proof; and mending it within three days."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from caunoi.feedback import actions
from caunoi.feedback.actions.dialogue import CORRECT_WITHIN
from caunoi.feedback.choices import EntryKind, Outcome, State
from caunoi.feedback.models import Case, Entry, ReplyTemplate
from caunoi.feedback.queries.basis import Found, basis_of, found_for
from caunoi.feedback.queries.clocks import count_working_days
from caunoi.feedback.web.desk.deeds import Powers
from caunoi.feedback.web.desk.doing import case_asked
from caunoi.feedback.web.desk.fields import FilesField
from caunoi.feedback.web.desk.forms import DeedForm, reason_field
from caunoi.kit import clock
from caunoi.kit.files import store
from caunoi.kit.files.checks import DOCUMENTS, FileProblem
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.models import StoredFile
from caunoi.kit.ui.fields import DayField
from caunoi.kit.ui.given import asked, is_wrong, posted_with_files
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.queries import scope_asked

FILES_MOST = 5


class ReplyForm(DeedForm):
    """The answer with its checklist."""

    text = forms.CharField(
        label=gettext_lazy("Trả lời người gửi"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 9}),
        help_text=gettext_lazy("Câu ngắn, nêu ai làm gì, ngày nào. Không nhắc tên người gửi."),
    )  # fmt: skip
    outcome = forms.ChoiceField(label=gettext_lazy("Kết quả"), choices=Outcome.choices)
    done = forms.CharField(label=gettext_lazy("Đã làm gì"), required=False, max_length=1000)
    done_by = forms.CharField(label=gettext_lazy("Ai làm"), required=False, max_length=200)
    done_on = DayField(label=gettext_lazy("Ngày làm"), required=False)
    next_step = forms.CharField(
        label=gettext_lazy("Bước tiếp theo"), required=False, max_length=1000,
        help_text=gettext_lazy("Nếu đã xong: ghi “Không còn bước nào”."),
    )  # fmt: skip
    files = FilesField(
        label=gettext_lazy("Chứng minh"), required=False,
        help_text=gettext_lazy("Ảnh, PDF hoặc DOCX, tối đa 5 tệp. Người gửi xem được. Vị trí trong ảnh được xóa."),
    )  # fmt: skip
    missing_reason = reason_field(
        label=gettext_lazy("Vì sao còn thiếu"), required=False,
        help_text=gettext_lazy("Chỉ cần khi danh sách trên chưa đủ. Không gửi cho người hỏi."),
    )  # fmt: skip
    q = forms.CharField(label=gettext_lazy("Tìm căn cứ trong thư viện"), required=False, max_length=200)


class CorrectionForm(ReplyForm):
    """The same, and why it is mended."""

    reason = reason_field(
        label=gettext_lazy("Vì sao sửa"), help_text=gettext_lazy("Người gửi đọc được. Bản cũ vẫn giữ, có đánh dấu.")
    )


def may_correct(case: Case, powers: Powers) -> bool:
    """Whether the newest reply can still be mended by this person."""
    is_fresh = case.answered_at is not None and clock.now() - case.answered_at <= CORRECT_WITHIN
    return powers.answers and case.state == State.ANSWERED and is_fresh


def _files(form: ReplyForm, request: HttpRequest) -> tuple[StoredFile, ...]:
    kept = []
    given = form.cleaned_data["files"]
    if len(given) > FILES_MOST:
        raise ValidationError({"files": _("Gửi nhiều nhất %d tệp.") % FILES_MOST})
    for file in given:
        try:
            kept.append(
                store.take_in(file.read(), filename=file.name, by=request.user, at=clock.now(), allowed=DOCUMENTS)[0]
            )
        except FileProblem as problem:
            raise ValidationError({"files": f"{file.name}: {problem}"}) from problem
    return tuple(kept)


def _draft(form: ReplyForm, request: HttpRequest) -> actions.ReplyDraft:
    values = form.cleaned_data
    scope = scope_asked(request, clock.today())
    basis = basis_of(request.user, scope, _picked(request))
    return actions.ReplyDraft(
        text=values["text"], outcome=Outcome(values["outcome"]), done=values["done"], done_by=values["done_by"],
        done_on=values["done_on"], next_step=values["next_step"], missing_reason=values["missing_reason"],
        basis=[actions.Basis(document, anchor, label) for document, anchor, label in basis],
        files=_files(form, request),
    )  # fmt: skip


def _picked(request: HttpRequest) -> list[tuple[str, str]]:
    """(document, clause) of the ticked lines."""
    return [(key, request.POST.get(f"clause-{key}", "")[:120]) for key in request.POST.getlist("basis")[:20]]


def _found(request: HttpRequest) -> list[Found]:
    """What is shown to pick from: the ticked ones, and what was searched for."""
    scope = scope_asked(request, clock.today())
    text = request.POST.get("q", "") if request.method == "POST" else asked(request, "q")
    return found_for(request.user, scope, text, dict(_picked(request)))


def _templates(case: Case) -> list[ReplyTemplate]:
    rows = ReplyTemplate.objects.filter(Q(unit=None) | Q(unit=case.unit_id), is_active=True, state=State.ANSWERED)
    return list(rows.order_by("title")[:30])


def _initial(case: Case, template: ReplyTemplate | None, last: Entry | None) -> dict[str, Any]:
    given: dict[str, Any] = {"outcome": Outcome.DONE, "done_by": case.unit.name if case.unit else ""}
    if last is not None:
        names = ("text", "outcome", "done", "done_by", "done_on", "next_step")
        given |= {name: getattr(last, name) for name in names}
    if template is not None:
        given["text"] = template.text
    return given


def _shown(request: HttpRequest, case: Case, form: ReplyForm, last: Entry | None) -> HttpResponse:
    count_working_days([case], clock.now())
    is_search = request.method == "POST" and request.POST.get("deed") == "find"
    have = [
        (name, label, bool(form[name].value()) if name not in {"basis", "files"} else False)
        for name, label in CHECKLIST
    ]
    found = _found(request)
    has_basis = any(row.is_picked for row in found)
    have = [(name, label, has_basis if name == "basis" else ok) for name, label, ok in have]
    context = {
        "case": case, "form": form, "found": found, "checklist": have, "have": sum(ok for _n, _l, ok in have),
        "templates": _templates(case), "last": last, "is_wrong": is_wrong(form) and not is_search,
        "is_search": is_search, "story": case.entries.filter(kind=EntryKind.STORY).order_by("id").first(),
    }  # fmt: skip
    return render(request, "feedback/desk/reply.html", context, status=422 if context["is_wrong"] else 200)


CHECKLIST = (
    ("done", gettext_lazy("Đã làm gì")),
    ("done_by", gettext_lazy("Ai làm")),
    ("done_on", gettext_lazy("Ngày làm")),
    ("basis", gettext_lazy("Căn cứ pháp luật")),
    ("files", gettext_lazy("Ảnh hoặc văn bản chứng minh")),
    ("next_step", gettext_lazy("Bước tiếp theo")),
)


@login_required
@idempotent
def reply(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write the answer and send it."""
    case, powers = case_asked(request, case_id)
    if not powers.answers:
        raise Case.DoesNotExist
    if case.state != State.HANDLING:
        messages.warning(request, _("Nhận xử lý trước rồi trả lời. Hiện trạng ở dưới đây."))
        return redirect("feedback:case", case_id=case.public_id)
    data, files = posted_with_files(request)
    template = ReplyTemplate.objects.filter(public_id=_uuid(asked(request, "template", 36)), is_active=True).first()
    form = ReplyForm(data, files, case=case, user=request.user, initial=_initial(case, template, None))  # type: ignore[arg-type]
    if data is not None and data.get("deed") != "find" and form.is_valid():
        try:
            actions.reply_case(case=case, draft=_draft(form, request), by=request.user, at=clock.now())  # type: ignore[arg-type]
            messages.success(request, _("Đã gửi trả lời. Người gửi đọc được ngay bằng mã biên nhận."))
            return redirect("feedback:case", case_id=case.public_id)
        except ValidationError as error:
            add_errors(form, error)
    return _shown(request, case, form, None)


@login_required
@idempotent
def correct_reply(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Mend the newest answer; the first one stays, marked."""
    case, powers = case_asked(request, case_id)
    last = case.entries.filter(kind=EntryKind.REPLY).order_by("-id").first()
    if not powers.answers or last is None:
        raise Case.DoesNotExist
    if not may_correct(case, powers):
        messages.warning(request, _("Chỉ sửa được trả lời trong 3 ngày, khi việc chưa khép lại."))
        return redirect("feedback:case", case_id=case.public_id)
    data, files = posted_with_files(request)
    form = CorrectionForm(data, files, case=case, user=request.user, initial=_initial(case, None, last))  # type: ignore[arg-type]
    if data is not None and data.get("deed") != "find" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.correct_reply(
                entry=last,
                draft=_draft(form, request),
                reason=reason,
                by=request.user,
                at=clock.now(),  # type: ignore[arg-type]
            )
            messages.success(request, _("Đã sửa. Bản cũ vẫn giữ, có đánh dấu."))
            return redirect("feedback:case", case_id=case.public_id)
        except ValidationError as error:
            add_errors(form, error)
    return _shown(request, case, form, last)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_POST
@login_required
def preview_reply(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What the sender will read; opened beside the form, so that nothing typed and no file is lost."""
    case, powers = case_asked(request, case_id)
    if not powers.answers:
        raise Case.DoesNotExist
    data, files = posted_with_files(request)
    form = ReplyForm(data, files, case=case, user=request.user)  # type: ignore[arg-type]
    form.is_valid()
    scope = scope_asked(request, clock.today())
    basis = basis_of(request.user, scope, _picked(request))
    context = {
        "case": case, "values": form.cleaned_data, "basis": [label for _document, _anchor, label in basis],
        "outcome": dict(Outcome.choices).get(form.cleaned_data.get("outcome", ""), ""),
        "names": [file.name for file in request.FILES.getlist("files")], "at": clock.now(),
    }  # fmt: skip
    return render(request, "feedback/desk/preview_reply.html", context)


@require_GET
@login_required
def find_basis(request: HttpRequest) -> HttpResponse:
    """Documents and clauses to rest an answer on: the part of the page that a script puts in."""
    scope = scope_asked(request, clock.today())
    if not scope.own_units():
        raise Case.DoesNotExist
    return render(request, "feedback/desk/basis_found.html", {"found": _found(request)})
