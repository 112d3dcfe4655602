"""Documents while they are typed into a field, for the list under it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from caunoi.kit import clock
from caunoi.library.queries import Chooser, document_label
from caunoi.organisations.queries import scope_asked


@require_POST
@login_required
def find_documents(request: HttpRequest) -> HttpResponse:
    """Those that the person may read; a field that takes a symbol (`field=symbol`) gets symbols."""
    text, today = request.POST.get("q", "")[:200].replace("\0", ""), clock.today()
    found = Chooser(request.user, today, scope_asked(request, today)).like(text)  # type: ignore[arg-type]
    if request.POST.get("field") == "symbol":
        rows = [(row.symbol, row.title) for row in found if row.symbol]
    else:
        rows = [(document_label(row), row.issuer) for row in found]
    return render(request, "library/found_documents.html", {"rows": rows, "typed": text})
