"""Rows of the room, one file per noun."""

from caunoi.feedback.models.after import DataRequest, Rating, Tombstone
from caunoi.feedback.models.case import Case, CaseStep, Extension, Pause
from caunoi.feedback.models.desk import ReplyTemplate, SavedView
from caunoi.feedback.models.digest import DigestLine, DigestMark
from caunoi.feedback.models.likeness import Band, PublicBand, PublicSignature, Signature
from caunoi.feedback.models.people import Follower, Recusal, Sender
from caunoi.feedback.models.petition import Petition, PetitionVoice
from caunoi.feedback.models.publication import Publication
from caunoi.feedback.models.retention import LegalHold, Removal, RetentionRule
from caunoi.feedback.models.tally import PublicationTally
from caunoi.feedback.models.thread import Attachment, Citation, Entry
from caunoi.feedback.models.topic import LimitRule, Topic
from caunoi.feedback.models.triage import TriageDecision, TriageModel, TriageProposal

__all__ = [
    "Attachment",
    "Band",
    "Case",
    "CaseStep",
    "Citation",
    "DataRequest",
    "DigestLine",
    "DigestMark",
    "Entry",
    "Extension",
    "Follower",
    "LegalHold",
    "LimitRule",
    "Pause",
    "Petition",
    "PetitionVoice",
    "PublicBand",
    "PublicSignature",
    "Publication",
    "PublicationTally",
    "Rating",
    "Recusal",
    "Removal",
    "ReplyTemplate",
    "RetentionRule",
    "SavedView",
    "Sender",
    "Signature",
    "Tombstone",
    "Topic",
    "TriageDecision",
    "TriageModel",
    "TriageProposal",
]
