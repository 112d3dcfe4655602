"""Reading the newsroom."""

from caunoi.newsroom.queries.articles import (
    article_on_desk,
    articles_on_desk,
    articles_visible_to,
    newest_revision,
)
from caunoi.newsroom.queries.desk import (
    TABS,
    anchor_of,
    counts_by_state,
    desk_rows,
    document_label,
    document_meant,
    documents_like,
    meant_by,
    revisions_of,
    unit_label,
    unit_meant,
    units_around,
    units_like,
)

__all__ = [
    "TABS",
    "anchor_of",
    "article_on_desk",
    "articles_on_desk",
    "articles_visible_to",
    "counts_by_state",
    "desk_rows",
    "document_label",
    "document_meant",
    "documents_like",
    "meant_by",
    "newest_revision",
    "revisions_of",
    "unit_label",
    "unit_meant",
    "units_around",
    "units_like",
]
