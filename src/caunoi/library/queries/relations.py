"""What a document speaks of, and what speaks of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from caunoi.accounts.models import User
from caunoi.library.choices import SPOKEN_OF, RelationKind
from caunoi.library.models import Document, Relation
from caunoi.library.queries.documents import documents_visible_to, owned_by_scope, placed_document, sent_to_scope
from caunoi.library.queries.validity import TOUCHING, acts_on, touch_of, verdicts_of
from caunoi.organisations.queries import Scope
from caunoi.pure.citing import anchors_of
from caunoi.pure.validity import Touch, Verdict

RELATIONS_MOST = 300


@dataclass(frozen=True)
class RelationLine:
    """A relation as a page shows it: the other document when it is in the library, or its words.

    `is_counted`: an earlier document that says it ends a later one does not.
    """

    kind: str
    label: str
    other: Document | None
    text: str
    part: str = ""
    is_counted: bool = True


@dataclass(frozen=True)
class Surroundings:
    """What the document speaks of, what speaks of it, and what touches its validity."""

    out: list[RelationLine]
    back: list[RelationLine]
    touches: list[Touch]


@dataclass(frozen=True)
class Relations:
    """The same with the status of each other document on a day, by key."""

    out: list[RelationLine]
    back: list[RelationLine]
    touches: list[Touch]
    verdicts: dict[int, Verdict]
    is_cut: bool


# The other document of each relation, in one statement: compiling it anew each time would cost more than running it.
RELATED_SQL = """
SELECT o.id, o.public_id, o.type_name, o.symbol, o.title, o.is_public, o.owner_id, o.issued_on, o.effective_on,
  o.expires_on, p.path AS owner_path, r.kind AS relation_kind, r.target_part AS part,
  COALESCE(NULLIF(r.target_text, ''), r.target_symbol) AS words,
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


def _line(row: Any, found: Document, visible: Collection[int]) -> RelationLine:
    kind = RelationKind(row.relation_kind)
    is_counted = True
    if row.pk and kind in TOUCHING:
        is_counted = acts_on(row, found) if row.is_back else acts_on(found, row)
    label = SPOKEN_OF[kind] if row.is_back else kind.label
    return RelationLine(kind.value, str(label), row if row.pk in visible else None, row.words, row.part, is_counted)


def _touches(found: Document, rows: list[Any], visible: Collection[int]) -> list[Touch]:
    """What acts on the document; where the page is cut, everything that does is asked for."""
    if len(rows) < RELATIONS_MOST:
        acting = [(row.relation_kind, row.part, row) for row in rows if row.is_back and row.relation_kind in TOUCHING]
    else:
        ending = Relation.objects.filter(target=found, kind__in=TOUCHING).select_related("source")
        acting = [(row.kind, row.target_part, row.source) for row in ending]
    return [
        touch_of(kind, source, part=part, is_named=source.is_public or source.pk in visible)
        for kind, part, source in acting
        if acts_on(source, found)
    ]


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
    out = [_line(row, found, visible) for row in rows if not row.is_back]
    back = [_line(row, found, visible) for row in rows if row.is_back and row.pk in visible]
    return found, Surroundings(out, back, _touches(found, rows, visible))


def document_with_relations(public_id: UUID, on: date, day: date, scope: Scope) -> tuple[Document, Relations]:
    """The same, with the status of each other document on `day`: one statement more."""
    found, around = document_with_surroundings(public_id, on, scope)
    lines = [*around.out, *around.back]
    verdicts = verdicts_of([line.other for line in lines if line.other], day)
    return found, Relations(around.out, around.back, around.touches, verdicts, len(lines) >= RELATIONS_MOST)


@dataclass(frozen=True)
class Act:
    """What another document does to a part, and from which day."""

    label: str
    source: Document
    from_on: date | None


def acts_on_parts(document: Document, user: User | AnonymousUser, on: date, scope: Scope) -> dict[str, list[Act]]:
    """Acts on articles and clauses of the document, by anchor, of documents that the person may read. One statement."""
    rows = Relation.objects.filter(target=document, kind__in=(*TOUCHING, RelationKind.CORRECTS)).exclude(target_part="")
    visible = documents_visible_to(user, on, scope).values("pk")
    acts: dict[str, list[Act]] = {}
    for row in rows.filter(source__in=visible).select_related("source").order_by("pk")[:RELATIONS_MOST]:
        if acts_on(row.source, document):
            act = Act(
                str(SPOKEN_OF[RelationKind(row.kind)]), row.source, row.source.effective_on or row.source.issued_on
            )
            for anchor in anchors_of(row.target_part):
                acts.setdefault(anchor, []).append(act)
    return acts
