"""A contest while it is a draft: its rules, its rounds, and the questions it will draw from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.contests import workflow
from caunoi.contests.choices import ContestState, Eligibility, QuestionState, TieBreak
from caunoi.contests.models import Contest, PoolQuestion, Question, Round
from caunoi.kit import audit
from caunoi.organisations.models import Unit

QUESTIONS_MOST, MINUTES_MOST, ATTEMPTS_MOST, ROUNDS_MOST = 100, 180, 20, 12


@dataclass(frozen=True)
class ContestDraft:
    """What an officer decides; `rounds` are pairs of opening and closing, in order."""

    title: str
    rounds: tuple[tuple[datetime, datetime], ...]
    about: str = ""
    consent_text: str = ""
    eligibility: str = Eligibility.ANYONE
    question_count: int = 10
    quotas: Mapping[str, int] = field(default_factory=dict)
    minutes: int = 10
    attempts_per_round: int = 1
    has_prediction: bool = True
    tie_order: tuple[str, ...] = (TieBreak.PREDICTION, TieBreak.DURATION, TieBreak.EARLIEST)
    # (name, how many, kind), the first first.
    prizes: tuple[tuple[str, int, str], ...] = ()
    is_sample: bool = False


def require(contest: Contest, deed: str) -> str:
    """The state after a deed. Raises ValidationError when the contest is in none that the deed may start from."""
    before, after = workflow.DEEDS[deed]
    if contest.state not in before:
        state = ContestState(contest.state).label
        raise ValidationError(_("Không làm được: cuộc thi đang ở bước “%(state)s”.") % {"state": state})
    return after or contest.state


def locked(contest: Contest) -> Contest:
    """The contest's row, held until the transaction ends."""
    return Contest.objects.select_for_update(of=("self",)).select_related("unit").get(pk=contest.pk)


def _in_order(rounds: Sequence[tuple[datetime, datetime]]) -> str:
    if not 1 <= len(rounds) <= ROUNDS_MOST:
        return _("Cần từ 1 đến %d đợt thi.") % ROUNDS_MOST
    if any(end <= start for start, end in rounds):
        return _("Giờ đóng phải sau giờ mở.")
    if any(later[0] < earlier[1] for earlier, later in pairwise(rounds)):
        return _("Đợt sau mở khi đợt trước đã đóng.")
    return ""


def _checked(draft: ContestDraft) -> dict[str, Any]:
    title = " ".join(draft.title.split())
    numbers = (
        ("question_count", draft.question_count, QUESTIONS_MOST), ("minutes", draft.minutes, MINUTES_MOST),
        ("attempts_per_round", draft.attempts_per_round, ATTEMPTS_MOST),
    )  # fmt: skip
    problems = {name: _("Từ 1 đến %d.") % most for name, value, most in numbers if not 1 <= value <= most}
    if not title or len(title) > 200:
        problems["title"] = _("Ghi tên cuộc thi, nhiều nhất 200 ký tự.")
    if wrong := _in_order(draft.rounds):
        problems["rounds"] = wrong
    if sum(draft.quotas.values()) > draft.question_count:
        problems["quotas"] = _("Số câu theo độ khó vượt số câu của một bài.")
    if problems:
        raise ValidationError(problems)
    return {
        "title": title, "about": draft.about.strip(), "consent_text": draft.consent_text.strip(),
        "eligibility": draft.eligibility,
        "question_count": draft.question_count, "quotas": {k: v for k, v in draft.quotas.items() if v},
        "minutes": draft.minutes, "attempts_per_round": draft.attempts_per_round,
        "has_prediction": draft.has_prediction, "tie_order": list(draft.tie_order),
        "prizes": [{"name": name[:120], "count": count, "kind": kind} for name, count, kind in draft.prizes],
    }  # fmt: skip


def _set_rounds(contest: Contest, rounds: Sequence[tuple[datetime, datetime]]) -> None:
    contest.rounds.all().delete()
    rows = [Round(contest=contest, number=n, opens_at=start, closes_at=end) for n, (start, end) in enumerate(rounds, 1)]
    Round.objects.bulk_create(rows)


@transaction.atomic
def make_contest(*, unit: Unit, draft: ContestDraft, by: User, at: datetime) -> Contest:
    """A new draft. Raises ValidationError on what is missing."""
    contest = Contest.objects.create(
        unit=unit, **_checked(draft), made_at=at, made_by=by, is_sample=draft.is_sample
    )  # fmt: skip
    _set_rounds(contest, draft.rounds)
    audit.record(contest, "contests.make_contest", by=by, at=at, unit=unit)
    return contest


@transaction.atomic
def change_contest(*, contest: Contest, draft: ContestDraft, by: User, at: datetime) -> Contest:
    """Change a draft. Raises ValidationError on what is missing, or when it is announced."""
    row = locked(contest)
    require(row, "change_contest")
    for name, value in _checked(draft).items():
        setattr(row, name, value)
    row.save()
    _set_rounds(row, draft.rounds)
    audit.record(row, "contests.change_contest", by=by, at=at)
    return row


def copied(contest: Contest, question: Question, number: int) -> PoolQuestion:
    """A question of the bank as the contest keeps it."""
    names = ("text", "options", "correct", "explanation", "basis", "difficulty")
    same = {name: getattr(question, name) for name in names}
    return PoolQuestion(contest=contest, question=question, number=number, **same)


@transaction.atomic
def choose_questions(*, contest: Contest, questions: Sequence[Question], by: User, at: datetime) -> None:
    """Make these the questions that a draft draws from. Raises ValidationError for one that was put aside."""
    row = locked(contest)
    require(row, "change_contest")
    if any(question.state != QuestionState.CONFIRMED for question in questions):
        raise ValidationError(_("Có câu hỏi không dùng nữa. Bỏ câu đó, hoặc dùng lại ở ngân hàng."))
    row.pool.all().delete()
    chosen = list({question.pk: question for question in questions}.values())
    PoolQuestion.objects.bulk_create([copied(row, question, n) for n, question in enumerate(chosen, 1)])
    audit.record(row, "contests.choose_questions", by=by, at=at, count=len(chosen))
