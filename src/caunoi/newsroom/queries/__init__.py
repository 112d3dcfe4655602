"""Reading the newsroom."""

from caunoi.newsroom.queries.articles import (
    article_on_desk,
    articles_on_desk,
    articles_visible_to,
    newest_revision,
)

__all__ = ["article_on_desk", "articles_on_desk", "articles_visible_to", "newest_revision"]
