"""What readers see: lists, what stands beside an article, the documents it rests on, progress of the six areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from caunoi.accounts.models import User
from caunoi.library.choices import ReformArea
from caunoi.library.models import Document
from caunoi.library.queries import documents_visible_to
from caunoi.newsroom.choices import SERIES
from caunoi.newsroom.models import Article, Milestone, Rendition
from caunoi.newsroom.queries.articles import articles_visible_to
from caunoi.newsroom.queries.desk import clause_words
from caunoi.organisations.models import Placement, Unit
from caunoi.organisations.queries import Scope
from caunoi.pure.illustrating import THUMBNAIL_WIDEST, Size, Source
from caunoi.pure.timetree import ids_of

RECOMMENDED, OTHERS, OF_A_SERIES, NEWEST = 4, 5, 3, 4


@dataclass(frozen=True)
class NewsWanted:
    """A choice among the news: a kind, an area of reform, and what concerns a unit."""

    kind: str = ""
    area: str = ""
    unit: Unit | None = None


def _newest_first(rows: QuerySet[Article]) -> QuerySet[Article]:
    """With the owner, the cover, and what shows it small, in one statement."""
    small = Rendition.objects.filter(picture=OuterRef("cover")).order_by("width")
    sizes = {
        "cover_width": small.values("width")[:1], "cover_height": small.values("height")[:1],
        "cover_next_width": small.filter(width__lte=THUMBNAIL_WIDEST).values("width")[1:2],
    }  # fmt: skip
    rows = rows.select_related("owner", "cover").annotate(**{name: Subquery(each) for name, each in sizes.items()})
    return rows.order_by("-published_at", "-id")


def thumbnail_of(article: Article) -> Source | None:
    """The cover of an article of a list, at its narrowest widths; None without one."""
    width, height = getattr(article, "cover_width", None), getattr(article, "cover_height", None)
    if article.cover is None or not width or not height:
        return None
    further: int | None = article.cover_next_width  # type: ignore[attr-defined]
    sizes = [Size(width, height)] + ([Size(further, further * height // width)] if further else [])
    cover = article.cover
    return Source(str(cover.public_id), cover.alt, cover.caption, cover.credit, tuple(sizes))


def news_rows(visible: QuerySet[Article], wanted: NewsWanted, on: date) -> QuerySet[Article]:
    """The news that was chosen, newest first. What concerns a unit is what a branch with that unit in it was told."""
    rows = visible
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.area:
        rows = rows.filter(areas__area=wanted.area)
    if wanted.unit:
        path = Placement.objects.on(on).filter(unit=wanted.unit).values_list("path", flat=True).first()
        above = ids_of(path) if path else [wanted.unit.pk]
        rows = rows.filter(Q(audience_unit__in=above) | Q(audience_unit=None, owner__in=above))
    return _newest_first(rows)


def newest_news(user: User | AnonymousUser, on: date, scope: Scope | None = None) -> list[Article]:
    """The newest articles for the person, for the first page."""
    return list(_newest_first(articles_visible_to(user, on, scope))[:NEWEST])


def series_newest(visible: QuerySet[Article]) -> dict[str, list[Article]]:
    """The newest of each series; one question to the database for each, and one for all their rows."""
    kinds = [str(kind) for kind in SERIES]
    found: dict[str, list[Article]] = {kind: [] for kind in kinds}
    parts = [_newest_first(visible.filter(kind=kind)).values("pk")[:OF_A_SERIES] for kind in kinds]
    chosen = Q()
    for part in parts:
        chosen |= Q(pk__in=list(part.values_list("pk", flat=True)))
    for row in _newest_first(Article.objects.filter(chosen)):
        found[row.kind].append(row)
    return found


@dataclass(frozen=True)
class Beside:
    """What stands beside an article: what is like it, and what is new."""

    recommended: Sequence[Article]
    others: Sequence[Article]


def beside(article: Article, visible: QuerySet[Article]) -> Beside:
    """What to read next ("Nên xem": articles that share areas of reform, documents or the series, most shared first), and
    the newest of the rest ("Tin khác")."""
    areas = article.areas.values("area")
    documents = article.sources.values("document_id")
    rows = visible.exclude(pk=article.pk).annotate(
        shared_areas=Count("areas", filter=Q(areas__area__in=areas), distinct=True),
        shared_documents=Count("sources__document", filter=Q(sources__document__in=documents), distinct=True),
    )
    alike = rows.filter(Q(shared_areas__gt=0) | Q(shared_documents__gt=0) | Q(kind=article.kind, kind__in=SERIES))
    weight = F("shared_documents") * 2 + F("shared_areas")
    recommended = list(alike.select_related("owner").order_by(-weight, "-published_at", "-id")[:RECOMMENDED])
    shown = [article.pk, *(row.pk for row in recommended)]
    others = visible.exclude(pk__in=shown).select_related("owner").order_by("-published_at", "-id")
    return Beside(recommended, list(others[:OTHERS]))


@dataclass(frozen=True)
class Basis:
    """A document that an article rests on, and the clause in it, as an anchor and in words."""

    document: Document
    anchor: str
    clause: str


def basis_of(article: Article, user: User | AnonymousUser, on: date, scope: Scope | None = None) -> list[Basis]:
    """The documents that the article rests on and that the person may read."""
    rows = article.sources.select_related("document").order_by("position", "id")
    rows = rows.filter(document__in=documents_visible_to(user, on, scope))
    return [Basis(row.document, row.anchor, clause_words(row.anchor)) for row in rows]


@dataclass(frozen=True)
class Progress:
    """One of the six areas, and how far its targets have come."""

    area: str
    label: str
    milestones: list[Milestone]


def _public_milestones() -> QuerySet[Milestone]:
    return Milestone.objects.filter(is_public=True)


def progress_years() -> list[int]:
    """Years that have public milestones, newest first."""
    return list(_public_milestones().order_by("-year").values_list("year", flat=True).distinct())


def progress_by_area(year: int, readable: QuerySet[Document]) -> list[Progress]:
    """All six areas in their order, also those without a milestone; a source out of sight is only its words."""
    rows = _public_milestones().filter(year=year).select_related("owner", "source").order_by("area", "due_on", "id")
    found = list(rows)
    keys = [row.source_id for row in found if row.source_id]
    seen = set(readable.filter(pk__in=keys).values_list("pk", flat=True))
    for row in found:
        if row.source_id not in seen:
            row.source = None
    return [
        Progress(value, str(label), [row for row in found if row.area == value]) for value, label in ReformArea.choices
    ]
