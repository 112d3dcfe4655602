"""Units that a search found."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from caunoi.organisations.models import Unit


def units_found(keys: Collection[int], on: date) -> dict[int, Unit]:
    """Those of the units that live on the day, with their kind."""
    rows = Unit.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), pk__in=keys).select_related("kind")
    return {row.pk: row for row in rows}
