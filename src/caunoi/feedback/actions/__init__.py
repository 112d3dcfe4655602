"""What changes cases. Each deed is one transaction with its history, audit and event."""

from caunoi.feedback.actions.closing import (
    appeal_case,
    close_case,
    rate_case,
    refuse_case,
    reopen_case,
    withdraw_case,
)
from caunoi.feedback.actions.desk import TemplateDraft, delete_view, rename_view, save_template, save_view
from caunoi.feedback.actions.dialogue import (
    Basis,
    ReplyDraft,
    add_note,
    add_to_case,
    ask_sender,
    correct_reply,
    lacking,
    reply_case,
)
from caunoi.feedback.actions.founding import ensure_room
from caunoi.feedback.actions.handing_over import hand_over_case, hand_over_cases, hand_over_rest, pass_recusal_on
from caunoi.feedback.actions.indexing import index_case, index_publication
from caunoi.feedback.actions.intake import (
    CaseDraft,
    KeyConflictError,
    Received,
    add_voice,
    keep_receipt,
    receive_case,
    told,
)
from caunoi.feedback.actions.learning import activate_model, roll_back_model, train_model
from caunoi.feedback.actions.merging import merge_cases, unmerge_case
from caunoi.feedback.actions.pressing import (
    escalate_case,
    escalate_cases,
    follow_up_case,
    follow_up_cases,
    reschedule_case,
    reschedule_some,
)
from caunoi.feedback.actions.proposing import propose_case
from caunoi.feedback.actions.publishing import PublicationDraft, publish_case, withdraw_publication
from caunoi.feedback.actions.recusing import lift_recusal, recuse, recuse_met, recuse_newcomers
from caunoi.feedback.actions.revealing import reveal_sender
from caunoi.feedback.actions.routing import (
    Classification,
    accept_case,
    admit_case,
    assign_case,
    classify_case,
    discard_case,
    quarantine_case,
    release_case,
    return_case,
    take_case,
    transfer_case,
)
from caunoi.feedback.actions.telling import note_received, note_said, note_step, send_digest, send_digests
from caunoi.feedback.actions.timing import ask_extension, decide_extension, pause_case, resume_case
from caunoi.feedback.actions.triaging import triage_case, undo_triage

__all__ = [
    "Basis",
    "CaseDraft",
    "Classification",
    "KeyConflictError",
    "PublicationDraft",
    "Received",
    "ReplyDraft",
    "TemplateDraft",
    "accept_case",
    "activate_model",
    "add_note",
    "add_to_case",
    "add_voice",
    "admit_case",
    "appeal_case",
    "ask_extension",
    "ask_sender",
    "assign_case",
    "classify_case",
    "close_case",
    "correct_reply",
    "decide_extension",
    "delete_view",
    "discard_case",
    "ensure_room",
    "escalate_case",
    "escalate_cases",
    "follow_up_case",
    "follow_up_cases",
    "hand_over_case",
    "hand_over_cases",
    "hand_over_rest",
    "index_case",
    "index_publication",
    "keep_receipt",
    "lacking",
    "lift_recusal",
    "merge_cases",
    "note_received",
    "note_said",
    "note_step",
    "pass_recusal_on",
    "pause_case",
    "propose_case",
    "publish_case",
    "quarantine_case",
    "rate_case",
    "receive_case",
    "recuse",
    "recuse_met",
    "recuse_newcomers",
    "refuse_case",
    "release_case",
    "rename_view",
    "reopen_case",
    "reply_case",
    "reschedule_case",
    "reschedule_some",
    "resume_case",
    "return_case",
    "reveal_sender",
    "roll_back_model",
    "save_template",
    "save_view",
    "send_digest",
    "send_digests",
    "take_case",
    "told",
    "train_model",
    "transfer_case",
    "triage_case",
    "undo_triage",
    "unmerge_case",
    "withdraw_case",
    "withdraw_publication",
]
