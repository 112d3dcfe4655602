"""The looks at senders, month by month: what the level above reviews."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from caunoi.feedback.queries.looks import lines_of, lookers, looks_in, months_until
from caunoi.kit import clock
from caunoi.kit.ui.given import asked
from caunoi.kit.ui.paging import pages_of, start_of
from caunoi.organisations.queries import scope_asked

ROWS = 50


@require_GET
@never_cache
@login_required
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at whose identity and why, newest first, and how often each person did."""
    user: Any = request.user
    months = months_until(clock.today())
    month = next((first for first in months if f"{first:%Y-%m}" == asked(request, "month", 7)), months[0])
    found = looks_in(user, scope_asked(request, clock.today()), month)
    start = start_of(request)
    people = lookers(found)
    context = {
        "month": month, "months": months, "people": people, "count": len(found), "pages": pages_of(start, ROWS, len(found)),
        "lines": lines_of(found[start : start + ROWS], [person for person, _n in people]),
    }  # fmt: skip
    return render(request, "feedback/desk/looks.html", context)
