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
from caunoi.newsroom.models.rendering import Reach, Rendering, Use
from caunoi.newsroom.models.series import Milestone, Nomination

__all__ = [
    "Article",
    "ArticleArea",
    "ArticleAudience",
    "ArticlePicture",
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
]
