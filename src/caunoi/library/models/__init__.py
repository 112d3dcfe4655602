"""Rows of the room, one file per noun."""

from caunoi.library.models.document import (
    Clause,
    Document,
    DocumentArea,
    DocumentVersion,
    Obligation,
    Relation,
)
from caunoi.library.models.reading import DocumentReading
from caunoi.library.models.synonym import SynonymGroup

__all__ = [
    "Clause",
    "Document",
    "DocumentArea",
    "DocumentReading",
    "DocumentVersion",
    "Obligation",
    "Relation",
    "SynonymGroup",
]
