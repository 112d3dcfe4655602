"""What of the search index a person may see. Reckoned when they ask: a role given or taken away counts at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from caunoi.accounts.models import User
from caunoi.kit.searching import PUBLIC
from caunoi.library.models import Document, Procedure
from caunoi.library.queries.documents import documents_visible_to, of_reached_owners, sent_to_reader
from caunoi.organisations.queries import Scope, scope_of

OWNER, SENT = "library.owner:", "library.document:"


def audience_of(document: Document) -> frozenset[str]:
    """Who finds a document: everyone, or those of its owner's branch and those to whom it was sent."""
    if document.is_public:
        return frozenset({PUBLIC})
    sent = {f"{SENT}{document.pk}"}
    return frozenset(sent | {f"{OWNER}{document.owner_id}"} if document.owner_id else sent)


def search_tokens(user: User | AnonymousUser, on: date, scope: Scope | None = None) -> frozenset[str]:
    """PUBLIC; the owners of hidden documents that the person reaches; the hidden documents sent to the person's units.

    One statement, and none for someone without a post. The same people as `documents_visible_to`, said in tokens.
    """
    if not isinstance(user, User):
        return frozenset({PUBLIC})
    scope = scope or scope_of(user, on)
    if not scope.posts:
        return frozenset({PUBLIC})
    hidden = Document.objects.filter(is_public=False).order_by()
    owners = hidden.filter(of_reached_owners(user, on, scope)).annotate(token=_token(OWNER, "owner_id"))
    sent = hidden.filter(sent_to_reader(scope)).annotate(token=_token(SENT, "pk"))
    return frozenset({PUBLIC, *owners.values_list("token", flat=True).union(sent.values_list("token", flat=True))})


def _token(prefix: str, name: str) -> Concat:
    return Concat(Value(prefix), Cast(F(name), CharField()), output_field=CharField())


def documents_found(
    keys: Collection[int], user: User | AnonymousUser, on: date, scope: Scope | None = None
) -> dict[int, Document]:
    """Those of the documents found that the person may read now: an index is a moment behind, or its worker is down."""
    shown = ("public_id", "symbol", "type_name", "title", "is_public", "is_sample")
    rows = documents_visible_to(user, on, scope).filter(pk__in=keys).only(*shown)
    return {row.pk: row for row in rows}


def procedures_found(keys: Collection[int]) -> dict[int, Procedure]:
    """Those of the procedures found that are in use now."""
    rows = Procedure.objects.filter(pk__in=keys, is_active=True)
    return {row.pk: row for row in rows.only("code", "name", "field_name", "is_sample")}
