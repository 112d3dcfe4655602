"""Ranks, their tie-breaks, boards by unit, and telephone numbers as they may be published."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from caunoi.pure.standings import (
    DURATION,
    EARLIEST,
    PREDICTION,
    Result,
    UnitLine,
    best_of,
    by_count,
    by_rate,
    masked_phone,
    over_all,
    standings,
)

pytestmark = pytest.mark.pure
ORDER = (PREDICTION, DURATION, EARLIEST)
AT = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
ACTUAL = {1: 1000, 2: 2000}


def result(who: str, correct: int, prediction: int | None = 1000, seconds: int = 300, **given: object) -> Result:
    whole = {"round": 1, "finished_at": AT} | given
    return Result(who, correct=correct, milliseconds=seconds * 1000, prediction=prediction, **whole)  # type: ignore[arg-type]


def ranks(*results: Result, order: tuple[str, ...] = ORDER) -> list[tuple[int, object]]:
    return [(place.rank, place.result.who) for place in standings(results, order, ACTUAL)]


def test_right_answers_come_first_then_each_tie_break_in_its_turn():
    rows = [
        result("nhiều câu đúng", 10, prediction=None, seconds=600),
        result("dự đoán sát", 9, prediction=990, seconds=600),
        result("nhanh", 9, prediction=900, seconds=100),
        result("sớm", 9, prediction=1100, seconds=200, finished_at=AT - timedelta(hours=1)),
        result("muộn", 9, prediction=1100, seconds=200),
        result("không dự đoán", 9, prediction=None, seconds=1),
    ]
    wanted = ["nhiều câu đúng", "dự đoán sát", "nhanh", "sớm", "muộn", "không dự đoán"]
    for order in list(permutations(rows))[::37]:
        assert [who for _rank, who in ranks(*order)] == wanted


def test_those_whom_nothing_tells_apart_share_a_rank_and_the_next_one_skips():
    rows = [result(name, 8) for name in ("b", "a")] + [result("c", 7)]
    assert ranks(*rows) == [(1, "a"), (1, "b"), (3, "c")]


def test_the_order_of_tie_breaks_is_the_rules():
    near, fast = result("sát", 9, prediction=1000, seconds=500), result("nhanh", 9, prediction=1, seconds=50)
    assert ranks(near, fast)[0] == (1, "sát")
    assert ranks(near, fast, order=(DURATION, PREDICTION))[0] == (1, "nhanh")


def test_the_best_paper_counts_not_the_last():
    papers = [result("a", 7), result("a", 9, seconds=400), result("a", 9, seconds=200), result("a", 3)]
    assert best_of(papers, ORDER, ACTUAL) == [papers[2]]


def test_over_all_rounds_the_best_of_each_is_added_up():
    papers = [
        result("a", 7, prediction=990), result("a", 9, prediction=900), result("a", 8, prediction=2050, round=2),
        result("b", 9, prediction=1000), result("b", 9, prediction=None, round=2),
    ]  # fmt: skip
    whole = {row.who: row for row in over_all(papers, ORDER, ACTUAL)}
    assert (whole["a"].correct, whole["a"].prediction, whole["a"].milliseconds) == (17, 150, 600_000)
    assert (whole["b"].correct, whole["b"].prediction) == (18, None)
    places = standings(whole.values(), ORDER, {0: 0})
    assert [(place.result.who, place.off_by) for place in places] == [("b", None), ("a", 150)]


def test_boards_by_number_and_by_rate():
    lines = [UnitLine("lớn", 50, 1000, 60), UnitLine("nhỏ", 30, 40, 30), UnitLine("không rõ", 70, None, 70)]
    assert [line.unit for line in by_count(lines)] == ["không rõ", "lớn", "nhỏ"]
    assert [line.unit for line in by_rate(lines)] == ["nhỏ", "lớn", "không rõ"]
    assert UnitLine("lớn", 50, 1000, 60).rate == pytest.approx(0.05)


def test_more_participants_than_members_is_no_rate():
    odd = UnitLine("sổ cũ", 12, 10, 12)
    assert odd.rate is None
    assert [line.unit for line in by_rate([odd, UnitLine("đúng", 1, 10, 1)])] == ["đúng", "sổ cũ"]


def test_equal_units_share_a_rank():
    one = UnitLine("a", 5, 10, 5)
    assert [line.rank for line in by_count([one, replace(one, unit="b"), UnitLine("c", 1, 10, 1)])] == [1, 1, 3]


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("+84912345678", "091***678"), ("0912345678", "091***678"), ("", "***"), ("12345", "***")],
)
def test_the_middle_of_a_telephone_number_is_covered(phone: str, shown: str):
    assert masked_phone(phone) == shown
