"""Directives that rest on a document which no longer holds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q

from caunoi.directives.models import Directive
from caunoi.library import queries as library
from caunoi.library.choices import RelationKind
from caunoi.library.queries import EndedBasis, ended_bases
from caunoi.organisations.queries import Scope, placed_today

# A directive that was due long ago is history.
KEPT = timedelta(days=366)
LINES_MOST = 200
Resting = tuple[Directive, list[EndedBasis]]


def marks_of(directives: Collection[Directive], day: date) -> dict[int, list[EndedBasis]]:
    """What no longer holds under each directive, by its key."""
    found = ended_bases({row.document_id for row in directives}, day)
    return {row.pk: found[row.document_id] for row in directives if row.document_id in found}


def resting_on_ended(scope: Scope, day: date) -> list[Resting]:
    """Directives of the person's units, and of those managed, with what no longer holds under them; newest first."""
    if not scope.posts:
        return []
    own = [unit.pk for unit in scope.own_units()]
    rows = Directive.objects.filter(Q(issuer__in=own) | Q(issuer__in=placed_today(scope).values("unit")))
    rows = rows.filter(due_on__gte=day - KEPT, document__in=library.resting_on_ended(day)).select_related(
        "issuer", "document"
    )
    found = list(rows.order_by("-issued_at", "-id")[:LINES_MOST])
    marks = marks_of(found, day)
    return [(row, marks[row.pk]) for row in found if row.pk in marks]


def directives_on(document_id: int, day: date) -> list[Directive]:
    """Directives, not long past, of a document or of one that is based on it."""
    rests = Q(document=document_id)
    rests |= Q(document__relations_out__target=document_id, document__relations_out__kind=RelationKind.BASED_ON)
    rows = Directive.objects.filter(rests, due_on__gte=day - KEPT).distinct().select_related("document")
    return list(rows.order_by("pk")[:LINES_MOST])
