"""The tables of abbreviations and of plainer words, which offices edit."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.newsroom import actions, queries, rules
from caunoi.newsroom.choices import WordingKind
from caunoi.newsroom.models import Wording
from caunoi.newsroom.web.renderings.forms import WordingForm
from caunoi.organisations.queries import scope_asked


def _authorise(request: HttpRequest) -> None:
    if not rules.may_edit_wordings(scope_asked(request, clock.today())):
        raise Wording.DoesNotExist


@login_required
@idempotent
def wordings(request: HttpRequest) -> HttpResponse:
    """Read the tables, add a line or take one out."""
    _authorise(request)
    form = WordingForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.save_wording(**form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, _("Đã lưu."))
        return redirect("newsroom:wordings")
    tables = [
        (WordingKind.ABBREVIATION.label, sorted(queries.abbreviations().items())),
        (WordingKind.PHRASE.label, sorted(queries.plainer().items())),
    ]
    context = {"form": form, "own": queries.wordings(), "tables": tables}
    return render(request, "newsroom/renderings/wordings.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
@idempotent
def remove_wording(request: HttpRequest, wording_id: UUID) -> HttpResponse:
    """Let the table's own line hold again."""
    _authorise(request)
    actions.remove_wording(wording=Wording.objects.get(public_id=wording_id), by=request.user, at=clock.now())
    return redirect("newsroom:wordings")
