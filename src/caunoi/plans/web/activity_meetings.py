"""Signing in at a meeting: the chair's pages, and the one that a scanned code opens for anybody."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caunoi.accounts.models import User
from caunoi.kit import clock
from caunoi.kit.documents import Sheet, sheet_pdf
from caunoi.kit.documents.slip import qr_inline
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.queries import scope_asked
from caunoi.plans.actions import meetings
from caunoi.plans.models import Signature, SignIn
from caunoi.plans.queries.activities import own_activity_for
from caunoi.plans.queries.meetings import is_taking, sight_of, sign_in_for, sign_in_of, standing
from caunoi.plans.web.activity_fields import PeopleForm, SignForm, SignInForm
from caunoi.plans.web.activity_reporting import reporter

PHONE = "ky_ten"
_phones = Signer(salt="caunoi.plans.phone", sep=".")


def _mine(request: HttpRequest, activity_id: UUID) -> SignIn:
    return sign_in_for(request.user, activity_id, scope_asked(request, clock.today()))


def _address(request: HttpRequest, row: SignIn) -> str:
    return request.build_absolute_uri(reverse("sign_meeting", args=[row.code]))


@login_required
@idempotent
def open_sign_in(request: HttpRequest) -> HttpResponse:
    """A meeting begins: its name, and for how long people may sign."""
    form = SignInForm(posted(request), units=reporter(request), initial={"happened_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            row = meetings.open_sign_in(**form.cleaned_data, by=request.user, at=clock.now())
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("plans:sign_in", activity_id=row.activity.public_id)
    status = 422 if is_wrong(form) else 200
    return render(request, "plans/open_sign_in.html", {"form": form, "is_wrong": is_wrong(form)}, status=status)


@require_GET
@login_required
def sign_in(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """The code for the wall, and who has signed; comes again by itself while people sign."""
    return _shown(request, _mine(request, activity_id))


def _shown(request: HttpRequest, row: SignIn, form: PeopleForm | None = None) -> HttpResponse:
    address, sight = _address(request, row), sight_of(row, clock.now())
    # While names are written down the page stays: coming again it would lose them.
    is_still = form is not None or "still" in request.GET
    context = {
        "sign_in": row, "activity": row.activity, "sight": sight, "address": address, "qr": qr_inline(address),
        "people": form or PeopleForm(), "form": form, "is_wrong": form is not None, "is_still": is_still,
    }  # fmt: skip
    response = render(request, "plans/sign_in.html", context, status=422 if form else 200)
    if sight.is_open and not is_still:
        response["Refresh"] = "20"
    return response


@require_GET
@login_required
def sign_in_poster(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """The code on paper (A4)."""
    row = _mine(request, activity_id)
    sheet = Sheet(
        over=row.activity.unit.name, title=row.activity.title, text=_("Ký có mặt bằng điện thoại, không cần tài khoản."),
        call=_("Quét mã, ghi họ tên, bấm ký."), address=_address(request, row), paper="a4",
    )  # fmt: skip
    response = HttpResponse(sheet_pdf(sheet), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="ky-co-mat.pdf"'
    return response


@require_POST
@login_required
@idempotent
def add_signatures(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """People without a phone, written down by the chair."""
    row, form = _mine(request, activity_id), PeopleForm(posted(request))
    if not form.is_valid():
        return _shown(request, row, form)
    try:
        count = meetings.add_signatures(
            sign_in=row, people=form.cleaned_data["people"], by=request.user, at=clock.now()
        )
    except ValidationError as error:
        add_errors(form, error)
        return _shown(request, row, form)
    messages.success(request, ngettext("Đã ghi hộ %(n)d người.", "Đã ghi hộ %(n)d người.", count) % {"n": count})
    return redirect("plans:sign_in", activity_id=activity_id)


@require_POST
@login_required
def strike_signature(request: HttpRequest, activity_id: UUID, signature_id: UUID) -> HttpResponse:
    """Take a wrong line out of the count."""
    row = _mine(request, activity_id)
    signature = Signature.objects.get(sign_in=row, public_id=signature_id)
    try:
        meetings.strike_signature(sign_in=row, signature=signature, by=request.user, at=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("plans:sign_in", activity_id=activity_id)


@require_POST
@login_required
def close_sign_in(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Close the list, then report the meeting with its numbers."""
    row = _mine(request, activity_id)
    count = meetings.close_sign_in(sign_in=row, by=request.user, at=clock.now())
    text = ngettext("Đã đóng danh sách: %(n)d người ký.", "Đã đóng danh sách: %(n)d người ký.", count)
    messages.success(request, text % {"n": count})
    return redirect("plans:report_again", activity_id=activity_id)


@require_POST
@login_required
def discard_draft(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Throw away a meeting that was never reported."""
    activity = own_activity_for(request.user, activity_id, scope_asked(request, clock.today()))
    try:
        meetings.discard_draft(activity=activity, by=request.user, at=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("plans:activity", activity_id=activity_id)
    messages.success(request, _("Đã bỏ bản nháp."))
    return redirect("plans:activities")


def _token(request: HttpRequest, row: SignIn) -> str:
    """What this phone was given for this list; empty when it has nothing, or something of another list."""
    try:
        code, _dot, token = _phones.unsign(request.COOKIES.get(PHONE, "")).partition(":")
    except BadSignature:
        return ""
    return token if code == row.code else ""


def _signing(request: HttpRequest, row: SignIn, form: SignForm, token: str) -> HttpResponse:
    mine = standing(row).filter(device=meetings.device_of(token)).first() if token else None
    context = {
        "sign_in": row, "activity": row.activity, "form": form, "mine": mine, "is_wrong": is_wrong(form),
        "is_open": is_taking(row, clock.now()),
    }  # fmt: skip
    response = render(request, "plans/sign_meeting.html", context, status=422 if is_wrong(form) else 200)
    if not token:
        path, value = reverse("sign_meeting", args=[row.code]), _phones.sign(f"{row.code}:{secrets.token_urlsafe(18)}")
        response.set_cookie(
            PHONE, value, max_age=48 * 3600, path=path, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    return response


@require_http_methods(["GET", "POST"])
def sign_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a scanned code: name, one button. A phone signs once; no account is needed, none is asked."""
    row = sign_in_of(code)
    if code != row.code:  # typed in capitals: the cookie of the list belongs to its own address
        return redirect("sign_meeting", code=row.code)
    token, form = _token(request, row), SignForm(posted(request))
    if request.method == "POST" and form.is_valid():
        problem = ""
        if not token:
            problem = _("Trình duyệt không giữ được dấu của lần mở này. Cho phép cookie, mở lại mã rồi ký.")
        elif not meetings.signs_of(row).take():
            problem = _("Nhiều người đang ký. Chờ một phút rồi bấm lại.")
        try:
            if problem:
                raise ValidationError(problem)
            by = request.user if isinstance(request.user, User) else None
            meetings.sign(sign_in=row, **form.cleaned_data, token=token, by=by, at=clock.now())
            return redirect("sign_meeting", code=row.code)
        except ValidationError as error:
            add_errors(form, error)
    return _signing(request, row, form, token)
