"""What anyone reads: the news, an article, the series, progress of the six areas, short addresses."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.ui.given import asked
from caunoi.kit.ui.paging import pages_of, start_of, whole
from caunoi.library.choices import ReformArea
from caunoi.library.queries import documents_visible_to
from caunoi.newsroom import queries
from caunoi.newsroom.actions import OPENED, note_reach
from caunoi.newsroom.choices import SERIES, ArticleKind, Channel
from caunoi.newsroom.models import Article
from caunoi.newsroom.queries import NewsWanted
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked
from caunoi.pure.markup import words

LIST = 20
# Words a second that nobody reads; who is at the end sooner has not read.
FASTEST = 10
# Channels whose texts carry the short address.
LINKED = frozenset({Channel.EMAIL, Channel.SMS, Channel.ZALO, Channel.LEAFLET, Channel.MEETING})


def wanted_by(request: HttpRequest) -> NewsWanted:
    """The choice in the address; what is not a choice is none."""
    kind, area, unit = asked(request, "kind", 20), asked(request, "area", 20), asked(request, "unit", 40)
    found = None
    if unit:
        try:
            found = Unit.objects.filter(public_id=UUID(unit)).first()
        except ValueError:
            found = None
    return NewsWanted(kind if kind in ArticleKind else "", area if area in ReformArea else "", found)


@require_GET
def articles(request: HttpRequest) -> HttpResponse:
    """The news, newest first, by kind, by area of reform, and what concerns a unit."""
    today = clock.today()
    wanted, start = wanted_by(request), start_of(request)
    visible = queries.articles_visible_to(request.user, today, scope_asked(request, today))
    rows = queries.news_rows(visible, wanted, today)
    context = {
        "rows": list(rows[start : start + LIST]), "pages": pages_of(start, LIST, rows.count()), "wanted": wanted,
        "kinds": ArticleKind.choices, "areas": ReformArea.choices, "is_later": start > 0,
    }  # fmt: skip
    return render(request, "newsroom/public/articles.html", context)


def _data_of(request: HttpRequest, article: Article) -> SafeString:
    """The article for search engines, as schema.org says (JSON-LD): data, which no browser runs."""
    page = request.build_absolute_uri(reverse("newsroom:article", args=[article.public_id]))
    news = request.build_absolute_uri(reverse("newsroom:articles"))
    text = article.published
    said = {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "NewsArticle", "headline": article.title[:110], "description": article.lead, "url": page,
                "mainEntityOfPage": page, "inLanguage": "vi", "articleSection": article.get_kind_display(),
                "image": [request.build_absolute_uri(reverse("newsroom:article_card", args=[article.public_id]))],
                "datePublished": article.published_at.isoformat() if article.published_at else "",
                "dateModified": text.written_at.isoformat() if text else "",
                "author": {"@type": "Organization", "name": article.owner.name},
                "publisher": {"@type": "Organization", "name": settings.SITE_NAME},
            },
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": 1, "name": _("Tin"), "item": news},
                    {
                        "@type": "ListItem", "position": 2, "name": article.get_kind_display(),
                        "item": f"{news}?kind={article.kind}",
                    },
                    {"@type": "ListItem", "position": 3, "name": article.title},
                ],
            },
        ],
    }  # fmt: skip
    safe = json.dumps(said, ensure_ascii=False).translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"})
    return mark_safe(f'<script type="application/ld+json">{safe}</script>')  # noqa: S308 - no sign of HTML is left


@require_GET
def article(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """One article; one that was withdrawn leaves a stone with the reason (410)."""
    today = clock.today()
    scope = scope_asked(request, today)
    found = queries.article_for(request.user, article_id, today, scope)
    if found.published is None:
        return render(request, "newsroom/public/article_gone.html", {"article": found}, status=410)
    visible = queries.articles_visible_to(request.user, today, scope)
    basis = queries.basis_of(found, request.user, today, scope)
    about = set(found.areas.values_list("area", flat=True))
    context: dict[str, Any] = {
        "article": found, "text": found.published, "beside": queries.beside(found, visible),
        "body": mark_safe(queries.illustrated(found.published.body)),  # noqa: S308 - as the sanitiser let it through
        "cover": queries.cover_of(found),
        "may_take": bool(queries.takers_of(scope)),
        "basis": basis,
        "ended": queries.ended_among([row.document for row in basis], today),
        "areas": [(value, label) for value, label in ReformArea.choices if value in about],
        "audiences": [row.get_value_display() for row in found.audiences.order_by("id")],
        "page": request.build_absolute_uri(reverse("newsroom:article", args=[found.public_id])),
        "short": request.build_absolute_uri(reverse("open_short", args=[found.short_code])),
        "card": request.build_absolute_uri(reverse("newsroom:article_card", args=[found.public_id])),
        "seconds": max(5, len(words(found.published.body).split()) // FASTEST),
        "data": _data_of(request, found) if found.is_public else "",
    }  # fmt: skip
    return render(request, "newsroom/public/article.html", context)


@require_GET
def open_short(request: HttpRequest, code: str) -> HttpResponse:
    """The short address on leaflets and in messages leads to the article; also to the stone of one that is gone.

    `?c=ZALO&d=MD-1` says of an address where it stood, and which unit it was made for (only leaflets are made for
    units, so `?d=` alone is a leaflet's): that opening is counted.
    """
    today = clock.today()
    found = Article.objects.get(short_code=code.lower())
    queries.article_for(request.user, found.public_id, today, scope_asked(request, today))
    unit_code = asked(request, "d", 40)
    channel = asked(request, "c", 12) or (Channel.LEAFLET if unit_code else "")
    # A person's browser says that it goes there; programs that make previews of links do not.
    if channel in LINKED and request.headers.get("Sec-Fetch-Mode") == "navigate" and found.published_id:
        unit = Unit.objects.filter(code=unit_code).values_list("pk", flat=True).first()
        note_reach(article_id=found.pk, channel=Channel(channel), unit_id=unit, day=today, field=OPENED)
    return HttpResponseRedirect(reverse("newsroom:article", args=[found.public_id]))


@require_GET
def series(request: HttpRequest) -> HttpResponse:
    """The four series, the newest of each."""
    today = clock.today()
    scope = scope_asked(request, today)
    newest = queries.series_newest(queries.articles_visible_to(request.user, today, scope))
    rows = [(str(kind), kind.label, newest[kind]) for kind in SERIES]
    return render(request, "newsroom/public/series.html", {"series": rows, "may_nominate": bool(scope.posts)})


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """How far the six areas have come in a year: so many of so many, on which day, by which source."""
    today = clock.today()
    years = queries.progress_years()
    year = whole(request.GET.get("year", ""), 2999)
    year = year if year in years else (years[0] if years else today.year)
    readable = documents_visible_to(request.user, today, scope_asked(request, today))
    context = {"areas": queries.progress_by_area(year, readable), "year": year, "years": years}
    return render(request, "newsroom/public/progress.html", context)
