"""The text of a document, clause by clause."""

from __future__ import annotations

from caunoi.library.models import Clause, DocumentVersion


def clauses_of(version: DocumentVersion, *, start: int = 0, limit: int = 120) -> tuple[list[Clause], int]:
    """A page of the clauses, and how many there are."""
    rows = version.clauses.order_by("position")
    return list(rows[start : start + limit]), rows.count()


def start_of_clause(version: DocumentVersion, anchor: str, size: int) -> int:
    """Where the page begins that holds a clause; 0 for an anchor that the text does not have."""
    place = version.clauses.filter(anchor=anchor).values_list("position", flat=True).first()
    return version.clauses.filter(position__lt=place).count() // size * size if place is not None else 0
