"""The news as RSS: all, of one area, of one series."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.library.choices import ReformArea
from caunoi.newsroom import queries
from caunoi.newsroom.choices import ArticleKind
from caunoi.newsroom.web.public.views import wanted_by

ITEMS = 30


@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """What anyone may read, whoever asks; the same choices in the address as the list has."""
    wanted, today = wanted_by(request), clock.today()
    parts = [str(ArticleKind(wanted.kind).label)] if wanted.kind else []
    parts += [str(ReformArea(wanted.area).label)] if wanted.area else []
    parts += [wanted.unit.name] if wanted.unit else []
    made = Rss201rev2Feed(
        title=" · ".join([_("Tin cải cách hành chính"), *parts]),
        link=request.build_absolute_uri(reverse("newsroom:articles")), description=_("Tin, bài của công đoàn"),
        language="vi", feed_url=request.build_absolute_uri(),
    )  # fmt: skip
    rows = queries.news_rows(queries.articles_visible_to(AnonymousUser(), today), wanted, today)
    for row in rows.prefetch_related("areas")[:ITEMS]:
        made.add_item(
            title=queries.marked(row, row.title), link=request.build_absolute_uri(reverse("newsroom:article", args=[row.public_id])),
            description=row.lead or row.title, pubdate=row.published_at, unique_id=f"urn:uuid:{row.public_id}",
            unique_id_is_permalink=False, author_name=row.owner.name,
            categories=[str(row.get_kind_display()), *(str(area.get_area_display()) for area in row.areas.all())],
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
