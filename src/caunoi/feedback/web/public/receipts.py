"""The page of a receipt, which holds until the code is kept; its slip to print; one more voice for a published case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from caunoi.accounts.models import User
from caunoi.feedback import actions
from caunoi.feedback.models import Follower, Publication
from caunoi.feedback.queries.clocks import unfolded
from caunoi.feedback.queries.dialogue import steps_of
from caunoi.feedback.web.public.fields import PublicForm
from caunoi.feedback.web.public.following import asked_follower, missed, thread_page
from caunoi.feedback.web.public.wizard import KEY
from caunoi.kit import clock
from caunoi.kit.documents import Slip, slip_pdf
from caunoi.kit.http.lanes import Lane, lane_of
from caunoi.kit.ui.given import posted
from caunoi.pure.receipts import GROUP, shown


class KeepForm(PublicForm):
    """Said before the page is left."""

    kept = forms.BooleanField(
        label=gettext_lazy("Tôi đã chụp, chép hoặc in mã"),
        error_messages={"required": gettext_lazy("Chụp, chép hoặc in mã trước, rồi tích vào đây.")},
    )


def address_of(request: HttpRequest, code: str) -> str:
    """Where the code is read; it stands behind `#`, which browsers send to no server."""
    return request.build_absolute_uri(reverse("feedback:open_thread")) + f"#{code}"


def _qr(address: str) -> SafeString:
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - drawn by us


def receipt_page(
    request: HttpRequest, follower: Follower, receipt: str, *, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """The code, once: in groups, as a QR code, to print, to copy. The way on needs the tick."""
    case = follower.case.merged_into or follower.case
    code = shown(receipt)
    context: dict[str, Any] = {
        "case": case, "code": code, "groups": [receipt[start : start + GROUP] for start in range(0, len(receipt), GROUP)],
        "check": code[-1], "qr": _qr(address_of(request, code)), "form": form or KeepForm(),
        "is_voice": follower.kind != "ORIGIN", "lines": unfolded(case) if case.due_at else [],
        "steps": steps_of(case), "identity": case.get_identity_display(),
    }  # fmt: skip
    response = render(request, "feedback/receipt.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def keep_receipt(request: HttpRequest) -> HttpResponse:
    """The sender says that the code is kept; the way on leads to the case."""
    found = asked_follower(request)
    if found.follower is None:
        return missed(request, found)
    form = KeepForm(posted(request))
    if not form.is_valid():
        return receipt_page(request, found.follower, found.receipt, form=form, status=422)
    actions.keep_receipt(follower=found.follower, by=None, at=clock.now())
    return thread_page(request, found, said=_("Giữ mã cẩn thận. Đây là trang bạn sẽ thấy khi gõ mã."), is_kept=True)


@require_POST
def print_slip(request: HttpRequest) -> HttpResponse:
    """The receipt as a slip of paper (A6, PDF)."""
    found = asked_follower(request)
    if found.follower is None:
        return missed(request, found)
    case, code = found.follower.case, shown(found.receipt)
    slip = Slip(
        title=_("Biên nhận"), code=code, address=address_of(request, code),
        site=request.build_absolute_uri(reverse("feedback:open_thread")),
        lines=(
            _("Nơi nhận: %(name)s") % {"name": case.desk.name},
            _("Giữ mã này như giữ chìa khóa. Ai có mã đều đọc được trao đổi."),
            _("Chúng tôi không lưu bản đọc được của mã, nên không gửi lại được."),
        ),
    )  # fmt: skip
    response = HttpResponse(slip_pdf(slip), content_type="application/pdf")
    # The name says nothing of the code nor of the case: downloads are listed on shared phones.
    response["Content-Disposition"] = 'attachment; filename="phieu.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def add_voice(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """One more voice for a published case ("that is mine too"), with a receipt of its own."""
    publication = Publication.objects.select_related("case", "unit").get(public_id=publication_id, withdrawn_at=None)
    data = posted(request) or QueryDict()
    if not KEY.fullmatch(data.get("key", "")):
        return _not_yet(request, publication)
    user = request.user if isinstance(request.user, User) and data.get("is_mine") else None
    try:
        with transaction.atomic():
            if lane_of(data) is Lane.BACK:
                return _not_yet(request, publication)
            follower, receipt = actions.add_voice(
                case=publication.case, key=data["key"], user=user, by=None, at=clock.now()
            )
    except ValidationError as error:
        return _not_yet(request, publication, error.messages)
    return receipt_page(request, follower, receipt)


def _not_yet(request: HttpRequest, publication: Publication, problems: list[str] | None = None) -> HttpResponse:
    context = {"publication": publication, "problems": problems or [], "key": posted(request) or {}}
    return render(request, "feedback/voice.html", context | {"key": (posted(request) or {}).get("key", "")}, status=422)
