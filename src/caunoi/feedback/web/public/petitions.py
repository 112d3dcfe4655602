"""Joining a petition by the token that hangs at the workplace: one page, no account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from caunoi.feedback import actions
from caunoi.feedback.choices import PetitionState
from caunoi.feedback.models import Petition
from caunoi.feedback.queries.petitions import joined_petition
from caunoi.feedback.web.public.fields import OFF, PublicForm
from caunoi.feedback.web.public.receipts import SHOWN_AGAIN, shown_before, voice_receipt
from caunoi.feedback.web.public.wizard import KEY, new_key
from caunoi.kit import clock
from caunoi.kit.http.lanes import Lane, lane_of
from caunoi.kit.ui.given import is_wrong, posted

# (what, (the union, the body))
SEEN = (
    (_("Nội dung kiến nghị ở trên"), (1, 1)), (_("Lời riêng bạn viết"), (1, 0)), (_("Tên bạn, nếu bạn ghi"), (1, 0)),
)  # fmt: skip


class JoinForm(PublicForm):
    """All of it may stay empty."""

    text = forms.CharField(
        label=_("Lời riêng của bạn"), required=False, max_length=2000,
        help_text=_("Việc đã xảy ra với bạn thế nào. Chỉ công đoàn đọc."),
        widget=forms.Textarea(attrs={"rows": "3", **OFF}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Tên bạn"), required=False, max_length=120, help_text=_("Để công đoàn biết đường hỏi thêm.")
    )


def _page(request: HttpRequest, petition: Petition, form: JoinForm, key: str, **said: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"petition": petition, "form": form, "key": key, "rows": SEEN, "is_wrong": is_wrong(form), **said}
    response = render(request, "feedback/join_petition.html", context, status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


@require_http_methods(["GET", "POST"])
def join_petition(request: HttpRequest, token: str) -> HttpResponse:
    """Read the petition, add a voice, get a receipt of one's own."""
    petition = joined_petition(token)
    if petition is None:
        raise Petition.DoesNotExist
    data = posted(request)
    form = JoinForm(data)
    if data is None or petition.state != PetitionState.GATHERING:
        return _page(request, petition, form, new_key())
    key = data.get("key", "")
    if not KEY.fullmatch(key) or not form.is_valid():
        return _page(request, petition, form, key if KEY.fullmatch(key) else new_key())
    draft = actions.VoiceDraft(key=key, text=form.cleaned_data["text"], name=form.cleaned_data["name"])
    try:
        with transaction.atomic():
            if lane_of(data) is Lane.BACK:
                return _page(request, petition, form, key, is_early=True)
            voice, receipt = actions.add_petition_voice(petition=petition, draft=draft, by=None, at=clock.now())
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, petition, form, key)
    if clock.now() - voice.at > SHOWN_AGAIN:
        return shown_before(request)
    return voice_receipt(request, petition, receipt)
