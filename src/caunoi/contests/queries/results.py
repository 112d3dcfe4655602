"""Results as rows for pure/standings: who stands where, boards by unit, who may win, what the minutes rest on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from caunoi.contests.choices import FlagState
from caunoi.contests.models import CommitteeSeat, Contest, Entrant, Flag, Paper
from caunoi.contests.queries.contests import rounds_of
from caunoi.organisations.models import Unit
from caunoi.pure import standings
from caunoi.pure.draws import shuffled
from caunoi.pure.standings import Place, Result, UnitLine


def finished_papers(contest: Contest) -> QuerySet[Paper]:
    """Papers that ended, whichever way."""
    return Paper.objects.filter(round__contest=contest).exclude(ending="")


def entries_of(contest: Contest) -> dict[int, int]:
    """Papers a round, as frozen when it was over, or as they are now."""
    frozen = {row.number: row.entries_count for row in contest.rounds.all()}
    rows = finished_papers(contest).values_list("round__number").annotate(n=Count("id"))
    live = dict(rows.order_by("round__number"))
    return {number: live.get(number, 0) if count is None else count for number, count in frozen.items()}


def _results(contest: Contest) -> list[Result]:
    rows = finished_papers(contest).values_list(
        "entrant_id", "round__number", "correct_count", "started_at", "finished_at", "prediction"
    )
    return [
        Result(who, number, correct or 0, int((ended - begun).total_seconds() * 1000), ended, prediction)
        for who, number, correct, begun, ended, prediction in rows.iterator(chunk_size=5000)
        if ended is not None
    ]


def barred_entrants(contest: Contest) -> set[int]:
    """Who wins nothing: the committee, whoever made or announced the contest, and those whom a person did not recognise."""
    seats = list(CommitteeSeat.objects.filter(contest=contest))
    users = {seat.user_id for seat in seats if seat.user_id} | {contest.made_by_id, contest.announced_by_id}
    phones = [seat.phone_fingerprint for seat in seats if seat.phone_fingerprint]
    names = Q(user__in=[pk for pk in users if pk]) | Q(phone_fingerprint__in=phones)
    rows = Entrant.objects.filter(contest=contest).filter(names | Q(flags__state=FlagState.UPHELD))
    return set(rows.values_list("pk", flat=True))


def standings_of(contest: Contest, *, barred: Iterable[int] = ()) -> list[Place]:
    """Everybody's best paper of each round, added up over the rounds; the barred are left out."""
    out, actual = set(barred), entries_of(contest)
    rows = [row for row in _results(contest) if row.who not in out]
    if len(actual) == 1:
        return standings.standings(standings.best_of(rows, contest.tie_order, actual), contest.tie_order, actual)
    whole = standings.over_all(rows, contest.tie_order, actual)
    return standings.standings(whole, contest.tie_order, {0: 0})


def by_lot(places: list[Place], contest: Contest) -> list[Place]:
    """Those who share a rank, in the order of a lot that the contest's seed draws; everybody can repeat it after the reveal.

    The lot goes over entrants in the order of their public ids, so that nobody's row decides.
    """
    ids = [place.result.who for place in places]
    rows = Entrant.objects.filter(pk__in=ids).order_by("public_id").values_list("pk", flat=True)
    known = list(rows)
    turn = {known[place]: n for n, place in enumerate(shuffled(len(known), contest.seed, "lot"))}
    return sorted(places, key=lambda place: (place.rank, turn[place.result.who]))  # type: ignore[index]


def unit_lines(contest: Contest) -> list[UnitLine]:
    """Units with people who handed in: participants, members on the books, papers."""
    rows = finished_papers(contest).values_list("entrant__unit").annotate(
        people=Count("entrant", distinct=True), papers=Count("id")
    )  # fmt: skip
    found = {unit: (people, papers) for unit, people, papers in rows.order_by("entrant__unit")}
    members = dict(Unit.objects.filter(pk__in=found).values_list("pk", "member_count"))
    return [UnitLine(unit, people, members[unit], papers) for unit, (people, papers) in found.items()]


@dataclass(frozen=True)
class BoardLine:
    """A unit on the board, with its name."""

    line: UnitLine
    unit: Unit


def board(lines: list[UnitLine], limit: int = 50) -> list[BoardLine]:
    """The first of a board with their units."""
    units = Unit.objects.in_bulk([line.unit for line in lines[:limit]])
    return [BoardLine(line, units[line.unit]) for line in lines[:limit]]  # type: ignore[index]


def is_over(contest: Contest, at: datetime) -> bool:
    """Whether every round has ended."""
    return all(sight.state == "OVER" for sight in rounds_of(contest, at))


def flags_of(contest: Contest) -> QuerySet[Flag]:
    """What was noticed about its entrants, undecided first."""
    rows = Flag.objects.filter(entrant__contest=contest).select_related("entrant__unit", "decided_by")
    return rows.order_by("decided_at", "kind", "id")


def papers_hash(contest: Contest) -> str:
    """SHA-256 over one line a paper, by number: what was drawn, how it ended and what it came to."""
    digest = hashlib.sha256()
    fields = ("serial", "entrant__public_id", "finished_at", "ending", "correct_count", "prediction")
    for serial, who, ended, ending, correct, prediction in (
        finished_papers(contest).order_by("serial").values_list(*fields)
    ):
        line = (
            serial,
            who,
            ended.isoformat(timespec="milliseconds"),
            ending,
            correct,
            "-" if prediction is None else prediction,
        )
        digest.update(("\t".join(map(str, line)) + "\n").encode())
    return digest.hexdigest()
