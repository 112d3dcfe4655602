"""What everybody sees of contests."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caunoi.contests import rules
from caunoi.contests.choices import ContestState
from caunoi.contests.models import Contest, Paper
from caunoi.contests.queries import entrant_of_user, key_of_entrant, public_contest, public_contests, rounds_of
from caunoi.contests.queries.contests import RoundSight
from caunoi.contests.queries.papers import asked, pool_of, quotas_of
from caunoi.contests.queries.results import board as first_of
from caunoi.contests.queries.results import entries_of, unit_lines
from caunoi.kit import clock
from caunoi.kit.ui.paging import whole
from caunoi.organisations.queries import scope_asked
from caunoi.pure.draws import VERSION, commitment, draw, pool_text
from caunoi.pure.standings import by_count, by_rate

SHOWN_MOST = 60


def nearest(sights: list[RoundSight]) -> RoundSight | None:
    """The round that a visitor asks about: the open one, else the next, else the last."""
    for state in ("OPEN", "WAITING"):
        for sight in sights:
            if sight.state == state:
                return sight
    return sights[-1] if sights else None


@require_GET
def contests(request: HttpRequest) -> HttpResponse:
    """Open ones first, then those to come, then those that are over."""
    at = clock.now()
    groups: dict[str, list[object]] = {"OPEN": [], "WAITING": [], "OVER": []}
    for row in public_contests()[:SHOWN_MOST]:
        sight = nearest(rounds_of(row, at))
        state = sight.state if sight else "OVER"
        groups[state].append((row, sight))
    context = {"groups": groups, "is_keeper": rules.may_make_contest(scope_asked(request, clock.today()))}
    return render(request, "contests/contests.html", context)


@require_GET
def contest(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """What it is about, when, how it is judged, and the way in."""
    row, at = public_contest(contest_id), clock.now()
    sights = rounds_of(row, at)
    entrant = entrant_of_user(request.user, row)
    context = {
        "contest": row, "sights": sights, "near": nearest(sights),
        "entry_key": key_of_entrant(entrant) if entrant else "", "entries": sum(entries_of(row).values()),
        "awards": list(row.awards.order_by("number")) if row.state == ContestState.DECIDED else [],
    }  # fmt: skip
    return render(request, "contests/contest.html", context)


@require_GET
def board(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Units by how many took part, and by how many of their members; while it runs and afterwards."""
    row = public_contest(contest_id)
    lines = unit_lines(row)
    rated = [line for line in by_rate(lines) if line.rate is not None]
    context = {
        "contest": row, "now": clock.now(), "by_count": first_of(by_count(lines)), "by_rate": first_of(rated),
        "people": sum(line.participants for line in lines), "papers": sum(line.papers for line in lines),
        "units": len(lines),
    }  # fmt: skip
    return render(request, "contests/board.html", context)


def _revealed(contest_id: UUID) -> Contest:
    """A contest whose seed is out. Raises Contest.DoesNotExist before."""
    row = public_contest(contest_id)
    if row.revealed_at is None:
        raise Contest.DoesNotExist
    return row


@require_GET
def draw_check(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Anyone checks the draw: the hash of before against seed and questions, and a paper's questions drawn once more."""
    row = public_contest(contest_id)
    context: dict[str, object] = {"contest": row, "version": VERSION}
    if row.revealed_at is not None:
        pool = [asked(each) for each in pool_of(row)]
        context["is_kept"] = commitment(row.seed, pool, quotas_of(row)) == row.seed_hash
        context |= {
            "asked": request.GET.get("paper", "")[:12],
            **_drawn_again(row, whole(request.GET.get("paper", ""))),
        }
    return render(request, "contests/draw_check.html", context)


def _drawn_again(row: Contest, serial: int) -> dict[str, object]:
    paper = Paper.objects.filter(round__contest=row, serial=serial).first() if serial else None
    if paper is None:
        return {}
    pool = pool_of(row)
    drawn = draw([asked(each) for each in pool], quotas_of(row), seed=row.seed, serial=serial)
    texts = {each.number: each for each in pool}
    return {
        "paper": paper, "is_same": paper.drawn == [[each.number, list(each.order)] for each in drawn],
        "drawn": [(texts[each.number], [texts[each.number].options[n] for n in each.order]) for each in drawn],
    }  # fmt: skip


@require_GET
def draw_data(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Seed and questions as the bytes that were hashed, for whoever checks with a program of their own."""
    row = _revealed(contest_id)
    text = pool_text([asked(each) for each in pool_of(row)], quotas_of(row))
    return JsonResponse({"seed": row.seed, "hash": row.seed_hash, "hashed_after_seed_and_newline": text})
