"""The parts of a document's page, in one statement; rooms above add theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import connection

from caunoi.library.models import Document

# A part of a document's page: name of the part, place in it, key, name, words, note, moment, two numbers. A room above
# adds its own, as a SELECT of these nine columns about the document %(document)s.
PARTS_SQL = [
    "SELECT 'AREA', id, '', area, '', '', '', 0, 0 FROM library_documentarea WHERE document_id = %(document)s",
    """SELECT 'DUTY', position, '', actor, action, deadline_text, '', 0, 0
    FROM library_obligation WHERE document_id = %(document)s""",
    """SELECT 'VERSION', -v.number, CAST(f.public_id AS varchar(36)), f.name, CAST(v.number AS varchar(9)), '',
      CAST(v.added_at AS varchar(40)), v.pages_count, f.size_bytes
    FROM library_documentversion v LEFT JOIN kit_storedfile f ON f.id = v.file_id WHERE v.document_id = %(document)s""",
]


@dataclass(frozen=True)
class Part:
    """A line of a document's page; which of the fields are filled depends on the part."""

    place: int
    key: UUID | None
    name: str
    words: str
    note: str
    at: datetime | date | None
    pages_count: int | None
    size_bytes: int | None


def register_part(sql: str) -> None:
    """Let a room above stand on a document's page, with one more SELECT of its statement."""
    PARTS_SQL.append(sql)


def _moment(text: str) -> datetime | date | None:
    if len(text) <= len("2026-12-31"):
        return date.fromisoformat(text) if text else None
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def parts_of(document: Document) -> dict[str, list[Part]]:
    """What a document's page shows besides the document itself, in one statement."""
    found: dict[str, list[Part]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(PARTS_SQL) + " ORDER BY 1, 2", {"document": document.pk})
        for part, place, key, name, words, note, at, *counts in cursor.fetchall():
            line = Part(place, UUID(key) if key else None, name or "", words, note, _moment(at), *counts)
            found.setdefault(part, []).append(line)
    return found
