"""Articles on their way."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caunoi.newsroom.actions import (
    ArticleDraft,
    PictureDraft,
    add_picture,
    approve_article,
    create_article,
    publish_article,
    submit_article,
)
from caunoi.newsroom.models import Article, Picture
from tests.cast import AT, Cast
from tests.kit.samples import picture


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


def picture_of(cast: Cast, owner: str = "MD", alt: str = "Chị Lan nộp hồ sơ ở một cửa", **more: Any) -> Picture:
    """A picture of a unit, small enough to be made at once."""
    image = PictureDraft(picture(size=(500, 300)), "anh.jpg", alt, **more)
    return add_picture(owner=cast.units[owner], draft=image, by=cast.hoa, at=AT)


@dataclass
class News:
    """The newsroom: a draft of the Mỹ Đức union, an article that anyone reads, one that its branch reads."""

    draft: Article
    public: Article
    private: Article
    shown: Picture
    hidden: Picture


def make_news(cast: Cast) -> News:
    """By the real actions."""
    hidden, shown = picture_of(cast), picture_of(cast)
    draft = written(cast, title="Bản nháp về một cửa", cover=hidden)
    public = put_out(written(cast, title="Một cửa mở chiều thứ bảy", areas=["PROCEDURES"], cover=shown), cast)
    private = put_out(written(cast, title="Lịch họp nội bộ", is_public=False), cast)
    return News(draft, public, private, shown, hidden)
