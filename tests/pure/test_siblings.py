"""A unit among others: the middle half by hand, and when nothing is compared."""

import pytest

from caunoi.pure.siblings import LEAST_MEMBERS, LEAST_OTHERS, Sibling, Stands, Why, compared

pytestmark = pytest.mark.pure
OTHERS = [Sibling(key, count, 10, 100) for key, count in enumerate((2, 4, 5, 6, 9), 2)]


def own(count: int = 5, total: int = 10, members: int | None = 100) -> Sibling:
    return Sibling(1, count, total, members)


def test_the_middle_half_is_as_by_hand():
    found = compared(own(), OTHERS)
    assert (found.low, found.median, found.high) == (4_000, 5_000, 6_000)
    assert (found.own, found.others_count, found.why) == (5_000, 5, None)


@pytest.mark.parametrize(
    ("count", "stands"),
    [(0, Stands.BELOW), (3, Stands.BELOW), (4, Stands.AMONG), (6, Stands.AMONG), (7, Stands.ABOVE), (10, Stands.ABOVE)],
)
def test_where_it_stands(count: int, stands: Stands):
    assert compared(own(count), OTHERS).stands == stands


@pytest.mark.parametrize(
    ("unit", "others", "why"),
    [
        (own(), [], Why.ALONE),
        (own(members=LEAST_MEMBERS - 1), OTHERS, Why.TINY),
        (own(2, 2), OTHERS, Why.UNASKED),
        (own(0, 0), OTHERS, Why.UNASKED),
        (own(), OTHERS[:-1], Why.FEW),
        (own(), [*OTHERS[:-1], Sibling(9, 1, 10, LEAST_MEMBERS - 1)], Why.FEW),
        (own(), [*OTHERS[:-1], Sibling(9, 1, 2, 100)], Why.FEW),
    ],
)
def test_when_nothing_is_compared(unit: Sibling, others: list[Sibling], why: Why):
    assert compared(unit, others).why == why


def test_tiny_ones_do_not_move_the_others():
    tiny = [Sibling(20 + n, 0, 10, 3) for n in range(20)]
    assert compared(own(), [*OTHERS, *tiny]) == compared(own(), OTHERS)


def test_members_do_not_matter_where_they_are_not_said():
    assert compared(own(members=None), [Sibling(n, n, 10) for n in range(LEAST_OTHERS)]).why is None


def test_all_alike_is_the_middle():
    alike = [Sibling(n, 7, 10, 100) for n in range(LEAST_OTHERS)]
    assert compared(own(7), alike).stands == Stands.AMONG
