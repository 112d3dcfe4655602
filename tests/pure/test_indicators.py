"""Figures: ratios of sums, changes, which figure stands, what must be added to kept sums."""

from decimal import Decimal

import pytest

from caunoi.pure import indicators
from caunoi.pure.periods import parse

pytestmark = pytest.mark.pure
YEAR, HALF, Q1, Q2, Q3, MARCH = (
    parse(code) for code in ("2026", "2026-H1", "2026-Q1", "2026-Q2", "2026-Q3", "2026-03")
)


def test_a_share_is_of_sums_and_not_the_mean_of_shares():
    units = [(Decimal(1), Decimal(1)), (Decimal(10), Decimal(100))]
    numerator, denominator = (sum(column) for column in zip(*units, strict=True))
    assert indicators.share(numerator, denominator) == Decimal("10.9")
    # The negative control: what averaging would have said.
    mean = sum(indicators.share(*unit) for unit in units) / 2
    assert mean == Decimal("55.0")
    assert indicators.share(numerator, denominator) != mean


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(Decimal(1), Decimal(3), Decimal("33.3")), (Decimal(2), Decimal(3), Decimal("66.7")), (Decimal(1), Decimal(8), Decimal("12.5")), (Decimal(1), Decimal(2000), Decimal("0.1")), (Decimal(0), Decimal(4), Decimal("0.0"))],
)  # fmt: skip
def test_shares_are_rounded_half_up(numerator, denominator, expected):
    assert indicators.share(numerator, denominator) == expected


def test_no_share_of_nothing_or_of_what_is_not_known():
    assert indicators.share(Decimal(3), Decimal(0)) is None
    assert indicators.share(None, Decimal(3)) is None
    assert indicators.share(Decimal(3), None) is None


def test_change():
    assert indicators.change(Decimal(15), Decimal(12)) == indicators.Change(Decimal(3), Decimal("25.0"))
    assert indicators.change(Decimal(5), Decimal(0)) == indicators.Change(Decimal(5), None)
    assert indicators.change(Decimal(0), Decimal(4)).percent == Decimal("-100.0")
    assert indicators.change(None, Decimal(4)) is None
    assert indicators.change(Decimal(4), None) is None


def test_a_figure_of_the_whole_stands_alone():
    figures = {HALF: Decimal(7), YEAR: Decimal(20)}
    assert indicators.standing(figures, YEAR) == [YEAR]
    assert indicators.standing(figures, HALF) == [HALF]
    assert indicators.standing(figures, Q1) == []


def test_without_one_of_the_whole_the_parts_stand():
    figures = {Q1: Decimal(2), MARCH: Decimal(1), Q2: Decimal(3), Q3: Decimal(4)}
    assert indicators.standing(figures, YEAR) == [Q1, Q2, Q3]
    assert indicators.standing(figures, HALF) == [Q1, Q2]


def test_the_latest_figure():
    assert indicators.latest({Q1: Decimal(2), Q2: Decimal(3)}, YEAR) == [Q2]
    assert indicators.latest({YEAR: Decimal(2)}, HALF) == []


def test_effects_replace_what_activities_count():
    """The unit said 12 for the half where its activities count 9: the half and the year change by 3, not by 12."""
    made = indicators.effects({HALF: Decimal(12)}, {HALF: Decimal(9)})
    assert {(effect.period.code, effect.value) for effect in made} == {("2026-H1", Decimal(3)), ("2026", Decimal(3))}


def test_effects_never_add_a_part_to_its_whole():
    made = {
        effect.period.code: effect.value for effect in indicators.effects({HALF: Decimal(7), YEAR: Decimal(20)}, {})
    }
    assert made == {"2026-H1": Decimal(7), "2026": Decimal(20)}


def test_differences():
    truth = {"a": (2, 5), "b": (1, 1)}
    kept = {"a": (2, 5), "c": (4, 0)}
    assert indicators.differences(truth, kept) == {"b": (1, 1), "c": (-4, 0)}
    assert indicators.differences(truth, truth) == {}


def test_who_carries_a_unit_on():
    successors, living = {1: [2], 2: [3, 4], 5: [], 6: [6]}, {3: "/9/3/", 4: "/9/8/4/"}
    assert indicators.settled_in(successors, living, 1) == {"/9/3/", "/9/8/4/"}
    assert indicators.settled_in(successors, living, 5) is None
    assert indicators.settled_in(successors, living, 6) is None


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("1.250", "1250", "1.250"),
        ("1 250", "1250", "1.250"),
        ("1250,5", "1250.5", "1.250,5"),
        ("12.5", "12.5", "12,5"),
        ("1.234.567,25", "1234567.25", "1.234.567,25"),
        ("0", "0", "0"),
        ("-3", "-3", "−3"),
    ],
)
def test_numbers_as_people_write_them(text, value, shown):
    assert indicators.parse_amount(text) == Decimal(value)
    assert indicators.amount(Decimal(value)) == shown


@pytest.mark.parametrize("text", ["", "mười", "1,2,3", "1.2.3", "12a", "²", "٣", "1e9", "9" * 16, "--1"])
def test_what_is_no_number(text):
    assert indicators.parse_amount(text) is None
