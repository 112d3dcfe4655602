"""What everybody sees of contests."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caunoi.contests import rules
from caunoi.contests.queries import entrant_of_user, key_of_entrant, public_contest, public_contests, rounds_of
from caunoi.contests.queries.contests import RoundSight
from caunoi.kit import clock
from caunoi.organisations.queries import scope_asked

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
        "entry_key": key_of_entrant(entrant) if entrant else "",
    }  # fmt: skip
    return render(request, "contests/contest.html", context)
