"""Rows of the room, one file per noun."""

from caunoi.directives.models.directive import Directive, DirectiveObligation
from caunoi.directives.models.minutes import CoverageMinutes
from caunoi.directives.models.recipient import Acknowledgement, Evidence, Opening, Recipient, Reminder

__all__ = [
    "Acknowledgement",
    "CoverageMinutes",
    "Directive",
    "DirectiveObligation",
    "Evidence",
    "Opening",
    "Recipient",
    "Reminder",
]
