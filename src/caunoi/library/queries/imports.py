"""Imports of many files: those of the person's units, and what became of their items."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from caunoi.accounts.models import User
from caunoi.library.choices import ItemState
from caunoi.library.models import Document, ImportBatch, ImportItem
from caunoi.organisations.queries import Scope


def imports_of(user: User, scope: Scope) -> QuerySet[ImportBatch]:
    """Batches that the person, or someone of the same units, brought in, with how many of their items are done."""
    own = [unit.pk for unit in scope.own_units()]
    rows = ImportBatch.objects.filter(Q(started_by=user) | Q(owner__in=own))
    done = Count("items", filter=~Q(items__state=ItemState.WAITING))
    return rows.annotate(total_count=Count("items"), done_count=done).order_by("-started_at", "-id")


def import_for(user: User, public_id: UUID, on: date, scope: Scope) -> ImportBatch:
    """A batch that the person may follow. Raises ImportBatch.DoesNotExist otherwise."""
    found: ImportBatch = imports_of(user, scope).select_related("owner").get(public_id=public_id)
    return found


def counts_of(batch: ImportBatch) -> list[tuple[str, str, int]]:
    """How many items are in each state, in the order of the states."""
    counts = dict(batch.items.values_list("state").annotate(count=Count("id")).order_by())
    return [(state.value, str(state.label), counts.get(state.value, 0)) for state in ItemState]


def items_in(batch: ImportBatch, state: str, visible: QuerySet[Document]) -> QuerySet[ImportItem]:
    """Items in their order, of one state or all; each with its document if that is one of those the reader may read."""
    shown = Prefetch("document", visible.defer("abstract", "summary"))
    rows = batch.items.select_related("procedure", "reading").defer("facts", "reading__text", "reading__found")
    rows = rows.prefetch_related(shown)
    if state in set(ItemState.values):
        rows = rows.filter(state=state)
    return rows.order_by("position")
