"""After a reorganisation: cases go to whoever took over, with their history and their promise; and so does recusal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.feedback.actions.moving import locked, move
from caunoi.feedback.actions.recusing import recuse_met
from caunoi.feedback.choices import OPEN_STATES, DataRequestState, PetitionState, RecusalSource, State
from caunoi.feedback.models import Case, DataRequest, Petition, Recusal
from caunoi.feedback.queries.succession import (
    has_ended,
    living_above,
    next_desk,
    next_unit,
    orphans,
    recusals_of_ended,
    successors_of,
)
from caunoi.kit import audit

RUN_MOST = 2_000


@transaction.atomic
def hand_over_case(*, case: Case, by: User | None, at: datetime) -> Case:
    """Give a case of a unit that ended to its successor. The due date stays as it was promised.

    One successor of the answering unit takes it as newly assigned; where there are several, or none, the desk decides.
    A finished case keeps the unit that answered it; only the desk that watches it changes.
    """
    case, on = locked(case), timezone.localtime(at).date()
    is_open = case.state in OPEN_STATES
    facts: dict[str, Any] = {}
    changes: dict[str, Any] = {}
    end = None
    if has_ended(case.desk, on):
        desk = next_desk(case, on)
        if desk.pk != case.desk_id:
            facts |= {"desk_from": str(case.desk.public_id), "desk_to": str(desk.public_id)}
            changes["desk"] = desk
    if is_open and case.unit is not None and has_ended(case.unit, on):
        unit = next_unit(case, on)
        facts |= {"unit_from": str(case.unit.public_id), "unit_to": str(unit.public_id) if unit else None}
        changes |= {"unit": unit, "handler": None, "accepted_at": None}
        end = State.ASSIGNED if unit else State.RECEIVED
    if changes:
        move(case, "hand_over_case", by=by, at=at, end=end, facts=facts, **changes)
        recuse_met(case=case, by=None, at=at)
    return case


@transaction.atomic
def pass_recusal_on(*, recusal: Recusal, by: User | None, at: datetime) -> int:
    """Whoever took over a unit that is named in a case is named as well. Once; one that was lifted stays lifted."""
    on, case = timezone.localtime(at).date(), recusal.case
    known = set(Recusal.objects.filter(case=case).values_list("unit_id", flat=True))
    heirs = [unit for unit in successors_of(recusal.unit, on) if unit.pk not in known] if recusal.unit else []
    for unit in heirs:
        Recusal.objects.create(case=case, unit=unit, source=RecusalSource.MATCHED, at=at, by=by)
        audit.record(case, "feedback.pass_recusal_on", by=by, at=at, unit=unit)
    return len(heirs)


@transaction.atomic
def hand_over_rest(*, by: User | None, at: datetime) -> int:
    """Open requests about data, and petitions that still gather, of units that ended."""
    on, count = timezone.localtime(at).date(), 0
    open_requests = (DataRequestState.RECEIVED, DataRequestState.ACKNOWLEDGED)
    rows: list[tuple[DataRequest | Petition, str]] = [
        *((row, "desk") for row in DataRequest.objects.filter(desk__ended_on__lte=on, state__in=open_requests)),
        *((row, "unit") for row in Petition.objects.filter(unit__ended_on__lte=on, state=PetitionState.GATHERING)),
    ]
    for row, field in rows:
        old = getattr(row, field)
        heirs = successors_of(old, on)
        new = heirs[0] if heirs else living_above(old, on)
        if new is not None:
            setattr(row, field, new)
            row.save(update_fields=[field])
            audit.record(row, "feedback.hand_over_rest", by=by, at=at, unit=new)
            count += 1
    return count


def hand_over_cases(*, at: datetime) -> int:
    """All of it, each case in a transaction of its own; running again changes nothing. Recusals first: a successor that is
    named shall not see a case for a moment."""
    on = timezone.localtime(at).date()
    for recusal in recusals_of_ended(on)[:RUN_MOST]:
        pass_recusal_on(recusal=recusal, by=None, at=at)
    found = list(orphans(on).values_list("pk", flat=True)[:RUN_MOST])
    for pk in found:
        hand_over_case(case=Case(pk=pk), by=None, at=at)
    return len(found) + hand_over_rest(by=None, at=at)
