"""Rows of the room, one file per noun."""

from caunoi.newsroom.models.article import (
    Article,
    ArticleArea,
    ArticleAudience,
    ArticlePicture,
    Review,
    Revision,
    Source,
)
from caunoi.newsroom.models.picture import Picture, Rendition
from caunoi.newsroom.models.printing import LeafletRun
from caunoi.newsroom.models.rendering import Reach, Rendering, Use
from caunoi.newsroom.models.series import Milestone, Nomination
from caunoi.newsroom.models.wording import Wording

__all__ = [
    "Article",
    "ArticleArea",
    "ArticleAudience",
    "ArticlePicture",
    "LeafletRun",
    "Milestone",
    "Nomination",
    "Picture",
    "Reach",
    "Rendering",
    "Rendition",
    "Review",
    "Revision",
    "Source",
    "Use",
    "Wording",
]
