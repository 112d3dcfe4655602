"""How far the branch's articles reached, for officers."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.ui.paging import pages_of, start_of
from caunoi.newsroom import queries
from caunoi.newsroom.choices import Channel
from caunoi.newsroom.models import Article
from caunoi.organisations.queries import scope_asked

PAGE = 30


@require_GET
@login_required
def reach(request: HttpRequest) -> HttpResponse:
    """The branch's published articles, and how many opened and finished them on the web in thirty days."""
    today = clock.today()
    scope = scope_asked(request, today)
    if not scope.branches():
        raise Article.DoesNotExist
    start, since = start_of(request), today - queries.RECENT
    rows = queries.reach_rows(queries.articles_on_desk(scope), since)
    context = {
        "rows": rows[start : start + PAGE], "pages": pages_of(start, PAGE, rows.count()), "since": since, "today": today,
    }  # fmt: skip
    return render(request, "newsroom/desk/reach.html", context)


@require_GET
@login_required
def article_reach(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """One article: sent, delivered, opened, read to the end, by channel and by unit; what is not known is said to be so."""
    today = clock.today()
    scope = scope_asked(request, today)
    article = queries.article_on_desk(scope, article_id)
    lines = queries.reach_of(article)
    first, last = queries.days_of(article)
    web = next(line for line in lines if line.channel == Channel.WEB)
    context = {
        "article": article, "used": [line for line in lines if line.is_used or line is web],
        "unused": [line.label for line in lines if not (line.is_used or line is web)], "units": queries.reach_by_unit(article, scope), "first": first, "last": last,
        "opened": web.counts[2], "finished": web.counts[3], "today": today,
    }  # fmt: skip
    return render(request, "newsroom/desk/article_reach.html", context)
