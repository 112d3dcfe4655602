"""What of the articles in the search index a person may see. Reckoned when they ask, as the library's tokens are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.contrib.auth.models import AnonymousUser

from caunoi.accounts.models import User
from caunoi.kit.searching import PUBLIC
from caunoi.newsroom.models import Article
from caunoi.newsroom.queries.articles import articles_visible_to
from caunoi.organisations.queries import Scope, placed_today, scope_of
from caunoi.pure.timetree import ids_of

BRANCH, OWNER = "newsroom.branch:", "newsroom.owner:"


def audience_tokens(article: Article) -> frozenset[str]:
    """Who finds an article: everyone, or the branch that it is for and those whose branch wrote it."""
    if article.is_public:
        return frozenset({PUBLIC})
    return frozenset({f"{BRANCH}{article.audience_unit_id or article.owner_id}", f"{OWNER}{article.owner_id}"})


def article_tokens(user: User | AnonymousUser, on: date, scope: Scope | None = None) -> frozenset[str]:
    """The branches that the person belongs to, and the owners in theirs that keep articles to few. One statement, none
    for someone without a post. The same people as `articles_visible_to`, said in tokens."""
    scope = scope or (scope_of(user, on) if isinstance(user, User) else None)
    if scope is None or not scope.posts:
        return frozenset()
    above = {f"{BRANCH}{pk}" for post in scope.posts for pk in ids_of(post.path)}
    hidden = Article.objects.filter(
        is_public=False, published__isnull=False, owner__in=placed_today(scope).values("unit_id")
    )
    return frozenset(above | {f"{OWNER}{pk}" for pk in hidden.order_by().values_list("owner_id", flat=True).distinct()})


def articles_found(
    keys: Collection[int], user: User | AnonymousUser, on: date, scope: Scope | None = None
) -> dict[int, Article]:
    """Those of the articles found that the person may read now."""
    rows = articles_visible_to(user, on, scope).filter(pk__in=keys)
    return {row.pk: row for row in rows.only("public_id", "title", "kind", "is_public", "is_sample")}
