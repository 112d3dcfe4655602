"""How a case ends, and how it begins anew: refused with guidance, withdrawn, rated, reopened, appealed, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback import workflow
from caunoi.feedback.actions.intake import start_clock
from caunoi.feedback.actions.moving import followed, locked, move
from caunoi.feedback.actions.recusing import recuse_met
from caunoi.feedback.actions.routing import required_reason
from caunoi.feedback.choices import EntryKind, RatingReason, RefusalGround, State
from caunoi.feedback.models import Case, Follower, Rating
from caunoi.feedback.queries.competence import level_above
from caunoi.kit import audit


@transaction.atomic
def refuse_case(*, case: Case, ground: RefusalGround, reason: str, by: User, at: datetime) -> Case:
    """Not to be handled here: the ground and the reason are told to the sender, with the right door and its deadline."""
    case = locked(case)
    move(
        case, "refuse_case", by=by, at=at, reason=required_reason(reason), is_reason_public=True,
        facts={"ground": ground}, closed_at=at,
    )  # fmt: skip
    return case


@transaction.atomic
def withdraw_case(*, follower: Follower, by: User | None, at: datetime) -> Case:
    """The sender takes it back. Voices of others keep a case alive: it stays open, and only this receipt is told so."""
    case = locked(follower.case)
    workflow.after(case.state, "withdraw_case")
    if case.followers.exclude(pk=follower.pk).exists():
        raise ValidationError(_("Có người khác cùng theo dõi việc này nên việc vẫn được giải quyết."))
    move(case, "withdraw_case", by=by, at=at, closed_at=at)
    return case


@transaction.atomic
def rate_case(
    *, follower: Follower, score: int, reasons: Sequence[str], comment: str, by: User | None, at: datetime
) -> Rating:
    """Rate the newest reply, 1 to 5; once a receipt, changeable."""
    case = followed(follower)
    workflow.after(case.state, "rate_case")
    entry = case.entries.filter(kind=EntryKind.REPLY).order_by("-id").first()
    if entry is None or not 1 <= score <= 5:
        raise ValidationError({"score": _("Chọn từ 1 đến 5.")})
    known = [value for value in reasons if value in RatingReason.values]
    row, _is_new = Rating.objects.update_or_create(
        entry=entry,
        follower=follower,
        defaults={"case": case, "score": score, "reasons": known, "comment": comment.strip()[:2000], "at": at},
    )
    audit.record(case, "feedback.rate_case", by=by, at=at, score=score)
    return row


@transaction.atomic
def reopen_case(*, follower: Follower, reason: str, by: User | None, at: datetime) -> Case:
    """Any follower may say that it is not done; a new clock runs, and the figures count it."""
    case = followed(follower)
    workflow.after(case.state, "reopen_case")
    has_unit = case.unit_id is not None
    start_clock(case, at)
    move(
        case, "reopen_case", by=by, at=at, reason=required_reason(reason), is_reason_public=True,
        end=State.HANDLING if has_unit else State.RECEIVED, reopened_count=case.reopened_count + 1, is_on_time=None,
        answered_at=None, closed_at=None, escalation=0, follow_up_at=None, facts={"follower": str(follower.public_id)},
    )  # fmt: skip
    return case


@transaction.atomic
def appeal_case(*, follower: Follower, reason: str, by: User | None, at: datetime) -> Case:
    """Ask the level above to look again; where there is none, the desk above sorts it anew."""
    case = followed(follower)
    workflow.after(case.state, "appeal_case")
    on = timezone.localtime(at).date()
    above = level_above(case.unit, on) if case.unit else None
    case.unit = above
    if above is None:
        case.desk = level_above(case.desk, on) or case.desk
    start_clock(case, at)
    move(
        case, "appeal_case", by=by, at=at, reason=required_reason(reason), is_reason_public=True, handler=None,
        end=State.ASSIGNED if above else State.RECEIVED, appeal_count=case.appeal_count + 1, is_on_time=None,
        answered_at=None, closed_at=None, accepted_at=None, escalation=0, follow_up_at=None,
        facts={"follower": str(follower.public_id)},
    )  # fmt: skip
    recuse_met(case=case, by=by, at=at)
    return case


@transaction.atomic
def close_case(*, case: Case, by: User | None, at: datetime) -> Case:
    """Lay an answered case down, 28 days after the answer; it can still be reopened."""
    case = locked(case)
    move(case, "close_case", by=by, at=at, closed_at=at, follow_up_at=None)
    return case
