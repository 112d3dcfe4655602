"""What changes articles and what hangs on them."""

from caunoi.newsroom.actions.articles import (
    ArticleDraft,
    approve_article,
    create_article,
    publish_article,
    publish_due,
    return_article,
    save_draft,
    schedule_article,
    submit_article,
    unschedule_article,
    withdraw_article,
)

__all__ = [
    "ArticleDraft",
    "approve_article",
    "create_article",
    "publish_article",
    "publish_due",
    "return_article",
    "save_draft",
    "schedule_article",
    "submit_article",
    "unschedule_article",
    "withdraw_article",
]
