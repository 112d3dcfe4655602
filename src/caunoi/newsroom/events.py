"""What this room tells others."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ArticlePublished:
    """A revision of an article became the public text: for the first time, or in place of an earlier one."""

    article_id: int
    revision_id: int
    name: ClassVar[str] = "newsroom.article_published"


@dataclass(frozen=True)
class ArticleWithdrawn:
    """The public text of an article is gone; a tombstone with the reason stands in its place."""

    article_id: int
    name: ClassVar[str] = "newsroom.article_withdrawn"


@dataclass(frozen=True)
class EmailAsked:
    """An officer sends an article to its audience by e-mail; the words are the rendering's at that moment."""

    use_id: int
    subject: str
    text: str
    name: ClassVar[str] = "newsroom.email_asked"
