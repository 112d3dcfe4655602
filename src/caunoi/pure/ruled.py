"""Tables that lines are drawn around: from the lines on a page to the boxes of its cells.

Only what is plainly a table becomes one: two rows and two columns at least, and boxes that are rectangles. What is drawn
otherwise (frames, forms, charts) is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

# Points: how far the ends of lines that meet may be apart, and how thick a line may be.
NEAR, SHORT = 3.0, 4.0
ROWS_LEAST, COLUMNS_LEAST = 2, 2
ROWS_MOST, COLUMNS_MOST, LINES_MOST = 200, 25, 1500
COVERED = 0.7


@dataclass(frozen=True)
class Line:
    """A line along x (`at` is its y) or along y (`at` is its x), from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Box:
    """A rectangle; y grows upwards, as on a page of PDF."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Grid:
    """A table: boxes of its cells, row by row from the top; None where a cell above or to the left reaches over."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]


def joined(lines: Sequence[Line]) -> list[Line]:
    """Pieces of one line as one: the two sides of a thin rectangle, the borders of neighbouring cells."""
    found: list[Line] = []
    for line in sorted(lines, key=lambda one: (round(one.at / NEAR), one.start)):
        last = found[-1] if found else None
        if last and abs(last.at - line.at) <= NEAR and line.start <= last.end + NEAR:
            found[-1] = Line(last.at, last.start, max(last.end, line.end))
        else:
            found.append(line)
    return found


def _places(values: Sequence[float]) -> list[float]:
    """Different places, those that are near each other once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def _groups(across: Sequence[Line], down: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Lines that meet each other, directly or through others."""
    above = list(range(len(across) + len(down)))

    def head(place: int) -> int:
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    for i, row in enumerate(across):
        for j, column in enumerate(down, len(across)):
            if row.start - NEAR <= column.at <= row.end + NEAR and column.start - NEAR <= row.at <= column.end + NEAR:
                above[head(i)] = head(j)
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for place in range(len(above)):
        pair = groups.setdefault(head(place), ([], []))
        if place < len(across):
            pair[0].append(across[place])
        else:
            pair[1].append(down[place - len(across)])
    return [pair for pair in groups.values() if len(pair[0]) > ROWS_LEAST and len(pair[1]) > COLUMNS_LEAST - 1]


def _covers(lines: Sequence[Line], at: float, start: float, end: float) -> bool:
    """Whether a line at a place runs along most of a stretch."""
    along = sum(max(0.0, min(one.end, end) - max(one.start, start)) for one in lines if abs(one.at - at) <= NEAR)
    return along >= COVERED * (end - start)


@dataclass(frozen=True)
class _Ruling:
    """Lines that belong together, and where they cut a page: from the left, and from the top."""

    across: Sequence[Line]
    down: Sequence[Line]
    xs: list[float]
    ys: list[float]

    def spans(self, row: int, column: int) -> tuple[int, int]:
        """How many columns and rows the cell that begins at a place reaches over."""
        xs, ys, wide, high = self.xs, self.ys, 1, 1
        while column + wide < len(xs) - 1 and not _covers(self.down, xs[column + wide], ys[row + 1], ys[row]):
            wide += 1
        while row + high < len(ys) - 1 and not _covers(self.across, ys[row + high], xs[column], xs[column + wide]):
            high += 1
        return wide, high

    def cell(self, row: int, column: int, spans: tuple[int, int]) -> Box:
        """The box of a cell."""
        return Box(self.xs[column], self.ys[row + spans[1]], self.xs[column + spans[0]], self.ys[row])


def _cells(ruling: _Ruling) -> list[list[Box | None]] | None:
    """The boxes by row; None when they are no rectangles that lie beside each other."""
    rows, columns = len(ruling.ys) - 1, len(ruling.xs) - 1
    found: list[list[Box | None]] = [[None] * columns for _ in range(rows)]
    taken: set[tuple[int, int]] = set()
    for row, column in product(range(rows), range(columns)):
        if (row, column) in taken:
            continue
        wide, high = ruling.spans(row, column)
        places = set(product(range(row, row + high), range(column, column + wide)))
        if places & taken:
            return None
        taken |= places
        found[row][column] = ruling.cell(row, column, (wide, high))
    return found


def _grid(across: Sequence[Line], down: Sequence[Line]) -> Grid | None:
    ruling = _Ruling(across, down, _places([one.at for one in down]), _places([one.at for one in across])[::-1])
    xs, ys = ruling.xs, ruling.ys
    if not (ROWS_LEAST < len(ys) <= ROWS_MOST and COLUMNS_LEAST < len(xs) <= COLUMNS_MOST):
        return None
    cells = _cells(ruling)
    return Grid(Box(xs[0], ys[-1], xs[-1], ys[0]), tuple(map(tuple, cells))) if cells else None


def grids_of(across: Sequence[Line], down: Sequence[Line]) -> list[Grid]:
    """The tables of a page from the top, none that stands beside another."""
    if len(across) + len(down) > LINES_MOST:
        return []
    pairs = _groups(joined(across), joined(down))
    grids = sorted(filter(None, (_grid(*pair) for pair in pairs)), key=lambda one: -one.box.top)
    is_apart = all(above.box.bottom >= below.box.top for above, below in pairwise(grids))
    return grids if is_apart else []
