"""A contest becomes public with the hash of its seed; a round is closed before its time; a contest is cancelled."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.contests.actions.making import copied, locked, require
from caunoi.contests.actions.taking import finish_papers
from caunoi.contests.choices import Ending, QuestionState
from caunoi.contests.models import Contest, Paper, PoolQuestion, Round
from caunoi.contests.queries.contests import ends_at
from caunoi.contests.queries.papers import asked, quotas_of
from caunoi.kit import audit
from caunoi.pure.draws import SEED_BYTES, DrawProblem, commitment, draw


@transaction.atomic
def announce_contest(*, contest: Contest, by: User, at: datetime) -> Contest:
    """Freeze the questions, publish the hash of seed and questions, and open the page to everybody.

    Raises ValidationError when there are too few questions, or the first round has ended already.
    """
    row = locked(contest)
    row.state = require(row, "announce_contest")
    first = row.rounds.order_by("number").first()
    if first is None or ends_at(first) <= at:
        raise ValidationError(_("Đợt đầu đã qua giờ đóng. Sửa giờ của các đợt."))
    # What was put aside since it was chosen is not asked.
    usable = row.pool.filter(question__state=QuestionState.CONFIRMED)
    chosen = list(usable.select_related("question").order_by("number"))
    row.pool.all().delete()
    pool = PoolQuestion.objects.bulk_create([copied(row, each.question, n) for n, each in enumerate(chosen, 1)])
    frozen, quotas, seed = [asked(each) for each in pool], quotas_of(row), secrets.token_hex(SEED_BYTES)
    try:
        draw(frozen, quotas, seed=seed, serial=1)
    except DrawProblem as problem:
        words = {"wanted": problem.wanted, "found": problem.found}
        raise ValidationError(_("Thiếu câu hỏi: cần %(wanted)d câu, mới có %(found)d.") % words) from problem
    row.seed, row.seed_hash = seed, commitment(seed, frozen, quotas)
    row.announced_at, row.announced_by = at, by
    row.save()
    audit.record(row, "contests.announce_contest", by=by, at=at, seed_hash=row.seed_hash, questions=len(pool))
    return row


@transaction.atomic
def close_round(*, contest: Contest, number: int, reason: str, by: User, at: datetime) -> int:
    """Close a round before its time; papers that run end now with what was saved. Returns how many those were."""
    row = locked(contest)
    require(row, "close_round")
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Ghi lý do. Mọi người đọc được.")})
    one = Round.objects.select_for_update().get(contest=row, number=number)
    if not one.opens_at <= at < ends_at(one):
        raise ValidationError(_("Đợt này không đang mở."))
    one.closed_at, one.closed_by, one.close_reason = at, by, reason[:300]
    one.save(update_fields=["closed_at", "closed_by", "close_reason"])
    running = Paper.objects.filter(round=one, ending="")
    count = finish_papers(running, ending=Ending.CLOSED, at=at)
    audit.record(row, "contests.close_round", by=by, at=at, number=number, papers=count)
    return count


@transaction.atomic
def cancel_contest(*, contest: Contest, reason: str, by: User, at: datetime) -> Contest:
    """Stop it for good, with the reason that its page says from now on. Running papers end."""
    row = locked(contest)
    row.state = require(row, "cancel_contest")
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi lý do. Mọi người đọc được.")})
    row.cancelled_at, row.cancel_reason = at, reason.strip()[:2000]
    row.save(update_fields=["state", "cancelled_at", "cancel_reason"])
    finish_papers(Paper.objects.filter(round__contest=row, ending=""), ending=Ending.CLOSED, at=at)
    audit.record(row, "contests.cancel_contest", by=by, at=at)
    return row
