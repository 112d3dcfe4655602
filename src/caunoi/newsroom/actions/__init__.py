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
from caunoi.newsroom.actions.pictures import PictureDraft, add_picture

__all__ = [
    "ArticleDraft",
    "PictureDraft",
    "add_picture",
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
