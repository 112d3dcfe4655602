"""Units in the search index. The tree of units is public; people are not in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from caunoi.kit import clock, searching
from caunoi.kit.searching import PUBLIC, Entry
from caunoi.organisations.models import Unit

EVENTS = ("organisations.units_reorganised", "organisations.units_imported")


class Units:
    """Living units by their names, today's and earlier ones, and their code."""

    kind = "unit"
    label = pgettext_lazy("many", "Đơn vị")
    version = 1

    def count(self) -> int:
        """All units."""
        return Unit.objects.count()

    def keys(self) -> Iterator[str]:
        """All units, those that ended too."""
        return (str(pk) for pk in Unit.objects.order_by("pk").values_list("pk", flat=True).iterator())

    def entries(self, keys: Sequence[str]) -> Iterator[Entry]:
        """One for each living unit, in two statements."""
        living = Q(ended_on=None) | Q(ended_on__gt=clock.today())
        rows = Unit.objects.filter(living, pk__in=[int(key) for key in keys])
        for row in rows.select_related("kind").prefetch_related("names"):
            earlier = [name.name for name in row.names.all() if name.name != row.name]
            yield Entry(
                kind=self.kind,
                group=str(row.pk),
                title=row.name,
                url=reverse("organisations:unit", args=[row.public_id]),
                audience=frozenset({PUBLIC}),
                text=". ".join([row.kind.name, *earlier]),
                symbols=(row.code,),
                valid_from=row.founded_on,
                valid_until=row.ended_on,
                # "Công đoàn" is in every other name: what is said about it comes first.
                weight=0.4,
            )

    def touched(self, name: str, payload: Mapping[str, Any]) -> Iterable[str]:
        """Units that changed their place, name or life, or came in from a list."""
        return [str(pk) for pk in payload["unit_ids"]] if name in EVENTS else []


searching.register(Units())
