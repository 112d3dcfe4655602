"""What changes articles and what hangs on them."""

from caunoi.newsroom.actions.articles import (
    ArticleDraft,
    approve_article,
    create_article,
    discard_article,
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
from caunoi.newsroom.actions.printing import ask_leaflets, print_leaflets, resume_leaflets
from caunoi.newsroom.actions.reaching import OPENED, READ, add_reach, count_delivered, count_returned, note_reach, tally
from caunoi.newsroom.actions.renderings import (
    CHANNELS,
    queue_email,
    record_use,
    remake_words,
    remove_wording,
    restore_words,
    save_wording,
    save_words,
    send_email,
)
from caunoi.newsroom.actions.taking_up import take_up_document

__all__ = [
    "CHANNELS",
    "OPENED",
    "READ",
    "ArticleDraft",
    "MilestoneDraft",
    "NominationDraft",
    "PictureDraft",
    "add_picture",
    "add_reach",
    "approve_article",
    "ask_leaflets",
    "count_delivered",
    "count_returned",
    "create_article",
    "decline_nomination",
    "discard_article",
    "nominate",
    "note_reach",
    "print_leaflets",
    "publish_article",
    "publish_due",
    "queue_email",
    "record_use",
    "remake_words",
    "remove_wording",
    "restore_words",
    "resume_leaflets",
    "return_article",
    "save_draft",
    "save_milestone",
    "save_wording",
    "save_words",
    "schedule_article",
    "select_nomination",
    "send_email",
    "submit_article",
    "take_up_document",
    "tally",
    "unschedule_article",
    "withdraw_article",
]
