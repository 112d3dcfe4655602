"""Units that people pick by typing a few words: living ones, and in place of a dissolved one who took over from it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Succession, Unit
from caunoi.pure.vietnamese import fold

SHOWN_MOST, WORDS_MOST, HOPS_MOST = 8, 10, 6
BODIES = (UnitCategory.AGENCY, UnitCategory.UNION, UnitCategory.SOCIAL, UnitCategory.PARTY)
UNIONS = (UnitCategory.UNION,)


@dataclass(frozen=True)
class Pick:
    """A living unit to choose; `former` are dissolved ones that the words meant."""

    unit: Unit
    former: tuple[str, ...] = ()


def _living(on: date) -> Q:
    return (Q(ended_on=None) | Q(ended_on__gt=on)) & Q(founded_on__lte=on)


def _holding(text: str) -> QuerySet[Unit]:
    rows = Unit.objects.select_related("kind")
    for word in fold(text).split()[:WORDS_MOST]:
        # From the beginning of a word on: "ha" is not meant by "thanh pho".
        begins = Q(folded_name__startswith=word) | Q(folded_name__contains=f" {word}")
        rows = rows.filter(begins | Q(code__folded=word))
    return rows


def successors_of(unit: Unit, on: date) -> list[Unit]:
    """The living units that took over from a unit, directly or through others that ended in their turn."""
    return _heirs({unit.pk}, on).get(unit.pk, [])


def _heirs(ended: Collection[int], on: date) -> dict[int, list[Unit]]:
    found: dict[int, dict[int, Unit]] = {pk: {} for pk in ended}
    # A unit on its way up -> those of the asked ones that it stands for.
    stands_for = {pk: {pk} for pk in ended}
    for _hop in range(HOPS_MOST):
        rows = Succession.objects.filter(predecessor__in=stands_for).select_related("successor__kind").order_by("pk")
        following: dict[int, set[int]] = {}
        for row in rows:
            heir = row.successor
            if heir.ended_on is None or heir.ended_on > on:
                for pk in stands_for[row.predecessor_id]:
                    found[pk][heir.pk] = heir
            else:
                following.setdefault(heir.pk, set()).update(stands_for[row.predecessor_id])
        if not following:
            break
        stands_for = following
    return {pk: list(units.values()) for pk, units in found.items()}


def picks_for(text: str, on: date, categories: Collection[str] = BODIES) -> list[Pick]:
    """What a few words may mean, with or without accents; agencies first, then by name."""
    if not fold(text).split():
        return []
    rows = _holding(text).filter(kind__category__in=categories)
    living = list(rows.filter(_living(on)).order_by("kind__category", "folded_name", "pk")[:SHOWN_MOST])
    former: dict[int, list[str]] = {}
    units = {unit.pk: unit for unit in living}
    gone = {unit.pk: unit for unit in rows.filter(ended_on__lte=on).order_by("folded_name", "pk")[:SHOWN_MOST]}
    if gone:
        for pk, heirs in _heirs(gone.keys(), on).items():
            for heir in heirs:
                units.setdefault(heir.pk, heir)
                former.setdefault(heir.pk, []).append(gone[pk].name)
    return [Pick(unit, tuple(former.get(pk, ()))) for pk, unit in units.items()][:SHOWN_MOST]


def picked(text: str) -> Unit | None:
    """The unit of a public id, living or not; None for anything else."""
    try:
        return Unit.objects.select_related("kind").filter(public_id=UUID(text)).first()
    except ValueError:
        return None
