"""The page of a receipt, which holds until the code is kept; its slip to print; one more voice for a published case."""

from __future__ import annotations

from datetime import datetime, timedelta
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

from caunoi.feedback import actions
from caunoi.feedback.models import DataRequest, Follower, Petition, Publication
from caunoi.feedback.queries import follower_for
from caunoi.feedback.queries.clocks import unfolded
from caunoi.feedback.queries.receipts import receipt_of_voice
from caunoi.feedback.queries.thread_page import steps_of
from caunoi.feedback.web.public.fields import PublicForm
from caunoi.feedback.web.public.following import Asked, asked_follower, missed, thread_page
from caunoi.feedback.web.public.wizard import KEY, new_key
from caunoi.kit import clock
from caunoi.kit.documents import Slip, slip_pdf
from caunoi.kit.http.lanes import Lane, lane_of
from caunoi.kit.ui.given import posted
from caunoi.pure.receipts import GROUP, shown

SHOWN_AGAIN = timedelta(hours=1)


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


def may_be_shown(follower: Follower, at: datetime) -> bool:
    """Whether the same form may show its code: a while, for whoever lost the answer, and not once the code is kept."""
    return follower.kept_at is None and at - follower.joined_at <= SHOWN_AGAIN


def shown_before(request: HttpRequest) -> HttpResponse:
    """It was received; the code is not shown to whoever uses the device next."""
    return render(request, "feedback/send/shown_before.html")


def code_page(
    request: HttpRequest, template: str, receipt: str, context: dict[str, Any], *, form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """A page that shows a code once: in groups, as a QR code, to print, to copy. The way on needs the tick."""
    code = shown(receipt)
    groups = [receipt[start : start + GROUP] for start in range(0, len(receipt), GROUP)]
    base = {"code": code, "groups": groups, "check": code[-1], "qr": _qr(address_of(request, code))}
    response = render(request, template, base | {"form": form or KeepForm()} | context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def receipt_page(
    request: HttpRequest, follower: Follower, receipt: str, *, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """The code of a case."""
    case = follower.case.merged_into or follower.case
    context: dict[str, Any] = {
        "case": case, "is_voice": follower.kind != "ORIGIN", "lines": unfolded(case) if case.due_at else [],
        "steps": steps_of(case), "identity": case.get_identity_display(),
    }  # fmt: skip
    return code_page(request, "feedback/receipt.html", receipt, context, form=form, status=status)


def voice_receipt(
    request: HttpRequest, petition: Petition, receipt: str, *, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """The code of a voice in a petition."""
    context = {"petition": petition, "count": petition.voices.count()}
    return code_page(request, "feedback/receipt_voice.html", receipt, context, form=form, status=status)


def data_receipt(
    request: HttpRequest, data: DataRequest, receipt: str, *, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """The code of a request about one's own data."""
    return code_page(request, "feedback/receipt_data.html", receipt, {"data": data}, form=form, status=status)


def open_found(request: HttpRequest, found: Asked, *, said: str = "", is_kept: bool = False) -> HttpResponse:
    """What the code opens; the same page for a wrong, an unknown and an expired one."""
    if found.follower is not None:
        return thread_page(request, found, said=said, is_kept=is_kept)
    context: dict[str, Any] = {"said": said, "receipt": shown(found.receipt) if found.receipt else ""}
    if found.voice is not None:
        response = render(request, "feedback/petition_voice.html", context | {"sight": found.voice})
    elif found.data is not None:
        response = render(request, "feedback/my_data_request.html", context | {"data": found.data})
    else:
        return missed(request, found)
    response["Cache-Control"] = "private, no-store"
    return response


def _again(request: HttpRequest, found: Asked, form: forms.Form) -> HttpResponse:
    if found.follower is not None:
        return receipt_page(request, found.follower, found.receipt, form=form, status=422)
    if found.voice is not None:
        return voice_receipt(request, found.voice.petition, found.receipt, form=form, status=422)
    if found.data is not None:
        return data_receipt(request, found.data, found.receipt, form=form, status=422)
    return missed(request, found)


@require_POST
def keep_receipt(request: HttpRequest) -> HttpResponse:
    """The sender says that the code is kept; the way on leads to the case."""
    found, form = asked_follower(request), KeepForm(posted(request))
    if not form.is_valid():
        return _again(request, found, form)
    if found.follower is not None:
        actions.keep_receipt(follower=found.follower, by=None, at=clock.now())
    said = _("Giữ mã cẩn thận. Đây là trang bạn sẽ thấy khi gõ mã.")
    return open_found(request, found, said=said, is_kept=True)


def _received_by(found: Asked) -> str:
    if found.follower is not None:
        return found.follower.case.desk.name
    return found.voice.petition.unit.name if found.voice else found.data.desk.name if found.data else ""


@require_POST
def print_slip(request: HttpRequest) -> HttpResponse:
    """The receipt as a slip of paper (A6, PDF)."""
    found = asked_follower(request)
    name = _received_by(found)
    if not name:
        return missed(request, found)
    code = shown(found.receipt)
    slip = Slip(
        title=_("Biên nhận"), code=code, address=address_of(request, code),
        site=request.build_absolute_uri(reverse("feedback:open_thread")),
        lines=(
            _("Nơi nhận: %(name)s") % {"name": name},
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
    publication = Publication.objects.select_related("case__merged_into", "unit").get(
        public_id=publication_id, withdrawn_at=None
    )
    data = posted(request) or QueryDict()
    if not KEY.fullmatch(data.get("key", "")):
        return _not_yet(request, publication)
    target, at = publication.case.merged_into or publication.case, clock.now()
    is_known = follower_for(shown(receipt_of_voice(target.public_id, data["key"])), at) is not None
    try:
        with transaction.atomic():
            if not is_known and lane_of(data) is Lane.BACK:
                return _not_yet(request, publication)
            follower, receipt = actions.add_voice(case=publication.case, key=data["key"], by=None, at=at)
    except ValidationError as error:
        return _not_yet(request, publication, error.messages)
    return receipt_page(request, follower, receipt) if may_be_shown(follower, at) else shown_before(request)


def _not_yet(request: HttpRequest, publication: Publication, problems: list[str] | None = None) -> HttpResponse:
    given = posted(request) or QueryDict()
    context = {"publication": publication, "problems": problems or [], "key": given.get("key") or new_key()}
    return render(request, "feedback/voice.html", context, status=422)
