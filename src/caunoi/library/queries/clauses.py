"""The text of a document, clause by clause."""

from __future__ import annotations

from caunoi.library.models import Clause, DocumentVersion


def clauses_of(version: DocumentVersion, *, start: int = 0, limit: int = 120) -> tuple[list[Clause], int]:
    """A page of the clauses, and how many there are."""
    rows = version.clauses.order_by("position")
    return list(rows[start : start + limit]), rows.count()
