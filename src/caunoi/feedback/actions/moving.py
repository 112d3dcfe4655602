"""What every deed on a case does alike: lock, check the move, write history, audit and event."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from caunoi.accounts.models import User
from caunoi.feedback import workflow
from caunoi.feedback.choices import State
from caunoi.feedback.events import CaseMoved, EntryAdded
from caunoi.feedback.models import Case, CaseStep, Entry, Follower
from caunoi.kit import audit, outbox

# A receipt opens its case until a year after the last thing that happened.
RECEIPT_LIFE = timedelta(days=365)


def locked(case: Case) -> Case:
    """The case as it is now, kept from others until the deed is done."""
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("desk", "unit", "body", "topic", "limit_rule").get(pk=case.pk)


def followed(follower: Follower) -> Case:
    """The case that a receipt speaks in now, kept from others: of a merged one, the one that it went into."""
    return locked(follower.case.merged_into or follower.case)


def move(
    case: Case, verb: str, *, by: User | None, at: datetime, reason: str = "", is_reason_public: bool = False,
    end: State | None = None, facts: dict[str, Any] | None = None, **changes: Any,
) -> CaseStep:  # fmt: skip
    """Carry a deed out on a locked case: the state of the table (or `end` where the table leaves a choice), the changes,
    one row of history, one of audit, one event. Raises ValidationError when the deed may not start here."""
    before, unit_before = case.state, case.unit
    case.state = end if end and workflow.may(before, verb) else workflow.after(before, verb)
    for name, value in changes.items():
        setattr(case, name, value)
    case.last_at = at
    case.save()
    step = CaseStep.objects.create(
        case=case, verb=verb, state_from=before, state_to=case.state, unit_from=unit_before, unit_to=case.unit, at=at,
        by=by, reason=reason, is_reason_public=is_reason_public, due_at=case.due_at, accept_due_at=case.accept_due_at,
        facts=facts or {},
    )  # fmt: skip
    audit.record(case, f"feedback.{verb}", by=by, at=at, step=str(step.public_id), **(facts or {}))
    outbox.post(CaseMoved(case.pk, step.pk, verb))
    Follower.objects.filter(Q(case=case) | Q(case__merged_into=case)).update(expires_at=at + RECEIPT_LIFE)
    return step


def say(case: Case, kind: str, text: str, *, by: User | None, at: datetime, **facts: Any) -> Entry:
    """Add an utterance to the dialogue and tell the house."""
    entry = Entry.objects.create(case=case, kind=kind, text=text.strip(), at=at, author=by, **facts)
    outbox.post(EntryAdded(case.pk, entry.pk, kind))
    return entry
