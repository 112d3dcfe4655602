"""Texts of notices: the highest union's officers and administrators word them, see how they look, and take them back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from caunoi.accounts.models import User
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.notifications.actions import save_texts
from caunoi.notifications.choices import Part
from caunoi.notifications.queries.events import EventKind, event_of, events
from caunoi.notifications.queries.texts import worded
from caunoi.notifications.queries.wording import (
    broken_texts,
    history_of,
    house_texts,
    language_name,
    own_texts,
    previews,
    problems_of,
)
from caunoi.organisations.queries import scope_asked
from caunoi.organisations.rules import leads_federation

ROWS = {Part.TITLE: 2, Part.BODY: 7, Part.SMS: 3, Part.ZALO: 6}


def _keeper(request: HttpRequest) -> User:
    """The person who asks, if they may keep what holds for everybody."""
    if not isinstance(request.user, User) or not leads_federation(scope_asked(request, clock.today())):
        raise PermissionDenied
    return request.user


class TextsForm(forms.Form):
    """A field for each part; empty: the house's own text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in Part:
            widget = forms.Textarea(attrs={"rows": ROWS[part]})
            self.fields[part] = forms.CharField(label=part.label, required=False, max_length=8000, widget=widget)

    def refuse(self, problems: dict[str, list[str]]) -> None:
        """Say at each part what is wrong with it."""
        for part, texts in problems.items():
            for text in texts:
                self.add_error(part, text)


@require_GET
@login_required
def notice_texts(request: HttpRequest) -> HttpResponse:
    """All kinds of events, and which of them were worded here."""
    _keeper(request)
    kinds = events()
    own: dict[str, set[str]] = {}
    for code, language, _part in worded([kind.code for kind in kinds]):
        own.setdefault(code, set()).add(language)
    broken = broken_texts(kinds)
    rows = [(kind, sorted(own.get(kind.code, ())), broken.get(kind.code, [])) for kind in kinds]
    return render(request, "desk/notice_texts.html", {"rows": rows, "languages": settings.LANGUAGES})


def _known(event: str, language: str) -> EventKind:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    try:
        return event_of(event)
    except LookupError as error:
        raise Http404 from error


def _is_saved(form: TextsForm, kind: EventKind, language: str, by: User, *, is_preview: bool) -> bool:
    """Whether the texts are kept now. A preview keeps nothing; what is wrong stands at its field either way."""
    if not form.is_bound or not form.is_valid():
        return False
    if is_preview:
        form.refuse(problems_of(kind, language, form.cleaned_data))
        return False
    try:
        save_texts(event=kind.code, language=language, texts=form.cleaned_data, by=by, at=clock.now())
    except ValidationError as error:
        form.refuse(error.message_dict)
        return False
    return True


@require_http_methods(["GET", "POST"])
@login_required
@idempotent
def notice_text(request: HttpRequest, event: str, language: str) -> HttpResponse:
    """Word one kind of event in one language."""
    by, kind = _keeper(request), _known(event, language)
    given = posted(request)
    what = given.get("what", "save") if given is not None else ""
    if given is not None and what == "revert":
        save_texts(event=event, language=language, texts={}, by=by, at=clock.now())
        messages.success(request, _("Đã về lời gốc. Các lời trước vẫn nằm trong lịch sử."))
        return redirect("desk:notice_text", event, language)
    house, own = house_texts(kind, language), own_texts(kind, language)
    form = TextsForm(given, initial=house | own)
    if _is_saved(form, kind, language, by, is_preview=what == "preview"):
        messages.success(request, _("Đã lưu. Tin gửi từ giờ dùng lời này."))
        return redirect("desk:notice_text", event, language)
    shown = form.cleaned_data if form.is_bound and not form.errors else own
    context = {
        "form": form, "kind": kind, "language": language, "is_own": bool(own), "is_preview": what == "preview",
        "languages": [(code, language_name(code)) for code, _name in settings.LANGUAGES],
        "previews": [] if form.errors else previews(kind, language, shown), "history": list(history_of(kind, language)),
    }  # fmt: skip
    return render(request, "desk/notice_text.html", context, status=422 if form.is_bound and form.errors else 200)
