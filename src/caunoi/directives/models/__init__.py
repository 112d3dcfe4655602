"""Rows of the room, one file per noun."""

from caunoi.directives.models.chasing import ContactNote, LadderRung, RungStep
from caunoi.directives.models.check import CheckAttempt, CheckQuestion
from caunoi.directives.models.directive import Directive, DirectiveObligation, DirectiveVersion
from caunoi.directives.models.members import MemberCall, MemberChunk, MemberCount, MemberReading
from caunoi.directives.models.minutes import CoverageMinutes, SignOff
from caunoi.directives.models.recipient import Acknowledgement, Evidence, Opening, PastReceipt, Recipient, Reminder
from caunoi.directives.models.returned import ReturnedDelivery

__all__ = [
    "Acknowledgement",
    "CheckAttempt",
    "CheckQuestion",
    "ContactNote",
    "CoverageMinutes",
    "Directive",
    "DirectiveObligation",
    "DirectiveVersion",
    "Evidence",
    "LadderRung",
    "MemberCall",
    "MemberChunk",
    "MemberCount",
    "MemberReading",
    "Opening",
    "PastReceipt",
    "Recipient",
    "Reminder",
    "ReturnedDelivery",
    "RungStep",
    "SignOff",
]
