"""What queues and sends messages."""

from caunoi.notifications.actions.addressing import ask_new_address, tell_old_address
from caunoi.notifications.actions.bounces import take_returned
from caunoi.notifications.actions.chaining import send_channel
from caunoi.notifications.actions.digesting import make_digests, note_delivered, note_returned
from caunoi.notifications.actions.health import revive_address
from caunoi.notifications.actions.leaving import resume_address, stop_address
from caunoi.notifications.actions.notifying import Notice, notify
from caunoi.notifications.actions.preferring import Choices, opt_in_again, opt_out, save_setting
from caunoi.notifications.actions.queueing import MessageDraft, mark_read, queue_messages
from caunoi.notifications.actions.receipts import give_up_waiting, take_receipt
from caunoi.notifications.actions.resting import pause_channel, resume_channel
from caunoi.notifications.actions.ringing import ask_for_due, ask_for_paced, ring
from caunoi.notifications.actions.sending import recover, send_batch, send_due
from caunoi.notifications.actions.trying import send_trial
from caunoi.notifications.actions.webpush.subscribing import leave_machine, subscribe, take_machine, unsubscribe
from caunoi.notifications.actions.withdrawing import heed_consent, heed_notices
from caunoi.notifications.actions.wording import save_texts

__all__ = [
    "Choices",
    "MessageDraft",
    "Notice",
    "ask_for_due",
    "ask_for_paced",
    "ask_new_address",
    "give_up_waiting",
    "heed_consent",
    "heed_notices",
    "leave_machine",
    "make_digests",
    "mark_read",
    "note_delivered",
    "note_returned",
    "notify",
    "opt_in_again",
    "opt_out",
    "pause_channel",
    "queue_messages",
    "recover",
    "resume_address",
    "resume_channel",
    "revive_address",
    "ring",
    "save_setting",
    "save_texts",
    "send_batch",
    "send_channel",
    "send_due",
    "send_trial",
    "stop_address",
    "subscribe",
    "take_machine",
    "take_receipt",
    "take_returned",
    "tell_old_address",
    "unsubscribe",
]
