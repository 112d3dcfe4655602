"""Asking about one's own data, with a receipt or signed in; and taking home what is held (Luật 91/2025/QH15 art. 4)."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from caunoi.accounts.models import User
from caunoi.feedback import actions
from caunoi.feedback.choices import DataRequestState, DataRight
from caunoi.feedback.queries.holdings import Holdings, described, holdings_of
from caunoi.feedback.web.public.fields import OFF, PublicForm
from caunoi.feedback.web.public.following import Asked, ReceiptForm, asked_follower, missed
from caunoi.feedback.web.public.receipts import SHOWN_AGAIN, data_receipt, shown_before
from caunoi.feedback.web.public.wizard import KEY, new_key
from caunoi.kit import clock
from caunoi.kit.files import store
from caunoi.kit.http.lanes import Lane, lane_of
from caunoi.kit.ui.given import is_wrong, posted


class DataForm(PublicForm):
    """Which right, and what of it."""

    right = forms.ChoiceField(
        label=gettext_lazy("Bạn muốn"), choices=DataRight.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn một yêu cầu.")},
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Nói rõ thêm"), max_length=2000, help_text=gettext_lazy("Dữ liệu nào, sai ở đâu, hoặc vì sao."),
        widget=forms.Textarea(attrs={"rows": "3", **OFF}),
        error_messages={"required": gettext_lazy("Ghi rõ dữ liệu nào.")},
    )  # fmt: skip


class DataReceiptForm(DataForm, ReceiptForm):
    """The same, with the code, for who comes without either."""

    field_order = ("receipt", "right", "text")


def _asker(request: HttpRequest, found: Asked) -> actions.Asker | None:
    if found.typed:
        if found.follower is not None:
            return actions.Asker(follower=found.follower)
        return actions.Asker(voice=found.voice.voice) if found.voice else None
    return actions.Asker(user=request.user) if isinstance(request.user, User) else None


def _page(request: HttpRequest, found: Asked, form: forms.Form, key: str) -> HttpResponse:
    is_held = bool(found.follower or found.voice)
    context = {
        "form": form, "key": key, "is_held": is_held, "receipt": found.typed if is_held else "",
        "is_wrong": is_wrong(form),
    }  # fmt: skip
    response = render(request, "feedback/ask_data_right.html", context, status=422 if form.is_bound else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def _form(request: HttpRequest, found: Asked, data: QueryDict | None) -> forms.Form:
    needs_code = not (found.follower or found.voice) and not request.user.is_authenticated
    return (DataReceiptForm if needs_code else DataForm)(data)


@require_http_methods(["GET", "POST"])
def ask_data_right(request: HttpRequest) -> HttpResponse:
    """The form, which `first` opens with the code in hand; then the request, with a receipt of its own."""
    data, found = posted(request), asked_follower(request)
    if data is None or data.get("first"):
        return _page(request, found, _form(request, found, None), new_key())
    form, key = _form(request, found, data), data.get("key", "")
    if not form.is_valid() or not KEY.fullmatch(key):
        return _page(request, found, form, key if KEY.fullmatch(key) else new_key())
    asker = _asker(request, found)
    if asker is None:
        return missed(request, found)
    try:
        with transaction.atomic():
            if lane_of(data) is Lane.BACK:
                form.add_error(None, _("Chưa ghi. Bấm thêm một lần nữa sau vài giây."))
                return _page(request, found, form, key)
            row, receipt = actions.ask_data_right(
                right=DataRight(form.cleaned_data["right"]), text=form.cleaned_data["text"], key=key, asker=asker,
                by=asker.user, at=clock.now(),
            )  # fmt: skip
    except ValidationError as error:
        form.add_error("text", error.messages)
        return _page(request, found, form, key)
    return data_receipt(request, row, receipt) if clock.now() - row.asked_at <= SHOWN_AGAIN else shown_before(request)


def _zip(given: dict[str, Any], holdings: Holdings) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("du-lieu.json", json.dumps(given, ensure_ascii=False, indent=2))
        for number, attachment in enumerate(holdings.files, 1):
            archive.writestr(f"tep/{number}-{attachment.file.name}", store.read(attachment.file))
    return out.getvalue()


@require_POST
def take_data(request: HttpRequest) -> HttpResponse:
    """What is held, as a ZIP of JSON and files, for whoever holds the code of a granted request to see it."""
    found = asked_follower(request)
    row = found.data
    if row is None or row.right != DataRight.VIEW or row.state != DataRequestState.DONE:
        return missed(request, found)
    holdings = holdings_of(row)
    response = HttpResponse(_zip(described(holdings, row), holdings), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="du-lieu.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
