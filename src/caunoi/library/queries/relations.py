"""What a document speaks of, and what speaks of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from caunoi.library.choices import RelationKind
from caunoi.library.models import Document, Relation
from caunoi.library.queries.documents import owned_by_scope, placed_document, sent_to_scope
from caunoi.organisations.queries import Scope
from caunoi.pure.validity import Touch

RELATIONS_MOST = 300
ENDING = ("REPLACES", "REPEALS", "AMENDS", "SUSPENDS")


@dataclass(frozen=True)
class RelationLine:
    """A relation as a page shows it: the other document when it is in the library, or its words."""

    kind: str
    label: str
    other: Document | None
    text: str


@dataclass(frozen=True)
class Surroundings:
    """What the document speaks of, what speaks of it, and what touches its validity."""

    out: list[RelationLine]
    back: list[RelationLine]
    touches: list[Touch]


# The other document of each relation, in one statement: compiling it anew each time would cost more than running it.
RELATED_SQL = """
SELECT o.id, o.public_id, o.type_name, o.symbol, o.title, o.is_public, o.owner_id, o.issued_on, o.effective_on,
  p.path AS owner_path, r.kind AS relation_kind, COALESCE(NULLIF(r.target_text, ''), r.target_symbol) AS words,
  CASE WHEN r.source_id = %(document)s THEN 0 ELSE 1 END AS is_back
FROM library_relation r
LEFT JOIN library_document o ON o.id = CASE WHEN r.source_id = %(document)s THEN r.target_id ELSE r.source_id END
LEFT JOIN organisations_placement p ON p.unit_id = o.owner_id
  AND p.from_on <= %(on)s AND (p.to_on IS NULL OR p.to_on > %(on)s)
WHERE r.source_id = %(document)s OR r.target_id = %(document)s
ORDER BY is_back, r.kind, r.id LIMIT %(limit)s"""


def _related(document: Document, on: date) -> list[Any]:
    facts = {"document": document.pk, "on": on.isoformat(), "limit": RELATIONS_MOST}
    return list(Document.objects.raw(RELATED_SQL, facts))


def _touch(kind: str, source: Document) -> Touch:
    return Touch(kind, source.effective_on or source.issued_on, str(source))


def _line(row: Any, visible: Collection[int]) -> RelationLine:
    other = row if row.pk in visible else None
    return RelationLine(row.relation_kind, str(RelationKind(row.relation_kind).label), other, row.words)


def document_with_surroundings(public_id: UUID, on: date, scope: Scope) -> tuple[Document, Surroundings]:
    """A document that the person may read, and its relations both ways; others out of the scope are words only.

    Two statements, and a third for someone to whom the document, or one beside it, may have been sent. Raises
    Document.DoesNotExist when the person may not read it.
    """
    found = placed_document(public_id, on)
    rows = _related(found, on)
    known = [row for row in [found, *rows] if row.pk]
    owned = {row.pk for row in known if owned_by_scope(row, scope)}
    visible = owned | sent_to_scope([row for row in known if row.pk not in owned], scope)
    if found.pk not in visible:
        raise Document.DoesNotExist
    touches = [_touch(row.relation_kind, row) for row in rows if row.is_back and row.relation_kind in ENDING]
    if len(rows) == RELATIONS_MOST:
        ending = Relation.objects.filter(target=found, kind__in=ENDING).select_related("source")
        touches = [_touch(row.kind, row.source) for row in ending]
    out = [_line(row, visible) for row in rows if not row.is_back]
    back = [_line(row, visible) for row in rows if row.is_back and row.pk in visible]
    return found, Surroundings(out, back, touches)
