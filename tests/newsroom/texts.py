"""Articles on their way."""

from datetime import datetime
from typing import Any

from caunoi.newsroom.actions import ArticleDraft, approve_article, create_article, publish_article, submit_article
from caunoi.newsroom.models import Article
from tests.cast import AT, Cast


def draft(**more: Any) -> ArticleDraft:
    facts = {"title": "Một cửa nhận hồ sơ trong ngày", "lead": "Xã Mỹ Đức", "body": "<p>Không hẹn lại.</p>"}
    return ArticleDraft(**facts | more)


def written(cast: Cast, owner: str = "MD", **more: Any) -> Article:
    """An article that Hoa wrote."""
    return create_article(owner=cast.units[owner], draft=draft(**more), by=cast.hoa, at=AT)


def put_out(article: Article, cast: Cast, at: datetime = AT) -> Article:
    """Submit, approve by Dũng, publish."""
    submit_article(article=article, by=cast.hoa, at=at)
    number = article.revisions.count()
    approve_article(article=article, number=number, by=cast.dung, at=at)
    return publish_article(article=article, by=cast.hoa, at=at)
