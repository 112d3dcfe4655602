"""Many cases of one matter become one, and can be taken apart again; every sender reads the one answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.actions.moving import locked, move
from caunoi.feedback.actions.routing import required_reason
from caunoi.feedback.choices import OPEN_STATES, Channel, FollowerKind, State
from caunoi.feedback.models import Case, Follower


def _count_voices(case: Case) -> None:
    """A case's voices are the followers of it and of what was merged into it; the union that sent a petition is none."""
    rows = Follower.objects.filter(Q(case=case) | Q(case__merged_into=case))
    case.voice_count = rows.exclude(kind=FollowerKind.ORIGIN, case__channel=Channel.PETITION).count()
    case.save(update_fields=["voice_count"])


@transaction.atomic
def merge_cases(*, cases: Sequence[Case], into: Case, reason: str, by: User, at: datetime) -> Case:
    """Merge N cases into one. Their receipts stay; they read the dialogue's replies of the one. Nothing is copied.

    The earliest promise is kept: the one case is due when the first of them was. Raises ValidationError for a case into
    itself and for one that is itself merged or finished.
    """
    reason = required_reason(reason)
    target = locked(into)
    if target.state not in OPEN_STATES:
        raise ValidationError(_("Chỉ gộp vào việc đang mở."))
    dues = [target.due_at]
    for other in cases:
        if other.pk == target.pk:
            raise ValidationError(_("Không gộp một việc vào chính nó."))
        row = locked(other)
        dues.append(row.due_at)
        facts = {"state": row.state, "into": str(target.public_id)}
        row.merged.update(merged_into=target)  # what was merged into it follows
        move(row, "merge_case", by=by, at=at, reason=reason, merged_into=target, facts=facts)
    known = [due for due in dues if due is not None]
    target.due_at = min(known) if known else None
    target.last_at = at
    target.save(update_fields=["due_at", "last_at"])
    _count_voices(target)
    return target


@transaction.atomic
def unmerge_case(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Take a case out again; it goes back to the state that it had."""
    case = locked(case)
    target = case.merged_into
    step = case.steps.filter(verb="merge_case").order_by("-id").first()
    before = State(step.facts["state"]) if step else State.RECEIVED
    if before != State.RECEIVED and case.unit is None:
        before = State.RECEIVED
    move(case, "unmerge_case", by=by, at=at, reason=required_reason(reason), merged_into=None, end=before)
    if target is not None:
        _count_voices(target)
    return case
