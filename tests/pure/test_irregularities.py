"""What a person should look at: what is noticed, and what ordinary people do that must not be."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from caunoi.pure.irregularities import Irregularity, Sign, Sitting, irregularities

pytestmark = pytest.mark.pure
AT = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
WRONG = frozenset({(1, 2), (4, 0), (7, 3)})


def sitting(who: int, **given: Any) -> Sitting:
    whole = {"unit": 1, "name": f"nguoi {who}", "seconds": 200.0, "questions": 10, "correct": 7, "finished_at": AT}
    return Sitting(who, **(whole | given))


def signs(*rows: Sitting) -> list[tuple[Sign, int]]:
    return [(each.sign, each.who) for each in irregularities(rows)]


def test_faster_than_reading_with_nearly_all_right_is_noticed_once_by_the_fastest():
    rows = [sitting(1, seconds=12, correct=10), sitting(1, seconds=9, correct=9)]
    assert irregularities(rows) == [Irregularity(Sign.FAST, 1, 9)]


def test_fast_and_wrong_or_slow_and_right_is_nothing():
    assert signs(sitting(1, seconds=9, correct=3), sitting(2, seconds=20, correct=10)) == []


def test_the_same_wrong_answers_in_one_unit_at_one_time_are_noticed_for_both():
    rows = [sitting(1, wrong=WRONG), sitting(2, wrong=WRONG, finished_at=AT + timedelta(minutes=14))]
    found = irregularities(rows)
    assert [(each.sign, each.who, each.others) for each in found] == [
        (Sign.SAME_WRONG, 1, (2,)), (Sign.SAME_WRONG, 2, (1,))
    ]  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        {"unit": 2, "wrong": WRONG},
        {"wrong": WRONG, "finished_at": AT + timedelta(minutes=16)},
        {"wrong": WRONG | {(9, 1)}},
    ],
)
def test_elsewhere_later_or_otherwise_wrong_is_nothing(other: dict[str, Any]):
    assert signs(sitting(1, wrong=WRONG), sitting(2, **other)) == []


def test_few_wrong_answers_are_alike_by_chance():
    few = frozenset({(1, 2), (4, 0)})
    assert signs(sitting(1, wrong=few), sitting(2, wrong=few)) == []


def test_one_name_twice_in_a_unit_is_noticed_and_in_two_units_not():
    same = {"name": "nguyen thi lan"}
    assert signs(sitting(1, **same), sitting(2, **same), sitting(3, unit=2, **same)) == [
        (Sign.SAME_NAME, 1), (Sign.SAME_NAME, 2)
    ]  # fmt: skip


def test_two_papers_of_one_person_are_one_name():
    assert signs(sitting(1, name="lan"), sitting(1, name="lan")) == []
