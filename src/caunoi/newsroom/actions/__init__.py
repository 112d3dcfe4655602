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
from caunoi.newsroom.actions.milestones import MilestoneDraft, save_milestone
from caunoi.newsroom.actions.nominations import NominationDraft, decline_nomination, nominate, select_nomination
from caunoi.newsroom.actions.pictures import PictureDraft, add_picture

__all__ = [
    "ArticleDraft",
    "MilestoneDraft",
    "NominationDraft",
    "PictureDraft",
    "add_picture",
    "approve_article",
    "create_article",
    "decline_nomination",
    "nominate",
    "publish_article",
    "publish_due",
    "return_article",
    "save_draft",
    "save_milestone",
    "schedule_article",
    "select_nomination",
    "submit_article",
    "unschedule_article",
    "withdraw_article",
]
