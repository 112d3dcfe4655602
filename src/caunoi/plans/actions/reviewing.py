"""The unit above accepts a report or returns it; the unit, or the unit above, withdraws one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives.actions import decide_evidence, revoke_evidence
from caunoi.directives.choices import EvidenceState
from caunoi.kit import audit, outbox
from caunoi.plans import notices
from caunoi.plans.actions.progress import refresh_tasks
from caunoi.plans.actions.reporting import evidence_waiting
from caunoi.plans.choices import ActivityState
from caunoi.plans.events import ActivityDecided
from caunoi.plans.models import Activity

REASON_LEAST = 5
WITHDRAWABLE = (ActivityState.SUBMITTED, ActivityState.RETURNED, ActivityState.ACCEPTED)


def _locked(activity: Activity) -> Activity:
    """The row as it is now, held until the transaction ends: two officers may have the same page open."""
    return Activity.objects.select_for_update(of=("self",)).select_related("unit", "created_by").get(pk=activity.pk)


def _moved(row: Activity, at: datetime) -> None:
    """What counts accepted activities counts anew."""
    refresh_tasks(row.serves.values_list("task", flat=True), at)
    outbox.post(ActivityDecided(row.pk))


def _decide(row: Activity, *, is_accepted: bool, note: str, by: User, at: datetime) -> None:
    row.state = ActivityState.ACCEPTED if is_accepted else ActivityState.RETURNED
    row.decided_at, row.decided_by, row.decision_note = at, by, note
    row.save(update_fields=["state", "decided_at", "decided_by", "decision_note"])
    for duty in evidence_waiting(row):
        if duty.evidence is not None:
            decide_evidence(
                evidence=duty.evidence, is_accepted=is_accepted, note=note, by=by, at=at, is_told=False
            )  # fmt: skip
    _moved(row, at)
    audit.record(row, "plans.decide_activity", by=by, at=at, is_accepted=is_accepted)
    notices.tell_activity_decided(row, at, is_accepted=is_accepted)


def _reason(note: str, *, is_accepted: bool) -> str:
    note = note.strip()
    if not is_accepted and len(note) < REASON_LEAST:
        raise ValidationError({"note": _("Trả lại thì ghi rõ cần bổ sung gì.")})
    return note[:500]


@transaction.atomic
def decide_activity(*, activity: Activity, is_accepted: bool, note: str, by: User, at: datetime) -> Activity:
    """Accept a report, or return it with a reason; the duties of directives that it answers are decided with it.

    Raises ValidationError when somebody decided before, or the reason is missing.
    """
    reason = _reason(note, is_accepted=is_accepted)
    row = _locked(activity)
    if row.state != ActivityState.SUBMITTED:
        text = _("Báo cáo này không còn chờ duyệt: %(state)s.")
        raise ValidationError(text % {"state": row.get_state_display()}, code="DECIDED")
    _decide(row, is_accepted=is_accepted, note=reason, by=by, at=at)
    return row


@transaction.atomic
def decide_activities(*, activities: Sequence[Activity], is_accepted: bool, note: str, by: User, at: datetime) -> int:
    """The same for many, with one reason; what somebody decided meanwhile is left out. Returns how many were decided.

    Raises ValidationError when the reason is missing.
    """
    reason, count = _reason(note, is_accepted=is_accepted), 0
    for activity in sorted(activities, key=lambda each: each.pk):
        row = _locked(activity)
        if row.state == ActivityState.SUBMITTED:
            _decide(row, is_accepted=is_accepted, note=reason, by=by, at=at)
            count += 1
    return count


@transaction.atomic
def withdraw_activity(*, activity: Activity, reason: str, by: User, at: datetime) -> Activity:
    """Take a report back, an accepted one too: it stays readable with the reason, and counts nowhere any more.

    Raises ValidationError without a reason, or when there is nothing to withdraw.
    """
    if len(reason.strip()) < REASON_LEAST:
        raise ValidationError({"reason": _("Ghi lý do rút, ít nhất %(n)d ký tự.") % {"n": REASON_LEAST}})
    row = _locked(activity)
    if row.state not in WITHDRAWABLE:
        raise ValidationError(_("Báo cáo này không rút được: %(state)s.") % {"state": row.get_state_display()})
    row.state, row.withdrawn_at, row.withdrawn_by = ActivityState.WITHDRAWN, at, by
    row.withdraw_reason = reason.strip()[:500]
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdraw_reason"])
    for duty in row.duties.exclude(evidence__state=EvidenceState.RETURNED).select_related("evidence__recipient"):
        if duty.evidence is not None:
            revoke_evidence(evidence=duty.evidence, note=row.withdraw_reason, by=by, at=at)
    _moved(row, at)
    audit.record(row, "plans.withdraw_activity", by=by, at=at)
    if row.created_by_id != by.pk:
        notices.tell_activity_withdrawn(row, at)
    return row
