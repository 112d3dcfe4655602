"""Citations: typed as people say them, given back in the words that replies, articles and reports use."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.ui.given import asked
from caunoi.library import queries
from caunoi.organisations.queries import scope_asked


@require_GET
def cite(request: HttpRequest) -> HttpResponse:
    """Find a document or a clause, and copy how it is cited."""
    today = clock.today()
    text = asked(request, "q")
    visible = queries.documents_visible_to(request.user, today, scope_asked(request, today))
    found = queries.citations_for(text, visible) if text else []
    return render(request, "library/cite.html", {"typed": text, "found": found})
