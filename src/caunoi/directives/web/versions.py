"""Versions of a directive: what each changed and how far it came; issuing the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.directives import actions, queries, rules
from caunoi.directives.models import Directive, DirectiveObligation
from caunoi.directives.web.forms import DutyRows, VersionForm
from caunoi.directives.web.issuing import managed_directive
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.library.queries import may_see_document
from caunoi.organisations.queries import scope_asked


@require_GET
def versions(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Every version with what it changed; figures are the whole's, for who may see them."""
    today = clock.today()
    scope = scope_asked(request, today)
    found = queries.directive_for(request.user, directive_id, today, scope)
    context = {
        "directive": found,
        "lines": queries.versions_of(found, with_changes=True),
        "has_figures": found.is_public or bool(scope.branches()),
        "may_manage": rules.may_manage_directive(scope, found),
        "may_see_coverage": rules.may_see_coverage(scope, found, today),
        "may_read_document": may_see_document(request.user, found.document_id, today, scope),
    }
    return render(request, "directives/versions.html", context)


def _duty(row: DirectiveObligation) -> dict[str, Any]:
    facts = {"text": row.text, "actor": row.actor, "due": row.due_on, "evidence_required": row.evidence_required}
    return {"keep": True, **facts}


def _split(rows: Any, known: Sequence[DirectiveObligation]) -> tuple[list[int], list[dict[str, Any]]]:
    """Keys of obligations that stay word for word, and what is new or said otherwise."""
    kept, new = [], []
    for place, form in enumerate(rows):
        given = form.cleaned_data
        old = known[place] if place < len(known) else None
        if not given["text"].strip() or (old and not given.get("keep")):
            continue
        said = form.as_row()
        if old and all(getattr(old, name) == value for name, value in said.items()):
            kept.append(old.pk)
        else:
            new.append(said)
    return kept, new


def _initial(found: Directive) -> dict[str, Any]:
    newest = found.document.versions.order_by("-number").only("public_id").first()
    return {
        "after": found.version_number,
        "title": found.title,
        "message": found.message,
        "due_on": max(found.due_on, clock.today()),
        "document_version": newest.public_id if newest else None,
    }


@login_required
@idempotent
def issue_version(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Issue the next version: what is written anew, in words of one's own, and whether evidence goes on to count."""
    found = managed_directive(request, directive_id)
    known = list(queries.obligations_of(found))
    data = posted(request)
    form = VersionForm(data, document=found.document, initial=_initial(found))
    duties = DutyRows(data, prefix="duty", initial=[_duty(row) for row in known])
    if data is not None and form.is_valid() and duties.is_valid():
        values = dict(form.cleaned_data)
        after = values.pop("after")
        kept, new = _split(duties, known)
        draft = actions.VersionDraft(**values, kept=kept, obligations=new)
        try:
            made = actions.issue_version(directive=found, draft=draft, after=after, by=request.user, at=clock.now())
            text = _("Đã phát hành bản %(n)d. %(total)d đơn vị sẽ xác nhận lại; thông báo đang được gửi.")
            messages.success(request, text % {"n": made.number, "total": found.recipient_count})
            return redirect("directives:coverage", directive_id=directive_id)
        except ValidationError as error:
            form.add_error(None, error)
    wrong = is_wrong(form, duties)
    context = {
        "form": form,
        "duties": duties,
        "directive": found,
        "known_count": len(known),
        "line": queries.versions_of(found)[0],
    }
    return render(request, "directives/issue_version.html", context, status=422 if wrong else 200)
