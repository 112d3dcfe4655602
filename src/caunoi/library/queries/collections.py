"""Shelves: documents by tier and by area of reform, and the collections that officers put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from caunoi.accounts.models import User
from caunoi.library.choices import ReformArea, Tier
from caunoi.library.models import Collection, Document, Procedure
from caunoi.library.queries.documents import documents_visible_to
from caunoi.library.queries.validity import verdicts_of
from caunoi.organisations.models import Placement
from caunoi.organisations.queries import Scope, managed_placements
from caunoi.pure import symbols
from caunoi.pure.validity import Verdict

Item = Document | Procedure


@dataclass(frozen=True)
class Shelf:
    """An area of reform with its documents by tier, in the order of `Tier`, and how many there are in all."""

    area: str
    label: str
    counts: list[tuple[str, str, int]]
    total: int


def shelves_for(user: User | AnonymousUser, on: date, scope: Scope) -> tuple[list[Shelf], list[tuple[str, str, int]]]:
    """The six areas by tier, and the tiers alone; of the documents that the person may read. Two statements."""
    visible = documents_visible_to(user, on, scope)
    by_tier = dict(visible.values_list("tier").annotate(count=Count("id", distinct=True)).order_by())
    rows = visible.exclude(areas=None).values_list("areas__area", "tier").annotate(count=Count("id", distinct=True))
    cells = {(area, tier): count for area, tier, count in rows.order_by()}
    shelves = []
    for area in ReformArea:
        counts = [(tier.value, str(tier.label), cells.get((area.value, tier.value), 0)) for tier in Tier]
        shelves.append(Shelf(area.value, str(area.label), counts, sum(count for _value, _label, count in counts)))
    return shelves, [(tier.value, str(tier.label), by_tier.get(tier.value, 0)) for tier in Tier]


def _kept(user: User | AnonymousUser, on: date, scope: Scope) -> Q:
    """Of units that the person acts for, or manages."""
    if not isinstance(user, User) or not scope.posts:
        return Q(pk__in=[])
    own = [unit.pk for unit in scope.own_units()]
    return Q(owner__in=own) | Q(owner__in=managed_placements(user, on, scope).values("unit_id"))


def collections_for(user: User | AnonymousUser, on: date, scope: Scope) -> QuerySet[Collection]:
    """Published ones, and those that the person keeps."""
    return Collection.objects.filter(Q(is_published=True) | _kept(user, on, scope)).order_by("folded_title", "id")


def collection_for(user: User | AnonymousUser, public_id: UUID, on: date, scope: Scope) -> Collection:
    """A collection that the person may see, with `owner_path`. Raises Collection.DoesNotExist."""
    placed = Placement.objects.on(on).filter(unit=OuterRef("owner")).values("path")[:1]
    rows = collections_for(user, on, scope).annotate(owner_path=Subquery(placed))  # type: ignore[no-redef]
    found: Collection = rows.get(public_id=public_id)
    return found


@dataclass(frozen=True)
class ItemLine:
    """What stands on a shelf, with the status of a document on the day."""

    document: Document | None
    procedure: Procedure | None
    note: str
    verdict: Verdict | None


def items_of(collection: Collection, user: User | AnonymousUser, on: date, scope: Scope) -> list[ItemLine]:
    """What the person may see of it, in order."""
    rows = list(collection.items.select_related("procedure").order_by("position"))
    keys = [row.document_id for row in rows if row.document_id]
    known = {row.pk: row for row in documents_visible_to(user, on, scope).filter(pk__in=keys)}
    verdicts = verdicts_of(known.values(), on)
    return [
        ItemLine(known.get(row.document_id or 0), row.procedure, row.note, verdicts.get(row.document_id or 0))
        for row in rows
        if row.procedure or row.document_id in known
    ]


def items_beyond(
    collection: Collection, user: User | AnonymousUser, on: date, scope: Scope
) -> list[tuple[Document, str]]:
    """What stands on it that the person may not see, with its note: it stays when the person changes the rest."""
    visible = documents_visible_to(user, on, scope).values("pk")
    rows = collection.items.exclude(document=None).exclude(document__in=visible).select_related("document")
    return [(row.document, row.note) for row in rows.order_by("position") if row.document]


def items_named(
    lines: Iterable[str], user: User | AnonymousUser, on: date, scope: Scope
) -> tuple[list[Item], list[str]]:
    """Documents by symbol and procedures by code, one a line; and the lines that name nothing the person may see."""
    wanted = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    keys = {symbols.key(line)[:80]: line for line in wanted}
    visible = documents_visible_to(user, on, scope).filter(symbol_key__in=[key for key in keys if key])
    documents = {row.symbol_key: row for row in visible.order_by("issued_on", "id")}
    procedures = {row.code: row for row in Procedure.objects.filter(code__in=wanted)}
    found: list[Item] = []
    missing = []
    for line in wanted:
        item = procedures.get(line) or documents.get(symbols.key(line)[:80])
        if item is None:
            missing.append(line)
        else:
            found.append(item)
    return found, missing
