"""An officer's contests: made, given questions, announced, closed, cancelled."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.contests import actions
from caunoi.contests.choices import ContestState, Difficulty, PrizeKind, QuestionState, TieBreak
from caunoi.contests.models import Contest, Entrant, Paper, Question
from caunoi.contests.queries import contest_for, contests_kept_by, pool_of, questions_kept_by, rounds_of
from caunoi.contests.web.bank import keeping
from caunoi.contests.web.fields import ContestForm, ReasonForm
from caunoi.contests.web.public import nearest
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.queries import scope_asked

SHOWN_MOST = 200
# Published with the winners, so in the language of the minutes.
UNIT_PRIZES = {
    PrizeKind.UNIT_COUNT: "Giải tập thể nhiều người dự thi nhất",
    PrizeKind.UNIT_RATE: "Giải tập thể có tỷ lệ dự thi cao nhất",
}


def kept(request: HttpRequest, contest_id: UUID) -> Contest:
    keeping(request)
    return contest_for(request.user, contest_id, scope_asked(request, clock.today()))


@require_GET
@login_required
def kept_contests(request: HttpRequest) -> HttpResponse:
    """Those of one's own unions and of the branch below, newest first."""
    keeping(request)
    at = clock.now()
    rows = contests_kept_by(request.user, scope_asked(request, clock.today())).order_by("-id")[:SHOWN_MOST]
    lines = [(row, nearest(rounds_of(row, at))) for row in rows]
    return render(request, "contests/kept_contests.html", {"lines": lines})


def _draft_of(given: dict[str, Any]) -> actions.ContestDraft:
    last = [tie for tie in (TieBreak.DURATION, TieBreak.EARLIEST) if tie != given["tie_break"]]
    names = (
        "title", "about", "consent_text", "eligibility", "question_count", "minutes", "attempts_per_round",
        "has_prediction",
    )  # fmt: skip
    units = ((PrizeKind.UNIT_COUNT, given["unit_count"]), (PrizeKind.UNIT_RATE, given["unit_rate"]))
    return actions.ContestDraft(
        rounds=((given["opens_at"], given["closes_at"]), *given["more_rounds"]),
        quotas={Difficulty.EASY: given["easy_count"] or 0, Difficulty.HARD: given["hard_count"] or 0},
        prizes=(*given["prizes"], *((UNIT_PRIZES[kind], count, kind.value) for kind, count in units if count)),
        tie_order=(*([TieBreak.PREDICTION] if given["has_prediction"] else []), given["tie_break"], *last),
        **{name: given[name] for name in names},
    )


@login_required
@idempotent
def make_contest(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    units = keeping(request)
    form = ContestForm(posted(request), units=units, initial={"unit": units[0].code})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_contest(
                unit=form.cleaned_data["unit"], draft=_draft_of(form.cleaned_data), by=request.user, at=clock.now()  # type: ignore[arg-type]
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã lưu bản nháp. Chọn câu hỏi rồi phát động."))
            return redirect("contests:choose_questions", contest_id=made.public_id)
    context = {"form": form, "is_wrong": is_wrong(form)}
    return render(request, "contests/make_contest.html", context, status=422 if is_wrong(form) else 200)


def _typed(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"


def _unit_prizes(row: Contest, kind: str) -> int | None:
    return sum(prize["count"] for prize in row.prizes if prize["kind"] == kind) or None


def _initial(row: Contest) -> dict[str, Any]:
    first, *later = sorted(row.rounds.all(), key=lambda each: each.number)
    same = {name: getattr(row, name) for name in ContestForm.base_fields if hasattr(row, name)}
    ties = [tie for tie in row.tie_order if tie != TieBreak.PREDICTION]
    return same | {
        "unit": row.unit.code, "opens_at": first.opens_at, "closes_at": first.closes_at,
        "tie_break": ties[0] if ties else TieBreak.DURATION,
        "more_rounds": "\n".join(f"{_typed(each.opens_at)} - {_typed(each.closes_at)}" for each in later),
        "easy_count": row.quotas.get(Difficulty.EASY), "hard_count": row.quotas.get(Difficulty.HARD),
        "prizes": "\n".join(
            f"{prize['name']}: {prize['count']}" for prize in row.prizes if prize["kind"] == PrizeKind.PERSON
        ),
        **{name: _unit_prizes(row, kind) for name, kind in (("unit_count", "UNIT_COUNT"), ("unit_rate", "UNIT_RATE"))},
    }  # fmt: skip


@login_required
@idempotent
def change_contest(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Change a draft."""
    row = kept(request, contest_id)
    if row.state != ContestState.DRAFT:
        raise Contest.DoesNotExist
    form = ContestForm(posted(request), units=[row.unit], initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_contest(contest=row, draft=_draft_of(form.cleaned_data), by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("contests:kept_contest", contest_id=row.public_id)
    context = {"form": form, "contest": row, "is_wrong": is_wrong(form)}
    return render(request, "contests/make_contest.html", context, status=422 if is_wrong(form) else 200)


@require_GET
@login_required
def kept_contest(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """How a contest stands, and what can be done with it now."""
    return _page(request, kept(request, contest_id))


def _page(request: HttpRequest, row: Contest, problems: list[str] | None = None) -> HttpResponse:
    sights = rounds_of(row, clock.now())
    context = {
        "contest": row, "sights": sights, "pool": pool_of(row), "problems": problems or [],
        "entrants_count": Entrant.objects.filter(contest=row).count(),
        "papers_count": Paper.objects.filter(round__contest=row).count(),
        "running_count": Paper.objects.filter(round__contest=row, ending="").count(),
    }  # fmt: skip
    return render(request, "contests/kept_contest.html", context, status=422 if problems else 200)


@login_required
@idempotent
def choose_questions(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Tick the questions that the papers are drawn from."""
    row = kept(request, contest_id)
    if row.state != ContestState.DRAFT:
        raise Contest.DoesNotExist
    usable = questions_kept_by(request.user, scope_asked(request, clock.today())).filter(state=QuestionState.CONFIRMED)
    newest = list(usable.order_by("-id")[:SHOWN_MOST])
    chosen = set(row.pool.values_list("question_id", flat=True))
    # What was chosen stands here however old it is: what is not sent back ticked is left out.
    older = Question.objects.filter(pk__in=chosen - {each.pk for each in newest}, state=QuestionState.CONFIRMED)
    rows = [*newest, *older.order_by("-id")]
    data = posted(request)
    if data is not None:
        ticked = set(data.getlist("question"))
        wanted = [each for each in reversed(rows) if str(each.public_id) in ticked]
        try:
            actions.choose_questions(contest=row, questions=wanted, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            return _page(request, row, error.messages)
        return redirect("contests:kept_contest", contest_id=row.public_id)
    return render(request, "contests/choose_questions.html", {"contest": row, "rows": rows, "chosen": chosen})


@require_POST
@login_required
@idempotent
def announce_contest(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Freeze the questions, publish the hash, open the page."""
    row = kept(request, contest_id)
    try:
        actions.announce_contest(contest=row, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except ValidationError as error:
        return _page(request, row, error.messages)
    messages.success(request, _("Đã phát động. Trang dự thi mở cho mọi người."))
    return redirect("contests:kept_contest", contest_id=row.public_id)


@login_required
@idempotent
def close_round(request: HttpRequest, contest_id: UUID, number: int) -> HttpResponse:
    """Close a round before its time, with the reason."""
    row = kept(request, contest_id)
    sight = next((each for each in rounds_of(row, clock.now()) if each.round.number == number and each.is_open), None)
    if sight is None:
        raise Contest.DoesNotExist
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_round(contest=row, number=number, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())  # type: ignore[arg-type]  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã đóng đợt thi. Bài đang làm được tính với những câu đã lưu."))
            return redirect("contests:kept_contest", contest_id=row.public_id)
    running = Paper.objects.filter(round=sight.round, ending="").count()
    context = {"contest": row, "sight": sight, "form": form, "running_count": running, "is_wrong": is_wrong(form)}
    return render(request, "contests/close_round.html", context, status=422 if is_wrong(form) else 200)


@login_required
@idempotent
def cancel_contest(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Stop it for good, with the reason."""
    row = kept(request, contest_id)
    if row.state not in {ContestState.DRAFT, ContestState.ANNOUNCED}:
        raise Contest.DoesNotExist
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_contest(contest=row, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã hủy cuộc thi."))
            return redirect("contests:kept_contest", contest_id=row.public_id)
    context = {"contest": row, "form": form, "is_wrong": is_wrong(form)}
    return render(request, "contests/cancel_contest.html", context, status=422 if is_wrong(form) else 200)
