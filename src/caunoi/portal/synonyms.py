"""Words that mean the same to a search, a line each, and what it could not find: for the highest union's officers."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caunoi.accounts.models import User
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.searching import ASKERS_LEAST, KEPT_DAYS, Synonym, missed_since, remove_synonym, save_synonym
from caunoi.kit.ui.given import asked, is_wrong, posted
from caunoi.kit.ui.paging import whole
from caunoi.organisations.queries import scope_asked
from caunoi.organisations.rules import leads_federation

PERIODS, USUAL = (7, 30, KEPT_DAYS), 30


class SynonymForm(forms.Form):
    """One line."""

    phrases = forms.CharField(
        label=_l("Các cụm từ cùng nghĩa"), max_length=600,
        help_text=_l("Cách nhau bằng dấu =, ví dụ: sổ đỏ = giấy chứng nhận quyền sử dụng đất."),
    )  # fmt: skip
    note = forms.CharField(label=_l("Ghi chú, nguồn"), required=False, max_length=300)


def _keeper(request: HttpRequest) -> User:
    """The person who asks, if they may keep what holds for everybody."""
    if not isinstance(request.user, User) or not leads_federation(scope_asked(request, clock.today())):
        raise PermissionDenied
    return request.user


def _is_saved(form: SynonymForm, synonym: Synonym | None, by: User) -> bool:
    """Whether the line is kept now; otherwise the form says what to write instead."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        save_synonym(synonym=synonym, by=by, at=clock.now(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _begun(request: HttpRequest) -> str:
    """The line as it begins for words that were not found."""
    words = asked(request, "phrases", 200)
    return f"{words} = " if words else ""


@require_http_methods(["GET", "POST"])
@login_required
@idempotent
def synonyms(request: HttpRequest) -> HttpResponse:
    """All lines, and one more."""
    by = _keeper(request)
    form = SynonymForm(posted(request), initial={"phrases": _begun(request)})
    if _is_saved(form, None, by):
        messages.success(request, _("Đã lưu. Lượt tìm kế tiếp dùng ngay."))
        return redirect("portal:synonyms")
    context = {"form": form, "rows": Synonym.objects.order_by("phrases", "pk")}
    return render(request, "portal/synonyms.html", context, status=422 if is_wrong(form) else 200)


@require_http_methods(["GET", "POST"])
@login_required
@idempotent
def edit_synonym(request: HttpRequest, synonym_id: UUID) -> HttpResponse:
    """Change a line."""
    by = _keeper(request)
    row = get_object_or_404(Synonym, public_id=synonym_id)
    form = SynonymForm(posted(request), initial={"phrases": row.phrases, "note": row.note})
    if _is_saved(form, row, by):
        messages.success(request, _("Đã lưu. Lượt tìm kế tiếp dùng ngay."))
        return redirect("portal:synonyms")
    return render(
        request, "portal/edit_synonym.html", {"form": form, "row": row}, status=422 if is_wrong(form) else 200
    )


@require_GET
@login_required
def missed_searches(request: HttpRequest) -> HttpResponse:
    """What people looked for and did not find, with the ways to mend it."""
    _keeper(request)
    days = whole(asked(request, "days", 3), KEPT_DAYS)
    days = days if days in PERIODS else USUAL
    missed = missed_since(clock.today() - timedelta(days=days))
    context = {"missed": missed, "days": days, "periods": PERIODS, "least": ASKERS_LEAST, "today": clock.today()}
    return render(request, "portal/missed_searches.html", context | {"kept_days": KEPT_DAYS})


@require_POST
@login_required
@idempotent
def discard_synonym(request: HttpRequest, synonym_id: UUID) -> HttpResponse:
    """Let its phrases be what they are, each alone."""
    by = _keeper(request)
    remove_synonym(synonym=get_object_or_404(Synonym, public_id=synonym_id), by=by, at=clock.now())
    messages.success(request, _("Đã bỏ nhóm từ."))
    return redirect("portal:synonyms")
