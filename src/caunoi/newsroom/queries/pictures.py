"""Pictures as readers get them: whoever may read an article may see what it shows."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from caunoi.accounts.models import User
from caunoi.newsroom.models import Article, ArticlePicture, Picture, Rendition, Revision
from caunoi.newsroom.queries.articles import articles_visible_to
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope, placed_today
from caunoi.pure import pasting
from caunoi.pure.illustrating import Size, Source, illustrate

OFFERED = 24


def picture_for(user: User | AnonymousUser, public_id: UUID, on: date, scope: Scope) -> Picture:
    """A picture of an article that the person may read, or of a unit whose newsroom is theirs.

    Raises Picture.DoesNotExist otherwise. `is_open` says that anyone may see it.
    """
    shown = ArticlePicture.objects.filter(picture=OuterRef("pk"))
    anyone = Exists(shown.filter(article__in=articles_visible_to(AnonymousUser(), on)))
    rows = Picture.objects.annotate(is_open=anyone)
    allowed = Q(is_open=True)
    if isinstance(user, User):
        allowed |= Q(Exists(shown.filter(article__in=articles_visible_to(user, on, scope))))
        allowed |= Q(owner__in=placed_today(scope).values("unit_id"))
    return rows.filter(allowed).get(public_id=public_id)


def rendition_of(picture: Picture, width: int) -> Rendition:
    """The smallest rendition at least as wide as asked, else the widest."""
    rows = picture.renditions.select_related("file").order_by("width")
    return rows.filter(width__gte=width).first() or rows.order_by("-width")[0]


def pictures_of(owner: Unit) -> QuerySet[Picture]:
    """Pictures of a unit, newest first."""
    return Picture.objects.filter(owner=owner).order_by("-id")


def pictures_offered(owner: Unit, chosen: str) -> list[Source]:
    """The newest pictures of a unit, and the one that is chosen already, to pick from."""
    rows = list(pictures_of(owner).prefetch_related("renditions")[:OFFERED])
    if chosen and chosen not in {str(row.public_id) for row in rows}:
        rows += pictures_of(owner).prefetch_related("renditions").filter(public_id=chosen)[:1]
    return [source_of(row) for row in rows]


def source_of(picture: Picture) -> Source:
    """What a page needs to show a picture; its renditions should be prefetched."""
    sizes = sorted((row.width, row.height) for row in picture.renditions.all())
    return Source(
        public_id=str(picture.public_id), alt=picture.alt, caption=picture.caption, credit=picture.credit,
        sizes=tuple(Size(width, height) for width, height in sizes),
    )  # fmt: skip


def sources_in(bodies: list[str]) -> dict[str, Source]:
    """What pages need of the pictures of some bodies, by public id; two statements."""
    ids = {public_id for body in bodies for public_id in pasting.picture_ids(body)}
    rows = Picture.objects.filter(public_id__in=ids).prefetch_related("renditions") if ids else []
    return {str(row.public_id): source_of(row) for row in rows}


def illustrated(body: str) -> str:
    """A clean body with its pictures as browsers want them: sizes, widths to choose from, captions and credits."""
    return illustrate(body, sources_in([body]))


def _cover(key: int | None) -> Source | None:
    picture = Picture.objects.filter(pk=key).prefetch_related("renditions").first() if key else None
    return source_of(picture) if picture else None


def cover_of(article: Article) -> Source | None:
    """The picture that stands for a public article in lists and when it is shared."""
    return _cover(article.cover_id)


def cover_shown(revision: Revision) -> Source | None:
    """The cover that a revision chose."""
    return _cover(revision.facts.get("cover"))
