"""Into the public register: first what is covered, place by place; then the words, read once more, and two confirmations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.feedback import actions
from caunoi.feedback.choices import EntryKind, Identity, State
from caunoi.feedback.models import Case, Publication
from caunoi.feedback.web.desk.doing import case_asked
from caunoi.feedback.web.desk.forms import DeedForm, ReasonForm
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.pure import masking

KIND_WORDS = {
    "EMAIL": gettext_lazy("thư điện tử"), "TAX_CODE": gettext_lazy("mã số thuế"),
    "BANK_ACCOUNT": gettext_lazy("số tài khoản"), "ID_NUMBER": gettext_lazy("số giấy tờ"),
    "PHONE": gettext_lazy("số điện thoại"), "PLATE": gettext_lazy("biển số xe"),
    "BIRTH_DATE": gettext_lazy("ngày sinh"), "ADDRESS": gettext_lazy("địa chỉ"), "NAME": gettext_lazy("họ tên"),
}  # fmt: skip


class PublicationForm(DeedForm):
    """What the public will read."""

    title = forms.CharField(label=gettext_lazy("Tiêu đề"), max_length=160)
    question = forms.CharField(
        label=gettext_lazy("Câu hỏi, đã che và rút gọn"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    answer = forms.CharField(
        label=gettext_lazy("Trả lời, đã che"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    has_masks_confirmed = forms.BooleanField(label=gettext_lazy("Tôi đã đọc lại: không còn thông tin cá nhân"))
    is_understood = forms.BooleanField(label=gettext_lazy("Tôi hiểu: ai cũng đọc được, máy tìm kiếm sẽ lưu"))


def _texts(case: Case) -> dict[str, str]:
    reply = case.entries.filter(kind=EntryKind.REPLY).order_by("-id").first()
    return {"title": case.title, "question": case.text, "answer": reply.text if reply else ""}


def _key(part: str, mask: masking.Mask) -> str:
    return f"{part}:{mask.start}:{mask.end}"


def _proposed(texts: dict[str, str]) -> dict[str, list[masking.Mask]]:
    return {part: masking.proposals(text) for part, text in texts.items()}


def _covered(texts: dict[str, str], kept: set[str]) -> dict[str, str]:
    """The texts with the ticked places covered; nothing that was not proposed can be named."""
    return {
        part: masking.apply(texts[part], [mask for mask in masks if _key(part, mask) in kept])
        for part, masks in _proposed(texts).items()
    }


def _sections(texts: dict[str, str]) -> list[dict[str, Any]]:
    """Each text cut into pieces: words, and places to cover with their checkbox."""
    labels = {"title": _("Tiêu đề"), "question": _("Lời người gửi"), "answer": _("Trả lời")}
    sections = []
    for part, masks in _proposed(texts).items():
        text, at, cut = texts[part], 0, []
        for mask in masks:
            cut.append({"words": text[at : mask.start]})
            cut.append({"words": mask.text, "key": _key(part, mask), "kind": str(KIND_WORDS[mask.kind])})
            at = mask.end
        cut.append({"words": text[at:]})
        places = [piece for piece in cut if "key" in piece]
        sections.append({"label": labels[part], "pieces": cut, "places": places})
    return sections


def _left(form: PublicationForm) -> list[str]:
    """What still looks like personal data in the words as they stand now."""
    words = [str(form[name].value() or "") for name in ("title", "question", "answer")]
    return [mask.text for text in words for mask in masking.proposals(text)][:10]


def _publishable(request: HttpRequest, case_id: UUID) -> Case:
    case, powers = case_asked(request, case_id)
    if not powers.sorts:
        raise Case.DoesNotExist
    return case


@login_required
@idempotent
def publish_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Cover, read again, publish."""
    case = _publishable(request, case_id)
    if case.state not in {State.ANSWERED, State.CLOSED}:
        messages.warning(request, _("Chỉ công khai việc đã có trả lời."))
        return redirect("feedback:case", case_id=case.public_id)
    data, texts = posted(request), _texts(case)
    sender = getattr(case, "sender", None)
    context: dict[str, Any] = {
        "case": case, "name": sender.name if sender and case.identity == Identity.PUBLIC else "",
        "is_public_name": case.identity == Identity.PUBLIC,
    }  # fmt: skip
    if data is None:
        return render(request, "feedback/desk/publish_masks.html", context | {"sections": _sections(texts)})
    if data.get("deed") == "cover":
        covered = _covered(texts, set(data.getlist("mask")))
        form = PublicationForm(case=case, user=request.user, initial=covered)  # type: ignore[arg-type]
        return render(request, "feedback/desk/publish.html", context | {"form": form, "left": _left(form)})
    form = PublicationForm(data, case=case, user=request.user)  # type: ignore[arg-type]
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("title", "question", "answer", "has_masks_confirmed")}
        try:
            draft = actions.PublicationDraft(**values)
            actions.publish_case(case=case, draft=draft, by=request.user, at=clock.now())  # type: ignore[arg-type]
            messages.success(request, _("Đã công khai. Rút lại được bất cứ lúc nào, có lý do."))
            return redirect("feedback:case", case_id=case.public_id)
        except ValidationError as error:
            add_errors(form, error)
    context |= {"form": form, "left": _left(form), "is_wrong": is_wrong(form)}
    return render(request, "feedback/desk/publish.html", context, status=422)


@login_required
@idempotent
def withdraw_publication(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take it out of the register, with a reason."""
    case = _publishable(request, case_id)
    publication = Publication.objects.select_related("case").get(case=case, withdrawn_at=None)
    form = ReasonForm(posted(request), case=case, user=request.user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.withdraw_publication(publication=publication, reason=reason, by=request.user, at=clock.now())  # type: ignore[arg-type]
            messages.success(request, _("Đã rút khỏi sổ công khai."))
            return redirect("feedback:case", case_id=case.public_id)
        except ValidationError as error:
            add_errors(form, error)
    context = {"case": case, "form": form, "publication": publication, "is_wrong": is_wrong(form)}
    return render(request, "feedback/desk/withdraw_publication.html", context, status=422 if is_wrong(form) else 200)
