"""Nobody is found in a published table: an attacker with pencil and paper tries, and one with a computer."""

import time
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caunoi.pure.disclosure import Cell, Mark, Share, settled, share, suppress, text_of, with_totals

pytestmark = pytest.mark.pure

K = 5


def tables(rows, columns, most):
    count = st.one_of(st.integers(0, 6), st.integers(0, most))
    return st.integers(1, columns).flatmap(
        lambda width: st.lists(st.lists(count, min_size=width, max_size=width), min_size=1, max_size=rows)
    )


def whole(published):
    """All cells, totals included, by place."""
    rows = [[*row, total] for row, total in zip(published.cells, published.row_totals, strict=True)]
    rows.append([*published.column_totals, published.total])
    return {(r, c): cell for r, row in enumerate(rows) for c, cell in enumerate(row)}


def equations(published):
    """Each line of the table: the hidden places with their sign, and what they sum to."""
    cells = whole(published)
    rows, columns = len(published.cells), len(published.column_totals)
    lines = [[(r, c) for c in range(columns + 1)] for r in range(rows + 1)]
    lines += [[(r, c) for r in range(rows + 1)] for c in range(columns + 1)]
    for line in lines:
        signs = {place: -1 if place == line[-1] else 1 for place in line}
        hidden = {place: Fraction(sign) for place, sign in signs.items() if cells[place].value is None}
        yield hidden, Fraction(-sum(sign * cells[place].value for place, sign in signs.items() if place not in hidden))


def derived_by_subtraction(published):
    """Gauss and Jordan: hidden places whose value follows from the sums alone."""
    rows = [(dict(hidden), value) for hidden, value in equations(published) if hidden]
    done = []
    while rows:
        row, value = rows.pop()
        row = {place: factor for place, factor in row.items() if factor}
        if not row:
            continue
        pivot = min(row)
        scale = row[pivot]
        row, value = {place: factor / scale for place, factor in row.items()}, value / scale
        for group in (rows, done):
            for number, (other, right) in enumerate(group):
                if factor := other.get(pivot):
                    new = {p: other.get(p, Fraction(0)) - factor * row.get(p, Fraction(0)) for p in {*other, *row}}
                    group[number] = ({p: f for p, f in new.items() if f}, right - factor * value)
        done.append((row, value))
    return [next(iter(row)) for row, _ in done if len(row) == 1]


def derived_by_trying(published, most=11):
    """Every table that fits what is shown and what the marks say: hidden places that have one value in all of them."""
    cells, places = whole(published), [(r, c) for r, row in enumerate(published.cells) for c in range(len(row))]
    fits = {Mark.FEW: range(1, K), Mark.HIDDEN: range(K, most)}
    choices = [[cells[p].value] if cells[p].value is not None else fits[cells[p].mark] for p in places]
    width, seen = len(published.column_totals), {place: set() for place, cell in cells.items() if cell.value is None}
    for values in product(*choices):
        table = with_totals([values[start : start + width] for start in range(0, len(values), width)])
        flat = {(r, c): value for r, row in enumerate(table) for c, value in enumerate(row)}
        if all(
            flat[p] == cell.value if cell.value is not None else (0 < flat[p] < K) == (cell.mark is Mark.FEW)
            for p, cell in cells.items()
        ):
            for place, found in seen.items():
                found.add(flat[place])
    return [place for place, found in seen.items() if len(found) < 2]


@given(tables(6, 6, 60))
@settings(max_examples=100, deadline=None)
def test_no_hidden_cell_follows_from_the_totals(counts):
    assert derived_by_subtraction(suppress(counts)) == []


@given(tables(2, 3, 9))
@settings(max_examples=25, deadline=None)
def test_no_hidden_cell_follows_from_the_totals_and_the_marks(counts):
    published = suppress(counts)
    hidden = [place for place, cell in whole(published).items() if cell.value is None]
    # Marks of one kind are the case where the marks themselves would tell; the test above covers it.
    if hidden and any(cell.mark is Mark.FEW for cell in whole(published).values()):
        assert derived_by_trying(published) == []


@given(tables(5, 5, 40))
def test_small_cells_are_hidden_and_what_is_shown_is_true(counts):
    table = with_totals(counts)
    for (row, column), cell in whole(suppress(counts)).items():
        if cell.value is None:
            assert table[row][column] > 0
        else:
            assert cell.value == table[row][column]
            assert not 0 < cell.value < K


def test_the_attackers_find_what_is_left_open():
    shown = suppress([[10, 20], [30, 40]])
    careless = type(shown)(
        ((Cell(None, Mark.FEW), shown.cells[0][1]), shown.cells[1]),
        *((shown.row_totals, shown.column_totals, shown.total, K)),
    )
    assert derived_by_subtraction(careless) == [(0, 0)]
    assert derived_by_trying(careless, most=50) == [(0, 0)]


def test_a_table_without_small_cells_stays_whole():
    published = suppress([[10, 20], [0, 40]])
    assert [[cell.value for cell in row] for row in published.cells] == [[10, 20], [0, 40]]
    assert published.total.value == 70


def test_one_small_cell_takes_three_others_with_it():
    published = suppress([[3, 20, 30], [40, 50, 60], [70, 80, 90]])
    assert [[text_of(cell) for cell in row] for row in published.cells] == [
        ["<5", "–", "30"],
        ["–", "–", "60"],
        ["70", "80", "90"],
    ]
    assert published.total.value == 443


def test_two_ones_beside_each_other_are_not_given_away_by_their_sum():
    # 1 + 1 = 2, and both marks say "at least one".
    published = suppress([[1, 1, 9], [8, 7, 6]])
    assert derived_by_trying(published, most=11) == []


@pytest.mark.parametrize("counts", [[[3]], [[1, 0]], [[1], [1]], [[2, 2], [2, 2]], [[0, 0]]])
def test_tiny_tables(counts):
    published = suppress(counts)
    assert derived_by_subtraction(published) == []
    assert derived_by_trying(published) == []


@pytest.mark.parametrize(("counts", "k", "words"), [([[1]], 2, "at least 3"), ([[-1]], 5, "fewer than none")])
def test_nonsense_is_refused(counts, k, words):
    with pytest.raises(ValueError, match=words):
        suppress(counts, k)


def test_a_table_of_a_federation_takes_little_time():
    counts = [[(unit * 7 + month * 13) % 23 for month in range(12)] for unit in range(150)]
    started = time.process_time()
    published = suppress(counts)
    assert time.process_time() - started < 5
    assert derived_by_subtraction_is_empty_by_lines(published)


def derived_by_subtraction_is_empty_by_lines(published):
    """No line has exactly one hidden cell."""
    return all(len(hidden) != 1 for hidden, _ in equations(published))


@given(tables(4, 4, 30), st.data())
def test_two_editions_never_differ_by_a_few(before, data):
    after = [[data.draw(st.integers(max(0, value - 7), value + 7)) for value in row] for row in before]
    now = settled(before, after)
    for old, new in zip(with_totals(before), with_totals(now), strict=True):
        assert all(one == other or abs(one - other) >= K for one, other in zip(old, new, strict=True))


def test_a_row_waits_until_enough_people_are_new():
    before = [[10, 20], [30, 40]]
    assert settled(before, [[11, 20], [36, 40]]) == [[10, 20], [36, 40]]
    assert settled(before, [[15, 20], [36, 40]]) == [[15, 20], [36, 40]]


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (8, 20, Share(8, 20)),
        (20, 20, Share(20, 20)),
        (0, 20, Share(0, 20)),
        (3, 20, None),
        (17, 20, None),
        (2, 4, None),
        (0, 0, None),
        (5, 10, Share(5, 10)),
    ],
)
def test_shares(numerator, denominator, shown):
    assert share(numerator, denominator) == shown


def test_a_share_of_more_than_everything_is_refused():
    with pytest.raises(ValueError, match="between"):
        share(3, 2)
