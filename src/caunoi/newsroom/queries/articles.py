"""Reading articles; load is authorise."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, QuerySet, Subquery

from caunoi.accounts.models import User
from caunoi.newsroom.choices import ArticleState
from caunoi.newsroom.models import Article, Revision
from caunoi.organisations.models import Placement
from caunoi.organisations.queries import Scope, placed_today, scope_of
from caunoi.pure.timetree import ids_of


def newest_revision(article: Article) -> Revision:
    """The last text that was saved."""
    return article.revisions.select_related("written_by").order_by("-number")[0]


def _for_reader(user: User | AnonymousUser, on: date, scope: Scope | None) -> Q:
    """Which articles' audience a person belongs to, or whose owner is a unit of theirs."""
    scope = scope or (scope_of(user, on) if isinstance(user, User) else None)
    if scope is None or not scope.posts:
        return Q(is_public=True)
    above = {pk for post in scope.posts for pk in ids_of(post.path)}
    to_them = Q(audience_unit__in=above) | Q(audience_unit=None, owner__in=above)
    return Q(is_public=True) | to_them | Q(owner__in=placed_today(scope).values("unit_id"))


def articles_visible_to(user: User | AnonymousUser, on: date, scope: Scope | None = None) -> QuerySet[Article]:
    """Articles that have a public text and are for anyone, or for a branch that the person belongs to, or of theirs.

    The text is `published`; an article's state says only what happens to its next text.
    """
    return Article.objects.filter(_for_reader(user, on, scope), published__isnull=False)


def article_for(user: User | AnonymousUser, public_id: UUID, on: date, scope: Scope | None = None) -> Article:
    """An article that the person may read, or one of those that was withdrawn: then it has no `published`.

    Raises Article.DoesNotExist otherwise.
    """
    rows = Article.objects.filter(Q(published__isnull=False) | Q(withdrawn_at__isnull=False))
    rows = rows.filter(_for_reader(user, on, scope))
    return rows.select_related("owner", "published", "cover", "audience_unit").get(public_id=public_id)


def articles_on_desk(scope: Scope) -> QuerySet[Article]:
    """Articles of the branches that the person manages, in every state but discarded."""
    rows = Article.objects.exclude(state=ArticleState.DISCARDED)
    return rows.filter(owner__in=placed_today(scope).values("unit_id"))


def article_on_desk(scope: Scope, public_id: UUID) -> Article:
    """An article of the person's branches, with `owner_path`. Raises Article.DoesNotExist otherwise."""
    placed = Placement.objects.filter(unit=OuterRef("owner"), to_on=None).values("path")[:1]
    rows = articles_on_desk(scope).annotate(owner_path=Subquery(placed))
    return rows.select_related("owner", "published", "cover").get(public_id=public_id)
