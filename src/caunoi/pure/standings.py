"""Who stands where in a contest: right answers first, then the tie-breaks in the order that the rules name.

The order of the three regulations that were read (LĐLĐ quận Bình Tân 2022, 68/KH-TLĐ 2020, LĐLĐ Vĩnh Phúc 2021): right
answers, distance of the predicted number of entries from the true one, duration, moment of handing in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

PREDICTION, DURATION, EARLIEST = "PREDICTION", "DURATION", "EARLIEST"
# Who predicted nothing stands behind whoever did.
FURTHEST = 10**12


@dataclass(frozen=True)
class Result:
    """One finished paper. `milliseconds` is the time from its start to its end by the server's clock."""

    who: int | str
    round: int
    correct: int
    milliseconds: int
    finished_at: datetime
    prediction: int | None = None


@dataclass(frozen=True)
class Place:
    """A rank, shared by those whom no tie-break tells apart; `off_by` is the prediction's distance (None without one)."""

    rank: int
    result: Result
    off_by: int | None


def off_by(result: Result, actual: Mapping[int, int]) -> int | None:
    """How far the prediction is from the number of entries of its round; None where there is either none."""
    true = actual.get(result.round)
    return None if result.prediction is None or true is None else abs(result.prediction - true)


def _key(order: Sequence[str], actual: Mapping[int, int]) -> Callable[[Result], tuple[float, ...]]:
    def distance(result: Result) -> float:
        found = off_by(result, actual)
        return FURTHEST if found is None else found

    by: dict[str, Callable[[Result], float]] = {
        PREDICTION: distance,
        DURATION: lambda result: result.milliseconds,
        EARLIEST: lambda result: result.finished_at.timestamp(),
    }
    return lambda result: (-result.correct, *(by[name](result) for name in order))


def best_of(results: Iterable[Result], order: Sequence[str], actual: Mapping[int, int]) -> list[Result]:
    """Of each who's papers the best one, by the same order that ranks them."""
    key, best = _key(order, actual), dict[int | str, Result]()
    for result in results:
        held = best.get(result.who)
        if held is None or key(result) < key(held):
            best[result.who] = result
    return list(best.values())


def over_all(results: Iterable[Result], order: Sequence[str], actual: Mapping[int, int]) -> list[Result]:
    """One result for each who over all rounds: the best paper of each round, added up.

    Round 0 stands for the whole: right answers and durations add up, the last handing in counts; the prediction is the
    sum of the distances, measured against `{0: 0}`, and missing where one is missing.
    """
    rounds: dict[int, list[Result]] = defaultdict(list)
    for result in results:
        rounds[result.round].append(result)
    mine: dict[int | str, list[Result]] = defaultdict(list)
    for number in sorted(rounds):
        for result in best_of(rounds[number], order, actual):
            mine[result.who].append(result)
    return [_added(who, papers, actual) for who, papers in mine.items()]


def _added(who: int | str, papers: Sequence[Result], actual: Mapping[int, int]) -> Result:
    distances = [off_by(paper, actual) for paper in papers]
    known = [distance for distance in distances if distance is not None]
    return Result(
        who, 0, sum(paper.correct for paper in papers), sum(paper.milliseconds for paper in papers),
        max(paper.finished_at for paper in papers), sum(known) if len(known) == len(papers) else None,
    )  # fmt: skip


def standings(results: Iterable[Result], order: Sequence[str], actual: Mapping[int, int]) -> list[Place]:
    """Ranks of results, the best first; equal ones share a rank and the next one skips (1, 2, 2, 4)."""
    key = _key(order, actual)
    rows = sorted(results, key=lambda result: (key(result), str(result.who)))
    places: list[Place] = []
    for number, result in enumerate(rows, 1):
        is_tied = bool(places) and key(places[-1].result) == key(result)
        places.append(Place(places[-1].rank if is_tied else number, result, off_by(result, actual)))
    return places


@dataclass(frozen=True)
class UnitLine:
    """A unit on a board: people who took part, out of how many members; papers handed in."""

    unit: int | str
    participants: int
    members: int | None
    papers: int
    rank: int = 0

    @property
    def rate(self) -> float | None:
        """Participants out of members; None without members, or where more took part than are on the books."""
        if not self.members or self.participants > self.members:
            return None
        return self.participants / self.members


def by_count(lines: Iterable[UnitLine]) -> list[UnitLine]:
    """Units by participants, the most first."""
    return _ranked(lines, lambda line: -line.participants)


def by_rate(lines: Iterable[UnitLine]) -> list[UnitLine]:
    """Units by rate, the highest first; of equal rates the larger unit stands first, and those without a rate stand last."""
    return _ranked(lines, lambda line: (line.rate is None, -(line.rate or 0), -(line.members or 0)))


def _ranked(lines: Iterable[UnitLine], key: Callable[[UnitLine], object]) -> list[UnitLine]:
    rows = sorted(lines, key=lambda line: (key(line), str(line.unit)))  # type: ignore[arg-type,return-value]
    ranked: list[UnitLine] = []
    for number, line in enumerate(rows, 1):
        is_tied = bool(ranked) and key(ranked[-1]) == key(line)
        place = ranked[-1].rank if is_tied else number
        ranked.append(UnitLine(line.unit, line.participants, line.members, line.papers, place))
    return ranked


def masked_phone(e164: str) -> str:
    """`+84912345678` as it may be published: `091***678`."""
    digits = "0" + e164.removeprefix("+84") if e164.startswith("+84") else e164
    return f"{digits[:3]}***{digits[-3:]}" if len(digits) >= 9 else "***"
