"""Articles on their way."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caunoi.newsroom.actions import (
    ArticleDraft,
    MilestoneDraft,
    NominationDraft,
    PictureDraft,
    add_picture,
    approve_article,
    create_article,
    nominate,
    publish_article,
    save_milestone,
    submit_article,
    withdraw_article,
)
from caunoi.newsroom.models import Article, Milestone, Nomination, Picture
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


def nominee(**more: Any) -> NominationDraft:
    facts = {"kind": "GOOD_EXAMPLE", "subject": "Chị Lan ở một cửa", "story": "Làm tờ hướng dẫn.\nPhát cho mọi người."}
    return NominationDraft(**facts | {"has_consent": True} | more)


def nominated(cast: Cast, **more: Any) -> Nomination:
    """Minh puts a colleague forward, with a photo."""
    photo = {"photo": picture(size=(500, 300)), "photo_name": "anh.jpg", "photo_alt": "Chị Lan phát tờ hướng dẫn"}
    return nominate(unit=cast.units["MD-1"], draft=nominee(**photo | more), by=cast.minh, at=AT)


def target(**more: Any) -> MilestoneDraft:
    facts = {
        "area": "PROCEDURES", "year": 2026, "title": "Một cửa niêm yết thời hạn", "measure": "một cửa", "done_count": 3,
        "total_count": 8, "as_of": AT.date(), "source_text": "Báo cáo tháng 11",
    }  # fmt: skip
    return MilestoneDraft(**facts | more)


@dataclass
class News:
    """The newsroom: a draft of the Mỹ Đức union, an article that anyone reads, one that its branch reads, one withdrawn."""

    draft: Article
    public: Article
    private: Article
    gone: Article
    shown: Picture
    hidden: Picture
    nomination: Nomination
    milestone: Milestone


def make_news(cast: Cast) -> News:
    """By the real actions."""
    hidden, shown = picture_of(cast), picture_of(cast)
    draft = written(cast, title="Bản nháp về một cửa", cover=hidden)
    public = put_out(written(cast, title="Một cửa mở chiều thứ bảy", areas=["PROCEDURES"], cover=shown), cast)
    private = put_out(written(cast, title="Lịch họp nội bộ", is_public=False), cast)
    gone = put_out(written(cast, title="Bài có tên người"), cast)
    withdraw_article(article=gone, reason="Nêu tên khi chưa được đồng ý.", by=cast.hoa, at=AT)
    milestone = save_milestone(
        milestone=None, owner=cast.units["MD"], draft=target(), by=cast.hoa, at=AT, today=AT.date()
    )
    return News(draft, public, private, gone, shown, hidden, nominated(cast), milestone)
