"""Which document becomes a directive: found as the library's search finds it, then issued from its page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.ui.given import asked
from caunoi.library.queries import Chooser
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked
from caunoi.organisations.rules import may_issue_directive

SHOWN_MOST = 8


@require_GET
@login_required
def choose_document(request: HttpRequest) -> HttpResponse:
    """Type a symbol or words, take one; without words, the newest that the person may read."""
    today = clock.today()
    scope = scope_asked(request, today)
    if not may_issue_directive(scope):
        raise Unit.DoesNotExist
    text, chooser = asked(request, "q"), Chooser(request.user, today, scope)  # type: ignore[arg-type]
    found = chooser.like(text) if text else chooser.visible.order_by("-issued_on", "-id")[:SHOWN_MOST]
    return render(request, "directives/choose_document.html", {"typed": text, "documents": list(found)})
