"""Reading the room. Loaders authorise: what is out of scope, or names the reader, raises DoesNotExist."""

from caunoi.feedback.queries.access import case_for, cases_visible_to, follower_for, is_recused, may_see_case
from caunoi.feedback.queries.competence import body_in_charge, desk_for, level_above
from caunoi.feedback.queries.limits import rule_for
from caunoi.feedback.queries.receipts import receipt_for_key, receipt_hash

__all__ = [
    "body_in_charge",
    "case_for",
    "cases_visible_to",
    "desk_for",
    "follower_for",
    "is_recused",
    "level_above",
    "may_see_case",
    "receipt_for_key",
    "receipt_hash",
    "rule_for",
]
