"""The desk after the last round: boards, signs to look at, who would win, the publication, spreadsheets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from caunoi.contests import actions, workflow
from caunoi.contests.choices import ContestState, FlagState, TieBreak
from caunoi.contests.models import Contest, Entrant, Flag
from caunoi.contests.queries.results import (
    barred_entrants,
    board,
    entries_of,
    flags_of,
    is_over,
    standings_of,
    unit_lines,
)
from caunoi.contests.web.fields import CommitteeForm, ReasonForm
from caunoi.contests.web.keeping import kept
from caunoi.kit import clock
from caunoi.kit.documents import write_table
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.paging import pages_of, start_of
from caunoi.kit.ui.refusals import add_errors
from caunoi.pure.standings import by_count, by_rate

SHOWN_MOST, FLAGS_PAGE = 50, 50
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _announced(request: HttpRequest, contest_id: UUID) -> Contest:
    row = kept(request, contest_id)
    if row.state not in {ContestState.ANNOUNCED, ContestState.DECIDED}:
        raise Contest.DoesNotExist
    return row


@require_GET
@never_cache
@login_required
def results(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """How it stands now, and what is left to do before the results are out."""
    return _results(request, _announced(request, contest_id))


def _results(request: HttpRequest, row: Contest, problems: list[str] | None = None) -> HttpResponse:
    at, barred = clock.now(), barred_entrants(row)
    places = standings_of(row, barred=barred)[:SHOWN_MOST]
    entrants = Entrant.objects.select_related("unit").in_bulk([place.result.who for place in places])
    flags, lines, start = flags_of(row), unit_lines(row), start_of(request)
    is_decided = row.state == ContestState.DECIDED
    context = {
        "contest": row, "problems": problems or [], "is_over": is_over(row, at), "barred_count": len(barred),
        "flags": list(flags[start : start + FLAGS_PAGE]), "pages": pages_of(start, FLAGS_PAGE, flags.count()),
        "open_count": flags.filter(state=FlagState.OPEN).count(),
        "places": [(place, entrants[place.result.who], place.result.milliseconds // 1000) for place in places],  # type: ignore[index]
        "entries": sorted(entries_of(row).items()), "by_count": board(by_count(lines), 20),
        "by_rate": board([line for line in by_rate(lines) if line.rate is not None], 20),
        "awards": list(row.awards.order_by("number")) if is_decided else actions.awards_for(row),
        "minutes": getattr(row, "record", None), "committee": row.committee.count(),
    }  # fmt: skip
    return render(request, "contests/results.html", context, status=422 if problems else 200)


@require_POST
@login_required
@idempotent
def raise_flags(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Look for signs now."""
    row = _announced(request, contest_id)
    if row.state == ContestState.DECIDED:
        raise Contest.DoesNotExist
    new = actions.raise_flags(contest=row, by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(request, ngettext("Có %(n)d dấu hiệu mới.", "Có %(n)d dấu hiệu mới.", new) % {"n": new})
    return redirect("contests:results", contest_id=row.public_id)


@login_required
@idempotent
def decide_flag(request: HttpRequest, contest_id: UUID, flag_id: UUID) -> HttpResponse:
    """A person says what a sign means, with a reason."""
    row = _announced(request, contest_id)
    flag = Flag.objects.select_related("entrant__unit").get(entrant__contest=row, public_id=flag_id)
    if row.state == ContestState.DECIDED:
        raise Contest.DoesNotExist
    form = ReasonForm(posted(request))
    form.fields["reason"].help_text = _("Chỉ ban tổ chức đọc.")
    if request.method == "POST" and form.is_valid():
        is_upheld, reason = request.POST.get("verdict") == "uphold", form.cleaned_data["reason"]
        try:
            actions.decide_flag(flag=flag, is_upheld=is_upheld, reason=reason, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("contests:results", contest_id=row.public_id)
    context = {"contest": row, "flag": flag, "form": form, "is_wrong": is_wrong(form)}
    return render(request, "contests/decide_flag.html", context, status=422 if is_wrong(form) else 200)


@login_required
@idempotent
def seat_committee(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Who runs the contest and wins nothing."""
    row = kept(request, contest_id)
    if row.state not in workflow.DEEDS["seat_committee"][0]:
        raise Contest.DoesNotExist
    names = "\n".join(seat.full_name for seat in row.committee.order_by("id"))
    form = CommitteeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.seat_committee(contest=row, people=form.cleaned_data["people"], by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã lưu ban tổ chức."))
            return redirect("contests:kept_contest", contest_id=row.public_id)
    context = {"contest": row, "form": form, "names": names, "is_wrong": is_wrong(form)}
    return render(request, "contests/seat_committee.html", context, status=422 if is_wrong(form) else 200)


@require_POST
@login_required
@idempotent
def decide_contest(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Publish the results."""
    row = _announced(request, contest_id)
    try:
        actions.decide_contest(contest=row, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except ValidationError as error:
        if error.code != "OPEN_FLAGS":
            return _results(request, row, error.messages)
        # Not a 422: that would take the signs just noted back.
        messages.error(request, error.messages[0])
        return redirect("contests:results", contest_id=row.public_id)
    messages.success(request, _("Đã công bố kết quả và lập biên bản."))
    return redirect("contests:results", contest_id=row.public_id)


def _row(place: Any, entrant: Entrant) -> list[Any]:
    result = place.result
    return [
        place.rank, entrant.full_name, entrant.unit.code, entrant.unit.name, result.correct, result.milliseconds / 1000,
        "" if place.off_by is None else place.off_by, result.finished_at,
    ]  # fmt: skip


@require_GET
@never_cache
@login_required
def export_results(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Everybody's standing as a spreadsheet: what ranks them and for which unit; no telephone numbers."""
    row, at = _announced(request, contest_id), clock.now()
    places = standings_of(row, barred=barred_entrants(row))
    entrants = Entrant.objects.select_related("unit").in_bulk([place.result.who for place in places])
    headers = [
        _("Hạng"), _("Họ và tên"), _("Mã đơn vị"), _("Đơn vị"), _("Câu đúng"), _("Giây"), _("Dự đoán lệch"), _("Nộp lúc"),
    ]  # fmt: skip
    rows = [_row(place, entrants[place.result.who]) for place in places]  # type: ignore[index]
    notes = [
        (_("Cuộc thi"), row.title), (_("Số lượt dự thi"), str(sum(entries_of(row).values()))),
        (_("Xếp hạng"), " → ".join([_("Số câu đúng"), *(str(TieBreak(tie).label) for tie in row.tie_order)])),
        (_("Lúc lấy số liệu"), f"{timezone.localtime(at):%d/%m/%Y %H:%M}"),
    ]  # fmt: skip
    if row.is_sample:
        notes.append((_("Lưu ý"), _("dữ liệu mẫu")))
    response = HttpResponse(write_table(_("Xếp hạng"), headers, rows, notes), content_type=SHEET)
    response["Content-Disposition"] = 'attachment; filename="xep-hang.xlsx"'
    return response
