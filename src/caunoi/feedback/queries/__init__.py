"""Reading the room. Loaders authorise: what is out of scope, or names the reader, raises DoesNotExist."""

from caunoi.feedback.queries.access import case_for, cases_visible_to, follower_for, is_recused, may_see_case
from caunoi.feedback.queries.bodies import body_named, topic_named
from caunoi.feedback.queries.clocks import promised_due
from caunoi.feedback.queries.competence import body_in_charge, desk_for, level_above
from caunoi.feedback.queries.limits import rule_for
from caunoi.feedback.queries.receipts import receipt_for_key, receipt_hash
from caunoi.feedback.queries.thread import Thread, thread_of

__all__ = [
    "Thread",
    "body_in_charge",
    "body_named",
    "case_for",
    "cases_visible_to",
    "desk_for",
    "follower_for",
    "is_recused",
    "level_above",
    "may_see_case",
    "promised_due",
    "receipt_for_key",
    "receipt_hash",
    "rule_for",
    "thread_of",
    "topic_named",
]
