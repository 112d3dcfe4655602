"""Searching: the page, the suggestions while someone types, and how a browser may ask from its own search box."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from caunoi.kit import clock, searching
from caunoi.kit.searching import Query
from caunoi.kit.ui.given import asked
from caunoi.kit.ui.paging import Pages, start_of, whole
from caunoi.library.choices import ReformArea
from caunoi.organisations.queries import scope_asked
from caunoi.organisations.rules import leads_federation
from caunoi.portal.finding import FURTHEST, KINDS, ROWS, Findings, find, suggestions, tokens_of

# Of a question: an address takes no more, and nobody means more.
TEXT_MOST, SHOWN_MOST = 2_000, 80
ISSUERS_MOST = 40


@dataclass(frozen=True)
class Filters:
    """What narrows a search, from the address; what makes no sense is left out, but for a day, which is asked again."""

    kind: str
    area: str
    issuer: str
    year: int
    on: date | None
    on_text: str

    @property
    def is_wrong(self) -> bool:
        """Whether the day cannot be read."""
        return bool(self.on_text) and self.on is None

    @property
    def on_value(self) -> str:
        """The day as its field takes it; as it was typed, when it cannot be read."""
        return self.on.isoformat() if self.on else self.on_text

    @property
    def is_any(self) -> bool:
        """Whether anything narrows the search beside the kind."""
        return bool(self.area or self.issuer or self.year or self.on)


def day_asked(text: str) -> date | None:
    """A day as a browser sends it (2026-11-27), or as people write it (27/11/2026)."""
    parts = text.split("-") if "-" in text else text.split("/")[::-1]
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None


def filters_of(request: HttpRequest) -> Filters:
    """The filters of an address."""
    kind, area, on = asked(request, "kind"), asked(request, "area"), asked(request, "on", 20)
    return Filters(
        kind=kind if kind in searching.sources() else "",
        area=area if area in ReformArea.values else "",
        issuer=asked(request, "issuer"),
        year=whole(asked(request, "year"), 9999),
        on=day_asked(on),
        on_text=on,
    )


def _query(request: HttpRequest, text: str, filters: Filters, today: date) -> Query:
    return Query(
        text=text,
        tokens=tokens_of(request, today),
        kinds=(filters.kind,) if filters.kind else (),
        areas=(filters.area,) if filters.area else (),
        issuers=(filters.issuer,) if filters.issuer else (),
        years=(filters.year,) if filters.year else (),
        in_force_on=filters.on,
        offset=min(start_of(request), FURTHEST),
        limit=ROWS,
    )


def _pages(query: Query, findings: Findings) -> Pages | None:
    """Only where all results are of one kind: groups have a link to all of theirs."""
    if len(findings.groups) != 1:
        return None
    end = query.offset + ROWS
    return Pages(
        start=query.offset,
        end=min(end, findings.found.total),
        total=findings.found.total,
        previous=max(query.offset - ROWS, 0) if query.offset else None,
        following=end if end < findings.found.total and end <= FURTHEST else None,
    )


def _choices(filters: Filters, findings: Findings) -> dict[str, Any]:
    """Values of the filters that lead somewhere, with how many results each; and those that are set."""
    found = findings.found
    labels = {kind: source.label for kind, source in searching.sources().items()}
    kinds = [kind for kind in KINDS if found.kinds.get(kind) or kind == filters.kind]
    issuers = dict(list(found.issuers.items())[:ISSUERS_MOST])
    years = dict(found.years)
    if filters.issuer:
        issuers.setdefault(filters.issuer, found.issuers.get(filters.issuer, 0))
    if filters.year:
        years.setdefault(filters.year, 0)
    return {
        "kinds": [(kind, labels[kind], found.kinds.get(kind, 0)) for kind in kinds],
        "areas": [
            (area.value, area.label, found.areas.get(area.value, 0))
            for area in ReformArea
            if found.areas.get(area.value) or area == filters.area
        ],
        "issuers": [(name, name, count) for name, count in issuers.items()],
        "years": [(str(year), str(year), count) for year, count in years.items()],
    }


def _note(request: HttpRequest, filters: Filters, query: Query, found: searching.Found, today: date) -> None:
    """Count what was not found, of whole questions only: a filter that leaves nothing says nothing of the library."""
    if filters.kind or filters.is_any or query.offset:
        return
    asker = str(request.user.pk or f"{request.META.get('REMOTE_ADDR', '')} {request.headers.get('User-Agent', '')}")
    searching.note_miss(query.text, found, asker=asker, on=today)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Results by kind, the clause that answers first; without results, ways on."""
    text, today = asked(request, "q", TEXT_MOST), clock.today()
    filters = filters_of(request)
    context: dict[str, Any] = {
        "q": text, "filters": filters, "is_wrong": filters.is_wrong, "all_areas": ReformArea.choices,
        "today": today, "may_keep_synonyms": leads_federation(scope_asked(request, today)),
    }  # fmt: skip
    if text:
        query = _query(request, text, filters, today)
        findings = find(request, query, today)
        context |= _choices(filters, findings) | {
            "findings": findings, "found": findings.found, "pages": _pages(query, findings),
            "shown": text[:SHOWN_MOST] + ("…" if len(text) > SHOWN_MOST else ""),
        }  # fmt: skip
        _note(request, filters, query, findings.found, today)
        if not findings.groups:
            context["near"] = suggestions(request, text, today)[:5]
    return render(request, "portal/search.html", context)


@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Titles that begin so, as browsers' search boxes take them: what was typed, titles, descriptions, addresses."""
    text = asked(request, "q")
    found = suggestions(request, text, clock.today()) if text else []
    labels = {kind: str(source.label) for kind, source in searching.sources().items()}
    told = [", ".join(filter(None, (labels[row.kind], row.symbol if row.kind == "document" else ""))) for row in found]
    answer = [text, [row.text for row in found], told, [request.build_absolute_uri(row.url) for row in found]]
    response = JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def describe_search(request: HttpRequest) -> HttpResponse:
    """How a browser asks this site from its own search box (OpenSearch 1.1)."""
    context = {
        "page": request.build_absolute_uri(reverse("portal:search")),
        "suggest": request.build_absolute_uri(reverse("portal:suggest")),
    }
    return render(request, "portal/opensearch.xml", context, content_type="application/opensearchdescription+xml")
