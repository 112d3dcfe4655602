"""Which documents a person may read, and the list of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from caunoi.accounts.models import User
from caunoi.library.models import Document
from caunoi.organisations.models import Placement
from caunoi.organisations.queries import Scope, managed_placements, scope_of
from caunoi.pure import symbols
from caunoi.pure.reading.bodies import issuer_key
from caunoi.pure.vietnamese import fold

YEAR = re.compile(r"(?:19|20|21)\d\d", re.ASCII)

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
    return Document.objects.filter(Q(is_public=True) | of_reached_owners(user, on, scope) | sent_to_reader(scope))


def of_reached_owners(user: User, on: date, scope: Scope) -> Q:
    """Documents of the units that the person acts for or manages."""
    own = [unit.pk for unit in scope.own_units()]
    return Q(owner__in=own) | Q(owner__in=managed_placements(user, on, scope).values("unit_id"))


def sent_to_reader(scope: Scope) -> Q:
    """Documents that rooms above sent to the person's units."""
    sent = Q(pk__in=[])
    for opener in _openers:
        sent |= Q(pk__in=opener(scope))
    return sent


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
    days = ("effective_on", "expires_on", "is_ended")
    return rows.order_by("-issued_on", "-id").only(*shown, *days)


def owned_by_scope(document: Document, scope: Scope) -> bool:
    """Whether a document (with its `owner_path`) is public, or its owner is a unit that the person acts for or manages."""
    path = document.owner_path
    is_own = document.owner_id is not None and scope.acts_for(document.owner_id)
    return document.is_public or is_own or (path is not None and scope.manages(path))


def sent_to_scope(documents: Collection[Document], scope: Scope) -> set[int]:
    """Keys of those documents that were sent to the person's units."""
    if not documents or not scope.posts:
        return set()
    rows = Document.objects.filter(sent_to_reader(scope), pk__in=[document.pk for document in documents])
    return set(rows.values_list("pk", flat=True))


def placed_document(public_id: UUID, on: date) -> Document:
    placed = Placement.objects.on(on).filter(unit=OuterRef("owner")).values("path")[:1]
    return Document.objects.annotate(owner_path=Subquery(placed)).get(public_id=public_id)  # type: ignore[no-redef]


def document_for(user: User | AnonymousUser, public_id: UUID, on: date, scope: Scope | None = None) -> Document:
    """A document that the person may read, with `owner_path`, its owner's place on the day.

    Raises Document.DoesNotExist otherwise.
    """
    found = placed_document(public_id, on)
    if not found.is_public:
        scope = scope or scope_of(user, on)
        if not owned_by_scope(found, scope) and not sent_to_scope([found], scope):
            raise Document.DoesNotExist
    return found


def may_see_document(user: Any, document_id: int, on: date, scope: Scope | None = None) -> bool:
    """Whether the person may read the document with this key (the guard of its files)."""
    return documents_visible_to(user, on, scope).filter(pk=document_id).exists()


def _is_issuer(document: Document, issuer: str) -> bool:
    """Whether two ways of writing may name one issuer: "LĐLĐ TP Hà Nội" and "Liên đoàn Lao động thành phố Hà Nội"."""
    known, said = (issuer_key(name) for name in (document.issuer, issuer))
    return not known or not said or known == said


def same_document(
    visible: QuerySet[Document], symbol: str, issued_on: date | None, issuer: str = ""
) -> Document | None:
    """Of the documents that a person may read, the one with the same symbol, date and issuer.

    Two bodies may use the same symbol on the same day.
    """
    if not symbol:
        return None
    rows = visible.filter(symbol_key=symbols.key(symbol), issued_on=issued_on).order_by("-id")
    return next((row for row in rows[:20] if _is_issuer(row, issuer)), None)


def namesakes(user: User, symbol: str, issuer: str, on: date, scope: Scope) -> list[Document]:
    """Documents that the person may read with the same symbol from other issuers, the newest first; at most five."""
    if not symbol:
        return []
    rows = documents_visible_to(user, on, scope).filter(symbol_key=symbols.key(symbol))
    return [row for row in newest_first(rows)[:20] if not _is_issuer(row, issuer)][:5]
