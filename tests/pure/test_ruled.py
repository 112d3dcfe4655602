"""Lines on a page become a table only where they are plainly one."""

import pytest

from caunoi.pure.ruled import LINES_MOST, Box, Line, grids_of

pytestmark = pytest.mark.pure
XS, YS = (0, 50, 200), (100, 80, 60)


def ruled(xs=XS, ys=YS):
    """All lines of a grid."""
    return [Line(y, xs[0], xs[-1]) for y in ys], [Line(x, ys[-1], ys[0]) for x in xs]


def shape(across, down):
    return [[[cell is not None for cell in row] for row in grid.rows] for grid in grids_of(across, down)]


def test_a_grid_of_lines_is_a_table_from_the_top():
    (grid,) = grids_of(*ruled())
    assert grid.box == Box(0, 60, 200, 100)
    assert grid.rows[0] == (Box(0, 80, 50, 100), Box(50, 80, 200, 100))


def test_borders_drawn_cell_by_cell_and_as_thin_rectangles_are_the_same_lines():
    across = [Line(y + side, x0, x1) for y in YS for side in (0, 0.5) for x0, x1 in ((0, 50), (50.5, 200))]
    down = [Line(x + side, y1, y0) for x in XS for side in (0, 0.5) for y0, y1 in ((100, 80), (80, 60))]
    assert shape(across, down) == shape(*ruled())


def test_cells_that_span_columns_or_rows_are_given_once():
    across, down = ruled()
    assert shape(across, [down[0], Line(50, 60, 80), down[2]]) == [[[True, False], [True, True]]]
    assert shape([across[0], Line(80, 50, 200), across[2]], down) == [[[True, True], [False, True]]]


@pytest.mark.parametrize(
    "lines",
    [
        ruled(ys=(100, 60)), ruled(xs=(0, 200)), ([], ruled()[1]), (ruled()[0], []), ([Line(50, 0, 200)] * (LINES_MOST + 1), []),
        # Two beside each other: whose row comes first, nobody knows.
        tuple(one + two for one, two in zip(ruled(), ruled(xs=(300, 350, 400)), strict=True)),
    ],
    ids=["a frame", "a column", "no lines across", "no lines down", "a drawing", "side by side"],
)  # fmt: skip
def test_what_is_no_plain_table_is_none(lines):
    assert grids_of(*lines) == []


def test_two_tables_under_each_other_are_two():
    across, down = ruled()
    more = ruled(ys=(40, 20, 0))
    assert [grid.box.top for grid in grids_of([*more[0], *across], [*more[1], *down])] == [100, 40]
