"""The picture of an article where its address is shared."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.documents import share_card
from caunoi.newsroom import queries
from caunoi.newsroom.models import Article
from caunoi.organisations.queries import scope_asked


@require_GET
def article_card(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """PNG, 1200 × 630, for those who may read the article."""
    today = clock.today()
    found = queries.article_for(request.user, article_id, today, scope_asked(request, today))
    if found.published is None:
        raise Article.DoesNotExist
    picture = share_card(
        title=found.title,
        kicker=queries.marked(found, str(found.get_kind_display())),
        foot=f"{found.owner.name} · {settings.SITE_NAME}",
    )
    return HttpResponse(picture, content_type="image/png")
