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
from caunoi.newsroom.actions.reaching import OPENED, READ, add_reach, note_reach, tally

__all__ = [
    "OPENED",
    "READ",
    "ArticleDraft",
    "PictureDraft",
    "add_picture",
    "add_reach",
    "approve_article",
    "create_article",
    "note_reach",
    "publish_article",
    "publish_due",
    "return_article",
    "save_draft",
    "schedule_article",
    "submit_article",
    "tally",
    "unschedule_article",
    "withdraw_article",
]
