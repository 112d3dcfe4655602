"""Governing documents: the list, a document, its text."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.ui.given import asked
from caunoi.kit.ui.paging import Pages, start_of
from caunoi.library import queries, rules
from caunoi.library.choices import ReformArea, Tier
from caunoi.library.web.forms import day_of
from caunoi.library.web.relations import SHORT_MOST, grouped
from caunoi.organisations.queries import scope_asked
from caunoi.organisations.rules import may_issue_directive
from caunoi.pure.citing import citation

ROWS = 20
FILTERS = ("q", "area", "tier", "type", "year", "in_force")
TONES = {"IN_FORCE": "ok", "PARTLY_EXPIRED": "warn", "EXPIRED": "bad", "SUSPENDED": "bad", "NOT_YET": "info"}


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """The list, newest first, with filters in the address; one row more than shown says whether there is a next page."""
    start = start_of(request)
    filters = {name: asked(request, name) for name in FILTERS}
    today = clock.today()
    visible = queries.documents_visible_to(request.user, today, scope_asked(request, today))
    day = day_of(request.GET.get("on")) or today
    rows = queries.find_documents(visible, filters)
    if filters["in_force"]:
        rows = queries.in_force_on(rows, day)
    found = list(queries.newest_first(rows)[start : start + ROWS + 1])
    pages = Pages(
        start=start,
        end=start + min(len(found), ROWS),
        total=None,
        previous=max(start - ROWS, 0) if start else None,
        following=start + ROWS if len(found) > ROWS else None,
    )
    # Today the watch has seen what ended; another day is computed.
    verdicts = queries.verdicts_of(found[:ROWS], day) if day != today else {}
    return render(
        request,
        "library/documents.html",
        {
            "documents": [(row, verdicts.get(row.pk)) for row in found[:ROWS]],
            "on": day,
            "is_today": day == today,
            "pages": pages,
            "filters": filters,
            "has_filters": any(filters.values()),
            "areas": ReformArea.choices,
            "tiers": Tier.choices,
        },
    )


@require_GET
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """One document: short answer first, duties, dates, relations both ways, files."""
    today = clock.today()
    scope = scope_asked(request, today)
    found, around = queries.document_with_surroundings(document_id, today, scope)
    parts = queries.parts_of(found)
    on = day_of(request.GET.get("on")) or today
    verdict = queries.validity_of(found, on, around.touches)
    return render(
        request,
        "library/document.html",
        {
            "document": found,
            "areas": [ReformArea(area.name).label for area in parts.get("AREA", ())],
            "obligations": parts.get("DUTY"),
            "versions": parts.get("VERSION"),
            "out": grouped(around.out, most=SHORT_MOST),
            "back": grouped(around.back, most=SHORT_MOST),
            "verdict": verdict,
            "tone": TONES.get(verdict.status.value, ""),
            "on": on,
            "is_past_period": bool(found.period_to_year and found.period_to_year < today.year),
            "citation": citation(queries.cited_of(found), is_full=True),
            "may_issue": may_issue_directive(scope),
            "may_mend": rules.may_mend_document(scope, found, found.owner_path),
            "directives": parts.get("DIRECTIVE"),
            "ocr_name": settings.SITE_NAME,
        },
    )
