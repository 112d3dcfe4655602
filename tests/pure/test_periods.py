"""Periods of reports: named, free, last year's, and what they are made of."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from caunoi.pure import periods
from caunoi.pure.periods import Kind, Period, parse

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("code", "first", "last", "kind"),
    [
        ("2026", (2026, 1, 1), (2026, 12, 31), Kind.YEAR),
        ("2026-H2", (2026, 7, 1), (2026, 12, 31), Kind.HALF),
        ("2026-Q2", (2026, 4, 1), (2026, 6, 30), Kind.QUARTER),
        ("2024-02", (2024, 2, 1), (2024, 2, 29), Kind.MONTH),
        ("2026-12", (2026, 12, 1), (2026, 12, 31), Kind.MONTH),
        ("2025-12-16..2026-06-15", (2025, 12, 16), (2026, 6, 15), Kind.FREE),
    ],
)
def test_a_code_is_read_and_written_again(code, first, last, kind):
    period = parse(code)
    assert period == Period(date(*first), date(*last))
    assert period.kind is kind
    assert period.code == code


@pytest.mark.parametrize(
    "text", ["", "2026-H3", "2026-Q0", "2026-Q5", "2026-13", "2026-00", "0001", "9999", "2026-06-15..2026-06-14", "x..y", "²026", "2026-H1 "]
)  # fmt: skip
def test_what_is_no_period_is_none(text):
    assert parse(text) is None


def test_a_period_of_two_whole_months_is_named_only_when_it_is_one():
    assert parse("2026-01-01..2026-06-30").code == "2026-H1"
    assert parse("2026-02-01..2026-03-31").kind is Kind.FREE


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2026-H1", "2025-H1"),
        ("2025-02", "2024-02"),
        ("2024-02", "2023-02"),
        ("2024-02-29..2024-03-05", "2023-02-28..2023-03-05"),
        ("2025-12-16..2026-06-15", "2024-12-16..2025-06-15"),
    ],
)
def test_the_same_period_last_year(code, before):
    assert periods.year_before(parse(code)) == parse(before)


@pytest.mark.parametrize(
    "code", ["2026", "2026-H1", "2026-01-15..2026-09-02", "2026-03-04..2026-03-09", "2025-12-16..2026-06-15"]
)
def test_whole_parts_and_edges_make_the_period_without_a_double(code):
    period = parse(code)
    pieces = sorted([*periods.largest_within(period), *periods.edges_of(period)])
    assert pieces[0].from_on == period.from_on
    assert pieces[-1].to_on == period.to_on
    for one, following in pairwise(pieces):
        assert following.from_on == one.to_on + timedelta(days=1)
    assert len(periods.edges_of(period)) <= 2


def test_parts_and_holders():
    assert [part.code for part in periods.parts(parse("2026"))] == ["2026-H1", "2026-H2"]
    assert [part.code for part in periods.parts(parse("2026-Q4"))] == ["2026-10", "2026-11", "2026-12"]
    assert periods.parts(parse("2026-05")) == []
    assert [held.code for held in periods.named_around(parse("2026-05"))] == ["2026-05", "2026-Q2", "2026-H1", "2026"]


def test_whole_months_of_a_free_period():
    assert periods.months_of(parse("2026-01-15..2026-09-02")) == (date(2026, 2, 1), date(2026, 8, 1))
    assert periods.months_of(parse("2026-01-15..2026-02-10")) is None
