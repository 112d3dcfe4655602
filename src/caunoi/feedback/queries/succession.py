"""Who takes over the cases of a unit that ended."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from caunoi.feedback.choices import OPEN_STATES, State
from caunoi.feedback.models import Case, Recusal
from caunoi.feedback.queries.competence import desk_for
from caunoi.organisations.choices import HandoverScope
from caunoi.organisations.models import Placement, Succession, Unit


def has_ended(unit: Unit | None, on: date) -> bool:
    """Whether the unit no longer exists on the day."""
    return unit is not None and unit.ended_on is not None and unit.ended_on <= on


def successors_of(unit: Unit, on: date) -> list[Unit]:
    """The living units that took over its open cases, through however many reorganisations. None, one, or several."""
    found: dict[int, Unit] = {}
    seen, ahead = {unit.pk}, [unit.pk]
    while ahead:
        rows = Succession.objects.filter(predecessor__in=ahead, scope=HandoverScope.OPEN_CASES)
        ahead = []
        for row in rows.select_related("successor").order_by("id"):
            if row.successor_id in seen:
                continue
            seen.add(row.successor_id)
            if has_ended(row.successor, on):
                ahead.append(row.successor_id)
            else:
                found[row.successor_id] = row.successor
    return list(found.values())


def living_above(unit: Unit, on: date) -> Unit | None:
    """The nearest level above that exists on the day; of a unit that ended, above where it stood last."""
    node: Unit | None = unit
    while node is not None:
        place = (
            Placement.objects.filter(unit=node, from_on__lte=on).order_by("-from_on").select_related("parent").first()
        )
        node = place.parent if place else None
        if node is not None and not has_ended(node, on):
            return node
        heirs = successors_of(node, on) if node is not None else []
        if len(heirs) == 1:
            return heirs[0]
    return None


def _is_free(case: Case, unit: Unit) -> bool:
    return not Recusal.objects.filter(case=case, unit=unit, lifted_at=None).exists()


def next_desk(case: Case, on: date) -> Unit:
    """The union that watches the case from now on: the successor; of several the one in the body's area; else the level
    above. One that is named in the case is passed over. The old one, when there is nobody at all."""
    heirs = successors_of(case.desk, on)
    if len(heirs) > 1:
        near = desk_for(body=case.body, sender_unit=None, on=on)
        heirs = [unit for unit in heirs if unit.pk == near.pk]
    desk = heirs[0] if heirs else living_above(case.desk, on)
    while desk is not None and not _is_free(case, desk):
        desk = living_above(desk, on)
    return desk or case.desk


def next_unit(case: Case, on: date) -> Unit | None:
    """The unit that answers from now on: the only successor, unless it is named in the case; None: the desk decides."""
    heirs = successors_of(case.unit, on) if case.unit else []
    return heirs[0] if len(heirs) == 1 and _is_free(case, heirs[0]) else None


def orphans(on: date) -> QuerySet[Case]:
    """Cases whose desk ended, and open ones whose unit did."""
    ended = Unit.objects.filter(ended_on__lte=on).values("pk")
    rows = Case.objects.filter(Q(desk__in=ended) | Q(unit__in=ended, state__in=OPEN_STATES))
    return rows.exclude(state=State.MERGED).order_by("pk")


def recusals_of_ended(on: date) -> QuerySet[Recusal]:
    """Units that are named in cases and ended: whoever took them over is named as well."""
    return Recusal.objects.filter(unit__ended_on__lte=on, lifted_at=None).select_related("unit").order_by("pk")
