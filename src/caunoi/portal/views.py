"""What the public and members see first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caunoi.accounts.models import User
from caunoi.contests.queries import open_contests
from caunoi.directives.queries import current_directives, open_duties, totals_of
from caunoi.feedback.queries.register import newest_publications
from caunoi.kit import clock
from caunoi.library.choices import ReformArea
from caunoi.library.queries import documents_visible_to, newest_first
from caunoi.newsroom.queries import newest_news
from caunoi.notifications.queries import unread_count
from caunoi.organisations.queries import scope_asked

SHOWN, ANSWERED_SHOWN = 5, 3


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Search first, three ways in, what is new, how far it has come."""
    today = clock.today()
    scope = scope_asked(request, today)
    directives = [row for row in current_directives(request.user, today, limit=3, scope=scope) if row.is_public]
    totals = totals_of(directives)
    documents = list(newest_first(documents_visible_to(request.user, today, scope))[:SHOWN])
    context = {
        "news": newest_news(request.user, today, scope),
        "documents": documents,
        "directives": [(row, totals[row.pk].levels()) for row in directives if row.pk in totals],
        "areas": ReformArea.choices,
        "answered": newest_publications(ANSWERED_SHOWN),
        "contests": open_contests(clock.now()),
        "today": today,
    }
    return render(request, "portal/home.html", context)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What concerns the person who looks."""
    if not isinstance(request.user, User):
        return render(request, "portal/mine.html")
    today = clock.today()
    scope = scope_asked(request, today)
    context = {
        "posts": scope.posts,
        "duties": open_duties(request.user, scope, today, limit=10),
        "unread": unread_count(request.user),
        "directives": current_directives(request.user, today, limit=SHOWN, scope=scope),
    }
    return render(request, "portal/mine.html", context)
