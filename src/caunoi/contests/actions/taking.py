"""Taking part: entering, one paper at a time, every answer saved as it is given, the end by hand or by the server's clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.contests.choices import ContestState, Eligibility, Ending
from caunoi.contests.models import Answer, Contest, Entrant, Paper, Round
from caunoi.contests.queries.contests import ends_at
from caunoi.contests.queries.papers import GRACE, asked, pool_of, quotas_of
from caunoi.kit import audit
from caunoi.kit.encryption import fingerprint
from caunoi.organisations.models import Unit
from caunoi.pure.draws import draw
from caunoi.pure.rosters import parse_phone
from caunoi.pure.vietnamese import fold

NAME_MOST = 120
PREDICTION_MOST = 100_000_000


@dataclass(frozen=True)
class EntrantDraft:
    """Who takes part, and for which unit."""

    unit: Unit
    full_name: str
    phone: str = ""
    has_consented: bool = False


def _checked(contest: Contest, draft: EntrantDraft, by: User | None) -> dict[str, str]:
    name, phone = " ".join(draft.full_name.split()), parse_phone(draft.phone) or ""
    problems: dict[str, str] = {}
    if not name or len(name) > NAME_MOST:
        problems["full_name"] = _("Ghi họ và tên, nhiều nhất %d ký tự.") % NAME_MOST
    if by is None and contest.eligibility != Eligibility.ANYONE:
        problems["full_name"] = _("Cuộc thi này cần đăng nhập.")
    if not phone and (by is None or draft.phone.strip()):
        problems["phone"] = _("Nhập số điện thoại như 0912 345 678.")
    if not draft.has_consented:
        problems["has_consented"] = _("Cần đồng ý thì mới dự thi được.")
    if problems:
        raise ValidationError(problems)
    return {"full_name": name, "phone": phone}


@transaction.atomic
def enter_contest(*, contest: Contest, draft: EntrantDraft, by: User | None, at: datetime) -> Entrant:
    """Enter a contest once: an account, or a telephone, is one entrant. Whoever has entered gets the same row again.

    A telephone that is there under another name is refused, in words that do not say whose it is.
    """
    if contest.state != ContestState.ANNOUNCED:
        raise ValidationError(_("Cuộc thi này không nhận người dự thi nữa."))
    fields = _checked(contest, draft, by)
    Contest.objects.select_for_update(of=("self",)).get(pk=contest.pk)
    if by is not None and (mine := Entrant.objects.filter(contest=contest, user=by).first()):
        return mine
    digest = fingerprint(fields["phone"], "phone") if fields["phone"] else ""
    if digest and (known := Entrant.objects.filter(contest=contest, phone_fingerprint=digest).first()):
        is_same = known.user_id is None and fold(known.full_name) == fold(fields["full_name"])
        if by is None and is_same and known.unit_id == draft.unit.pk:
            return known
        raise ValidationError({"phone": _("Số điện thoại này đã dự thi. Mở lại bằng đường dẫn riêng của bạn.")})
    row = Entrant.objects.create(
        contest=contest, user=by, unit=draft.unit, **fields, phone_fingerprint=digest, entered_at=at, consented_at=at,
        is_sample=contest.is_sample,
    )  # fmt: skip
    audit.record(contest, "contests.enter_contest", by=by, at=at, entrant=str(row.public_id))
    return row


def _open_round(contest: Contest, at: datetime) -> Round:
    rows = [row for row in contest.rounds.all() if row.opens_at <= at < ends_at(row)]
    if contest.state != ContestState.ANNOUNCED or not rows:
        raise ValidationError(_("Hiện không có đợt thi nào đang mở."), code="NOT_OPEN")
    return rows[0]


@transaction.atomic
def start_paper(*, entrant: Entrant, by: User | None, at: datetime) -> Paper:
    """Begin a paper in the round that is open, or give back the one that runs: one at a time, however often it is asked.

    Raises ValidationError when no round is open, or no attempt is left.
    """
    # The contest's row is held: it gives the paper its number, and a second start waits until this one is done.
    contest = Contest.objects.select_for_update().prefetch_related("rounds").get(pk=entrant.contest_id)
    running = Paper.objects.filter(entrant=entrant, ending="").select_related("round__contest").first()
    if running is not None and at < running.due_at + GRACE:
        return running
    if running is not None:
        finish_papers(Paper.objects.filter(pk=running.pk), ending=Ending.TIME_UP, at=at)
    one = _open_round(contest, at)
    used = Paper.objects.filter(entrant=entrant, round=one).count()
    if used >= contest.attempts_per_round:
        raise ValidationError(_("Bạn đã dùng hết lượt thi của đợt này."), code="NO_ATTEMPT")
    serial = contest.papers_count + 1
    drawn = draw([asked(row) for row in pool_of(contest)], quotas_of(contest), seed=contest.seed, serial=serial)
    Contest.objects.filter(pk=contest.pk).update(papers_count=serial)
    paper = Paper.objects.create(
        round=one, entrant=entrant, serial=serial, attempt=used + 1, started_at=at,
        drawn=[[each.number, list(each.order)] for each in drawn],
        due_at=min(at + timedelta(minutes=contest.minutes), ends_at(one)),
    )  # fmt: skip
    audit.record(paper, "contests.start_paper", by=by, at=at, serial=paper.serial)
    return paper


@dataclass(frozen=True)
class Save:
    """One answer on its way: the paper's id, the place in the paper, the option's place in the pool's question."""

    paper_id: UUID
    position: int
    choice: int


def _fits(paper: Paper, save: Save) -> bool:
    return 1 <= save.position <= len(paper.drawn) and save.choice in paper.drawn[save.position - 1][1]


@transaction.atomic
def save_answers(*, saves: Sequence[Save], at: datetime) -> list[bool]:
    """Save answers of any papers at one stroke, the later of two for a place; says of each whether it counts.

    One does not count when its paper has ended, by hand or by the clock, or has no such place or option. There is no
    audit row for an answer: the paper's end has one.
    """
    wanted = sorted({save.paper_id for save in saves})
    locked_rows = Paper.objects.select_for_update(of=("self",)).filter(public_id__in=wanted, ending="")
    papers = {row.public_id: row for row in locked_rows.order_by("pk") if at < row.due_at + GRACE}
    counts, last = [], {}
    for save in saves:
        paper = papers.get(save.paper_id)
        is_good = paper is not None and _fits(paper, save)
        counts.append(is_good)
        if paper is not None and is_good:
            last[paper.pk, save.position] = save.choice
    Answer.objects.bulk_create(
        [Answer(paper_id=pk, position=n, choice=choice, saved_at=at) for (pk, n), choice in sorted(last.items())],
        update_conflicts=True, unique_fields=["paper", "position"], update_fields=["choice", "saved_at"],
    )  # fmt: skip
    return counts


def finish_papers(papers: QuerySet[Paper], *, ending: str, at: datetime) -> int:
    """End running papers with what was saved; inside the caller's transaction. Returns how many."""
    # In the order in which save_answers locks them, so that the two never wait for each other.
    rows = papers.filter(ending="").select_for_update(of=("self",)).select_related("round__contest").order_by("pk")
    found, saved = list(rows), defaultdict[int, dict[int, int]](dict)
    for pk, position, choice in Answer.objects.filter(paper__in=found).values_list("paper", "position", "choice"):
        saved[pk][position] = choice
    for row in found:
        right = {each.number: each.correct for each in pool_of(row.round.contest)}
        mine = saved[row.pk]
        row.ending, row.finished_at = ending, min(at, row.due_at)
        row.answered_count = len(mine)
        row.correct_count = sum(mine.get(n) == right[number] for n, (number, _) in enumerate(row.drawn, 1))
    Paper.objects.bulk_update(found, ["ending", "finished_at", "answered_count", "correct_count"], batch_size=200)
    return len(found)


@transaction.atomic
def submit_paper(*, paper: Paper, prediction: int | None, by: User | None, at: datetime) -> Paper:
    """Hand a paper in. One that ended before stays as it ended, so a second sending changes nothing."""
    row = Paper.objects.select_for_update(of=("self",)).select_related("round__contest").get(pk=paper.pk)
    if row.ending:
        return row
    if prediction is not None and not 0 <= prediction <= PREDICTION_MOST:
        raise ValidationError({"prediction": _("Ghi một số nguyên, ví dụ 1200.")})
    is_late = at >= row.due_at + GRACE
    if not is_late and prediction is not None:
        Paper.objects.filter(pk=row.pk).update(prediction=prediction)
    finish_papers(Paper.objects.filter(pk=row.pk), ending=Ending.TIME_UP if is_late else Ending.SUBMITTED, at=at)
    row = Paper.objects.select_related("round__contest__unit", "entrant__unit").get(pk=row.pk)
    audit.record(row, "contests.submit_paper", by=by, at=at, ending=row.ending)
    return row


def finish_due_papers(*, at: datetime, limit: int = 500) -> int:
    """End the papers whose time is up, with what was saved. Returns how many."""
    with transaction.atomic():
        due = Paper.objects.filter(ending="", due_at__lte=at - GRACE).order_by("due_at")[:limit]
        return finish_papers(
            Paper.objects.filter(pk__in=list(due.values_list("pk", flat=True))), ending=Ending.TIME_UP, at=at
        )
