"""Reading the library; load is authorise."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from caunoi.accounts.models import User
from caunoi.library.choices import ReadingState, RelationKind
from caunoi.library.models import Clause, Document, DocumentReading, DocumentVersion, Relation
from caunoi.organisations.models import Placement
from caunoi.organisations.queries import Scope, managed_placements, scope_of
from caunoi.pure import symbols
from caunoi.pure.validity import Touch, Verdict, status_on
from caunoi.pure.vietnamese import fold

RELATIONS_MOST = 300
YEAR = re.compile(r"(?:19|20|21)\d\d", re.ASCII)
ENDING = ("REPLACES", "REPEALS", "AMENDS", "SUSPENDS")

# What a unit was sent it may read: a higher room says which documents, as keys, for the posts of a person.
Opener = Callable[[Scope], RawSQL]
_openers: list[Opener] = []


def register_opener(opener: Opener) -> None:
    """Let a room above open documents to the people whose units it sent them to."""
    _openers.append(opener)


def documents_visible_to(user: User | AnonymousUser, on: date, scope: Scope | None = None) -> QuerySet[Document]:
    """Public documents, those owned by units that the person acts for or manages, and those sent to these units."""
    if not isinstance(user, User):
        return Document.objects.filter(is_public=True)
    scope = scope or scope_of(user, on)
    if not scope.posts:
        return Document.objects.filter(is_public=True)
    own = [unit.pk for unit in scope.own_units()]
    managed = managed_placements(user, on, scope).values("unit_id")
    visible = Q(is_public=True) | Q(owner__in=own) | Q(owner__in=managed)
    for opener in _openers:
        visible |= Q(pk__in=opener(scope))
    return Document.objects.filter(visible)


def find_documents(rows: QuerySet[Document], filters: Mapping[str, str]) -> QuerySet[Document]:
    """Narrow a list: `q` (symbol or words, with or without accents), `type`, `area`, `year`, `tier`."""
    text = filters.get("q", "").strip()[:200]
    if text:
        key = symbols.key(text)
        by_symbol = Q(symbol_key__startswith=key) if key[:1].isdigit() else Q(pk__in=[])
        by_words = Q()
        for word in fold(text).split():
            by_words &= Q(folded_title__contains=word)
        rows = rows.filter(by_symbol | by_words)
    if filters.get("area"):
        rows = rows.filter(areas__area=filters["area"])
    if filters.get("type"):
        rows = rows.filter(type_name=filters["type"])
    if filters.get("tier"):
        rows = rows.filter(tier=filters["tier"])
    year = YEAR.fullmatch(filters.get("year", "").strip())
    if year:
        first = int(year.group())
        rows = rows.filter(issued_on__gte=date(first, 1, 1), issued_on__lt=date(first + 1, 1, 1))
    return rows


def newest_first(rows: QuerySet[Document]) -> QuerySet[Document]:
    """Newest first, without the long fields that a list does not show."""
    shown = ("public_id", "symbol", "type_name", "issuer", "issued_on", "title", "is_sample", "is_public")
    return rows.order_by("-issued_on", "-id").only(*shown)


def _owned(document: Document, scope: Scope) -> bool:
    """Whether a document (with its `owner_path`) is public, or its owner is a unit that the person acts for or manages."""
    path = document.owner_path
    is_own = document.owner_id is not None and scope.acts_for(document.owner_id)
    return document.is_public or is_own or (path is not None and scope.manages(path))


def _sent(documents: Collection[Document], scope: Scope) -> set[int]:
    """Keys of those documents that were sent to the person's units."""
    if not documents or not scope.posts:
        return set()
    sent = Q(pk__in=[])
    for opener in _openers:
        sent |= Q(pk__in=opener(scope))
    rows = Document.objects.filter(sent, pk__in=[document.pk for document in documents])
    return set(rows.values_list("pk", flat=True))


def _document(public_id: UUID, on: date) -> Document:
    placed = Placement.objects.on(on).filter(unit=OuterRef("owner")).values("path")[:1]
    return Document.objects.annotate(owner_path=Subquery(placed)).get(public_id=public_id)  # type: ignore[no-redef]


def document_for(user: User | AnonymousUser, public_id: UUID, on: date, scope: Scope | None = None) -> Document:
    """A document that the person may read, with `owner_path`, its owner's place on the day.

    Raises Document.DoesNotExist otherwise.
    """
    found = _document(public_id, on)
    if not found.is_public:
        scope = scope or scope_of(user, on)
        if not _owned(found, scope) and not _sent([found], scope):
            raise Document.DoesNotExist
    return found


def may_see_document(user: Any, document_id: int, on: date, scope: Scope | None = None) -> bool:
    """Whether the person may read the document with this key (the guard of its files)."""
    return documents_visible_to(user, on, scope).filter(pk=document_id).exists()


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
    found = _document(public_id, on)
    rows = _related(found, on)
    known = [row for row in [found, *rows] if row.pk]
    owned = {row.pk for row in known if _owned(row, scope)}
    visible = owned | _sent([row for row in known if row.pk not in owned], scope)
    if found.pk not in visible:
        raise Document.DoesNotExist
    touches = [_touch(row.relation_kind, row) for row in rows if row.is_back and row.relation_kind in ENDING]
    if len(rows) == RELATIONS_MOST:
        ending = Relation.objects.filter(target=found, kind__in=ENDING).select_related("source")
        touches = [_touch(row.kind, row.source) for row in ending]
    out = [_line(row, visible) for row in rows if not row.is_back]
    back = [_line(row, visible) for row in rows if row.is_back and row.pk in visible]
    return found, Surroundings(out, back, touches)


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


def validity_of(document: Document, day: date, touches: list[Touch]) -> Verdict:
    """Status on a day, from the document's dates and from the documents that end or change it."""
    return status_on(
        day,
        effective_on=document.effective_on or document.issued_on,
        expires_on=document.expires_on,
        touches=touches,
    )


def clauses_of(version: DocumentVersion, *, start: int = 0, limit: int = 120) -> tuple[list[Clause], int]:
    """A page of the clauses, and how many there are."""
    rows = version.clauses.order_by("position")
    return list(rows[start : start + limit]), rows.count()


def readings_of(user: User, scope: Scope) -> QuerySet[DocumentReading]:
    """Files that the person, or someone of the same units, brought in."""
    own = [unit.pk for unit in scope.own_units()]
    rows = DocumentReading.objects.filter(Q(started_by=user) | Q(owner__in=own))
    return rows.select_related("file", "document").defer("text", "found").order_by("-started_at", "-id")


def reading_for(user: User, public_id: UUID, on: date, scope: Scope | None = None) -> DocumentReading:
    """A reading that the person may confirm. Raises DocumentReading.DoesNotExist otherwise."""
    own = [unit.pk for unit in (scope or scope_of(user, on)).own_units()]
    rows = DocumentReading.objects.filter(Q(started_by=user) | Q(owner__in=own))
    return rows.select_related("file", "owner").get(public_id=public_id)


UNREAD = (ReadingState.QUEUED, ReadingState.READING)
QUEUED_MOST = timedelta(minutes=10)


def lost_before(at: datetime) -> datetime:
    """A reading without a sign of life since then has no worker: four pages may take as long as the option says."""
    return at - timedelta(seconds=settings.CAUNOI.reading_timeout_seconds) - timedelta(minutes=2)


def lost_readings(at: datetime) -> QuerySet[DocumentReading]:
    """Readings whose job seems lost, longest first. A queue that is only long is asked again, which does no harm."""
    queued = Q(state=ReadingState.QUEUED, seen_at__lt=at - QUEUED_MOST)
    reading = Q(state=ReadingState.READING, seen_at__lt=lost_before(at))
    return DocumentReading.objects.filter(queued | reading).only("attempts_count").order_by("seen_at", "id")


def same_document(symbol: str, issued_on: date | None) -> Document | None:
    """A document of the library with the same symbol and date."""
    if not symbol:
        return None
    return Document.objects.filter(symbol_key=symbols.key(symbol), issued_on=issued_on).first()
