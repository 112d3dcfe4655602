"""What search engines may read: only what the public querysets give, and where to find it (sitemaps.org, RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from caunoi.feedback.models import Publication
from caunoi.kit import clock
from caunoi.library.queries import documents_visible_to
from caunoi.newsroom.queries import articles_visible_to

# The standard allows 50,000; a file of this many is made in a tenth of a second.
PART = 10_000
PAGES = (
    "portal:home", "newsroom:articles", "newsroom:series", "newsroom:progress", "library:documents", "feedback:register",
    "organisations:units",
)  # fmt: skip
CLOSED = (
    "/desk/",
    "/accounts/",
    "/d/",
    "/k/",
    "/m/",
    "/o/",
    "/plans/",
    "/mine/",
    "/search/",
    "/notices/",
    "/api/",
    "/channels/",
    "/files/",
    "/feedback/send/",
)
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _rows(part: str) -> tuple[QuerySet[Any], str, tuple[str, ...]] | None:
    """Rows that anyone may read, the route of each, and the fields of its last change."""
    nobody, today = AnonymousUser(), clock.today()
    if part == "news":
        rows: QuerySet[Any] = articles_visible_to(nobody, today)
        return rows, "newsroom:article", ("published_at", "published__written_at")
    if part == "documents":
        return documents_visible_to(nobody, today), "library:document", ("confirmed_at",)
    if part == "register":
        return Publication.objects.filter(withdrawn_at=None), "feedback:publication", ("published_at",)
    return None


def _xml(tag: str, item: str, lines: Iterable[tuple[str, date | datetime | None]]) -> HttpResponse:
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{tag} xmlns="{NAMESPACE}">']
    for address, at in lines:
        when = f"<lastmod>{at.isoformat()}</lastmod>" if at else ""
        parts.append(f"<{item}><loc>{escape(address)}</loc>{when}</{item}>")
    return HttpResponse("\n".join([*parts, f"</{tag}>\n"]), content_type="application/xml; charset=utf-8")


@require_GET
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of the parts."""
    names = [("pages", 1)]
    for part in ("news", "documents", "register"):
        found = _rows(part)
        count = found[0].count() if found else 0
        names += [(part, number) for number in range(1, -(-count // PART) + 1)]
    lines = [(request.build_absolute_uri(reverse("portal:sitemap_part", args=name)), None) for name in names]
    return _xml("sitemapindex", "sitemap", lines)


def _lines(request: HttpRequest, part: str, number: int) -> Iterator[tuple[str, date | datetime | None]]:
    found = _rows(part)
    if found is None or number < 1:
        return
    rows, route, fields = found
    shown = rows.order_by("pk").values_list("public_id", *fields)[(number - 1) * PART : number * PART]
    for key, *moments in shown:
        last = max((timezone.localtime(at).date() for at in moments if at), default=None)
        yield request.build_absolute_uri(reverse(route, args=[key])), last


@require_GET
def sitemap_part(request: HttpRequest, part: str, number: int) -> HttpResponse:
    """Up to ten thousand addresses of one kind; a part that is not there is an empty list."""
    if part == "pages":
        return _xml("urlset", "url", [(request.build_absolute_uri(reverse(name)), None) for name in PAGES])
    return _xml("urlset", "url", _lines(request, part, number))


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """What may be read by programs; nothing of a site whose content is made up."""
    closed = ("/",) if settings.CAUNOI.is_sample else CLOSED
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines += [f"Sitemap: {request.build_absolute_uri(reverse('portal:sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
