"""Rows of the room, one file per noun."""

from caunoi.library.models.collection import Collection, CollectionItem
from caunoi.library.models.document import (
    Clause,
    Document,
    DocumentArea,
    DocumentVersion,
    Obligation,
    Relation,
)
from caunoi.library.models.importing import ImportBatch, ImportItem
from caunoi.library.models.procedure import Procedure, ProcedureBasis, ProcedurePaper, ProcedureStep
from caunoi.library.models.reading import DocumentReading

__all__ = [
    "Clause",
    "Collection",
    "CollectionItem",
    "Document",
    "DocumentArea",
    "DocumentReading",
    "DocumentVersion",
    "ImportBatch",
    "ImportItem",
    "Obligation",
    "Procedure",
    "ProcedureBasis",
    "ProcedurePaper",
    "ProcedureStep",
    "Relation",
]
