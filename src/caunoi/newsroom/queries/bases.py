"""Articles that rest on a document which no longer holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from caunoi.library import queries as library
from caunoi.library.models import Document, Relation
from caunoi.library.queries import EndedBasis, ended_bases
from caunoi.library.queries.validity import ENDING, verdicts_of
from caunoi.newsroom.choices import ArticleState
from caunoi.newsroom.models import Article, Source
from caunoi.newsroom.queries.articles import articles_on_desk
from caunoi.organisations.queries import Scope
from caunoi.pure.validity import Status, Verdict

LINES_MOST = 200
OVER = frozenset({Status.EXPIRED, Status.SUSPENDED})


@dataclass(frozen=True)
class EndedSource:
    """A document that an article rests on and that no longer holds; `by` is what ended it, where everybody may read that."""

    document: Document
    verdict: Verdict
    by: Document | None = None

    @property
    def is_suspended(self) -> bool:
        """It may hold again."""
        return self.verdict.status == Status.SUSPENDED


def ended_among(documents: Collection[Document], day: date) -> list[EndedSource]:
    """Those of the documents that are expired or suspended on the day, in their order; two statements at most."""
    known = {row.pk: row for row in documents}
    verdicts = (
        {key: one for key, one in verdicts_of(known.values(), day).items() if one.status in OVER} if known else {}
    )
    if not verdicts:
        return []
    acting = Relation.objects.filter(target__in=verdicts, kind__in=ENDING, source__is_public=True)
    by = {(row.target_id, str(row.source)): row.source for row in acting.select_related("source")}
    return [EndedSource(known[key], verdicts[key], by.get((key, verdicts[key].by))) for key in known if key in verdicts]


def marks_of(articles: Collection[Article], day: date) -> dict[int, list[EndedBasis]]:
    """What no longer holds under each article, by its key: its sources themselves, not what these rest on."""
    pairs = list(
        Source.objects.filter(article__in=articles).order_by("position", "pk").values_list("article_id", "document_id")
    )
    ended = ended_bases({document for _article, document in pairs}, day)
    found: dict[int, list[EndedBasis]] = {}
    for article, document in dict.fromkeys(pairs):
        own = [basis for basis in ended.get(document, ()) if basis.is_own]
        if own:
            found.setdefault(article, []).extend(own)
    return found


def resting_on_ended(scope: Scope, day: date) -> list[tuple[Article, list[EndedBasis]]]:
    """Articles of the person's branches that stand before the public, or are to, with what no longer holds under them."""
    rows = articles_on_desk(scope).exclude(state=ArticleState.WITHDRAWN)
    rows = rows.filter(sources__document__in=library.resting_on_ended(day)).distinct().select_related("owner")
    found = list(rows.order_by("-changed_at", "-id")[:LINES_MOST])
    marks = marks_of(found, day)
    return [(row, marks[row.pk]) for row in found if row.pk in marks]
