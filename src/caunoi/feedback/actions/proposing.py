"""The machine proposes; a person decides. What may be a denunciation is set apart before anybody works on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.feedback.actions.moving import locked
from caunoi.feedback.actions.routing import quarantine_case
from caunoi.feedback.choices import State
from caunoi.feedback.models import Case, TriageProposal
from caunoi.feedback.queries.likeness import alike_ids
from caunoi.feedback.queries.triage import proposals_for
from caunoi.kit import audit
from caunoi.pure.triage.rules import SUSPICION

WAITING = frozenset({State.SCREENING, State.RECEIVED})


@transaction.atomic
def propose_case(*, case: Case, by: User | None, at: datetime) -> TriageProposal | None:
    """Make the proposals for a case, in place of older ones; None when it is set apart.

    A possible denunciation that nobody has looked at yet goes to quarantine (DOMAIN 3.2, 3.5: as soon as it is not
    unlikely); once a person released it, it stays where people put it. Nothing is closed, refused or published.
    """
    case = locked(case)
    if case.state == State.QUARANTINED or not case.text:
        return None
    lines, suspicion, model = proposals_for(case, timezone.localtime(at).date())
    was_released = case.steps.filter(verb="release_case").exists()
    if suspicion >= SUSPICION and case.state in WAITING and not was_released:
        quarantine_case(case=case, by=by, at=at)
        return None
    alike = [{"case": key, "similarity": round(score, 3)} for key, score in alike_ids(case)]
    row, _is_new = TriageProposal.objects.update_or_create(
        case=case, defaults={"model": model, "lines": lines, "alike": alike, "made_at": at}
    )
    audit.record(case, "feedback.propose_case", by=by, at=at, count=len(lines), model=model.version if model else 0)
    return row
