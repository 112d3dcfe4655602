"""Articles in the search index: the text that is public now, for those it is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.kit import searching
from caunoi.kit.searching import Entry
from caunoi.newsroom.events import ArticlePublished, ArticleWithdrawn
from caunoi.newsroom.models import Article
from caunoi.newsroom.queries.tokens import audience_tokens
from caunoi.pure.letters import text_of_html

EVENTS = (ArticlePublished.name, ArticleWithdrawn.name)


class Articles:
    """Articles that have a public text."""

    kind = "article"
    label = _("Tin, bài")
    version = 1

    def count(self) -> int:
        """All articles, drafts too."""
        return Article.objects.count()

    def keys(self) -> Iterator[str]:
        """All articles, drafts too."""
        return (str(pk) for pk in Article.objects.order_by("pk").values_list("pk", flat=True).iterator())

    def entries(self, keys: Sequence[str]) -> Iterator[Entry]:
        """One for each with a public text, in two statements."""
        rows = Article.objects.filter(pk__in=[int(key) for key in keys], published__isnull=False)
        for row in rows.select_related("published", "owner").prefetch_related("areas"):
            text = row.published
            if text is None:
                continue
            yield Entry(
                kind=self.kind,
                group=str(row.pk),
                title=text.title,
                url=reverse("newsroom:article", args=[row.public_id]),
                audience=audience_tokens(row),
                text=f"{text.lead}\n{text_of_html(text.body)}",
                areas=tuple(area.area for area in row.areas.all()),
                issuer=row.owner.name,
                on=timezone.localtime(row.published_at).date() if row.published_at else None,
            )

    def touched(self, name: str, payload: Mapping[str, Any]) -> Iterable[str]:
        """An article that was put out, or taken away."""
        return [str(payload["article_id"])] if name in EVENTS else []


searching.register(Articles())
