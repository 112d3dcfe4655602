"""Reading the library; load is authorise."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Q, QuerySet, When

from caunoi.accounts.models import User
from caunoi.library.choices import ReadingState
from caunoi.library.models import Clause, Document, DocumentReading, DocumentVersion, Relation
from caunoi.organisations.queries import Scope, managed_placements, path_on, scope_of
from caunoi.pure import symbols
from caunoi.pure.validity import Touch, Verdict, status_on
from caunoi.pure.vietnamese import fold

RELATIONS_MOST = 300
YEAR = re.compile(r"(?:19|20|21)\d\d", re.ASCII)
ENDING = ("REPLACES", "REPEALS", "AMENDS", "SUSPENDS")

# What a unit was sent it may read: a higher room says which documents, as keys, for the posts of a person.
Opener = Callable[[Scope], QuerySet[Any, Any]]
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


def document_for(user: User | AnonymousUser, public_id: UUID, on: date, scope: Scope | None = None) -> Document:
    """A document that the person may read. Raises Document.DoesNotExist otherwise."""
    return documents_visible_to(user, on, scope).select_related("owner").get(public_id=public_id)


def may_see_document(user: Any, document_id: int, on: date) -> bool:
    """Whether the person may read the document with this key (the guard of its files)."""
    return documents_visible_to(user, on).filter(pk=document_id).exists()


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


def _visible_of(others: Collection[Document], user: User | AnonymousUser, on: date, scope: Scope | None) -> set[int]:
    """Keys of the documents that the person may read; asks the database only about those that are not public."""
    hidden = [other.pk for other in others if not other.is_public]
    visible = {other.pk for other in others if other.is_public}
    if hidden and isinstance(user, User):
        visible |= set(documents_visible_to(user, on, scope).filter(pk__in=hidden).values_list("pk", flat=True))
    return visible


def _touch(row: Relation) -> Touch:
    return Touch(row.kind, row.source.effective_on or row.source.issued_on, str(row.source))


def surroundings_of(
    document: Document, user: User | AnonymousUser, on: date, scope: Scope | None = None
) -> Surroundings:
    """Relations both ways in one statement; documents out of the person's scope are words only."""
    rows = Relation.objects.filter(Q(source=document) | Q(target=document)).select_related("source", "target")
    is_back = Case(When(source=document, then=0), default=1)
    found = list(rows.order_by(is_back, "kind", "id")[:RELATIONS_MOST])
    outgoing = [row for row in found if row.source_id == document.pk]
    incoming = [row for row in found if row.source_id != document.pk]
    visible = _visible_of(
        [row.target for row in outgoing if row.target] + [row.source for row in incoming], user, on, scope
    )
    ending = [row for row in incoming if row.kind in ENDING]
    if len(found) == RELATIONS_MOST:
        ending = list(Relation.objects.filter(target=document, kind__in=ENDING).select_related("source"))
    out = [
        RelationLine(
            row.kind,
            row.get_kind_display(),
            row.target if row.target_id in visible else None,
            row.target_text or row.target_symbol,
        )
        for row in outgoing
    ]
    back = [
        RelationLine(row.kind, row.get_kind_display(), row.source, row.source.title)
        for row in incoming
        if row.source_id in visible
    ]
    return Surroundings(out, back, [_touch(row) for row in ending])


def validity_of(document: Document, day: date, touches: list[Touch]) -> Verdict:
    """Status on a day, from the document's dates and from the documents that end or change it."""
    return status_on(
        day,
        effective_on=document.effective_on or document.issued_on,
        expires_on=document.expires_on,
        touches=touches,
    )


def newest_version(document: Document) -> DocumentVersion | None:
    """The version that holds now."""
    return document.versions.select_related("file").order_by("-number").first()


def clauses_of(version: DocumentVersion, *, start: int = 0, limit: int = 120) -> tuple[list[Clause], int]:
    """A page of the clauses, and how many there are."""
    rows = version.clauses.order_by("position")
    return list(rows[start : start + limit]), rows.count()


def readings_of(user: User, scope: Scope) -> QuerySet[DocumentReading]:
    """Files that the person, or someone of the same units, brought in."""
    own = [unit.pk for unit in scope.own_units()]
    rows = DocumentReading.objects.filter(Q(started_by=user) | Q(owner__in=own))
    return rows.select_related("file", "document").defer("text", "found").order_by("-started_at", "-id")


def reading_for(user: User, public_id: UUID, on: date) -> DocumentReading:
    """A reading that the person may confirm. Raises DocumentReading.DoesNotExist otherwise."""
    scope = scope_of(user, on)
    own = [unit.pk for unit in scope.own_units()]
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


def owner_path(document: Document, on: date) -> str | None:
    """Where the owner stands on a day."""
    return path_on(document.owner, on) if document.owner else None


def same_document(symbol: str, issued_on: date | None) -> Document | None:
    """A document of the library with the same symbol and date."""
    if not symbol:
        return None
    return Document.objects.filter(symbol_key=symbols.key(symbol), issued_on=issued_on).first()
