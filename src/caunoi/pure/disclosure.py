"""Small cells: what a published table may show, so that nobody is found in it or by subtracting one figure from another.

Cells of 1 to k-1 people are hidden, then as many others as it takes that no hidden one follows from the totals. The
attacker knows the table, its totals, and what the marks mean. As flows: a row's total flows into the row, through its cells
into the columns, and from the columns' totals back; a hidden cell can have another value when a circle of hidden cells
around it has room for one person more or less (Kelly, Golden, Assad: "Cell suppression", Networks 22, 1992).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

SMALL = 5
# With two, "fewer than two" would be a number.
LEAST_K = 3

Place = tuple[int, int]
Counts = Sequence[Sequence[int]]


class Mark(StrEnum):
    """How a cell is published."""

    SHOWN = "SHOWN"
    FEW = "FEW"
    HIDDEN = "HIDDEN"


@dataclass(frozen=True)
class Cell:
    """A number, or the mark that stands for it: FEW is 1 to k-1; HIDDEN protects another cell, or says nothing at all."""

    value: int | None
    mark: Mark


@dataclass(frozen=True)
class Published:
    """A table ready to be shown, with its totals."""

    cells: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...]
    column_totals: tuple[Cell, ...]
    total: Cell
    k: int


@dataclass(frozen=True)
class Share:
    """A share that may be published."""

    numerator: int
    denominator: int


def with_totals(counts: Counts) -> list[list[int]]:
    """The table with a column of row totals and a row of column totals."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


class _Network:
    """Hidden cells as edges with room: where one person more, or less, can be without any shown number changing."""

    def __init__(self, table: list[list[int]], bounds: Callable[[Place], tuple[int, float]]) -> None:
        self.table = table
        self.last_row, self.last_column = len(table) - 1, len(table[0]) - 1
        self.bounds = bounds
        self.arcs: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))

    def ends(self, place: Place) -> tuple[str, str]:
        """From where to where a cell flows: total > row > column > total."""
        row, column = place
        if row == self.last_row:
            return ("columns", "rows") if column == self.last_column else (f"c{column}", "columns")
        return ("rows", f"r{row}") if column == self.last_column else (f"r{row}", f"c{column}")

    def open(self, hidden: Iterable[Place]) -> None:
        """Give every hidden cell its room."""
        self.arcs.clear()
        for place in hidden:
            start, end = self.ends(place)
            value = self.table[place[0]][place[1]]
            low, high = self.bounds(place)
            if value < high:
                self.arcs[start][end].append(place)
            if value > low:
                self.arcs[end][start].append(place)

    def _reaches(self, start: str, end: str, without: Place) -> bool:
        seen, queue = {start}, [start]
        while queue:
            for target, places in self.arcs[queue.pop()].items():
                if target not in seen and any(place != without for place in places):
                    if target == end:
                        return True
                    seen.add(target)
                    queue.append(target)
        return False

    def is_fixed(self, place: Place) -> bool:
        """Whether a hidden cell can have no other value."""
        start, end = self.ends(place)
        value = self.table[place[0]][place[1]]
        low, high = self.bounds(place)
        can_grow = value < high and self._reaches(end, start, place)
        can_shrink = value > low and self._reaches(start, end, place)
        return not (can_grow or can_shrink)


def _cheapest(table: list[list[int]], place: Place, hidden: set[Place], k: int) -> Place | None:
    """What to hide to protect a cell: in its emptier line, the smallest shown number; a total only when nothing else is left."""
    row, column = place
    last_row, last_column = len(table) - 1, len(table[0]) - 1
    across = [(row, other) for other in range(last_column + 1)]
    down = [(other, column) for other in range(last_row + 1)]
    for line in sorted((across, down), key=lambda line: sum(cell in hidden for cell in line)):
        free = [cell for cell in line if cell not in hidden and table[cell[0]][cell[1]] >= k]
        if free:
            return min(free, key=lambda c: ((c[0] == last_row) + (c[1] == last_column), table[c[0]][c[1]], c))
    rest = [(r, c) for r in range(last_row + 1) for c in range(last_column + 1) if table[r][c] >= k]
    return min((c for c in rest if c not in hidden), key=lambda c: (table[c[0]][c[1]], c), default=None)


def _hide(
    table: list[list[int]], few: set[Place], k: int, bounds: Callable[[Place], tuple[int, float]]
) -> set[Place] | None:
    """All places to hide; None when the marks alone give something away."""
    hidden, network = set(few), _Network(table, bounds)
    while True:
        network.open(hidden)
        fixed = [place for place in sorted(hidden) if network.is_fixed(place)]
        if not fixed:
            return hidden
        more = {found for place in fixed if (found := _cheapest(table, place, hidden, k))}
        if not more:
            return None
        hidden |= more


def suppress(counts: Counts, k: int = SMALL) -> Published:
    """The table with everything hidden that would show, or let anyone compute, how many are in a small cell."""
    if k < LEAST_K:
        raise ValueError(f"k must be at least {LEAST_K}")
    if any(value < 0 for row in counts for value in row):
        raise ValueError("people cannot be fewer than none")
    table = with_totals(counts)
    places = [(row, column) for row in range(len(table)) for column in range(len(table[0]))]
    few = {(row, column) for row, column in places if 0 < table[row][column] < k}
    hidden = _hide(table, few, k, lambda place: (1, k - 1) if place in few else (k, float("inf")))
    marks = {place: Mark.FEW if place in few else Mark.HIDDEN for place in hidden or ()}
    if hidden is None:
        # The marks themselves would tell: everything that is not nought is hidden alike.
        marks = {(row, column): Mark.HIDDEN for row, column in places if table[row][column]}
    return _published(table, marks, k)


def _published(table: list[list[int]], marks: dict[Place, Mark], k: int) -> Published:
    cells = [
        tuple(
            Cell(None, marks[row, column]) if (row, column) in marks else Cell(value, Mark.SHOWN)
            for column, value in enumerate(values)
        )
        for row, values in enumerate(table)
    ]
    *rows, totals = cells
    return Published(tuple(row[:-1] for row in rows), tuple(row[-1] for row in rows), totals[:-1], totals[-1], k)


def text_of(cell: Cell, k: int = SMALL) -> str:
    """How a cell reads: a number, `<5`, or a dash."""
    if cell.value is not None:
        return str(cell.value)
    return f"<{k}" if cell.mark is Mark.FEW else "–"


def _moved(before: Sequence[int], after: Sequence[int], k: int) -> bool:
    return any(0 < abs(new - old) < k for old, new in zip((*before, sum(before)), (*after, sum(after)), strict=True))


def settled(before: Counts, after: Counts, k: int = SMALL) -> list[list[int]]:
    """What to publish now, given the counts published last: a row waits until each of its figures moved by k people or none.

    So that no two editions differ by a person or a few. Rows stand in the same order in both; a row that is new was all
    noughts before. Totals are those of the rows published; if a total would move by a few, all rows wait.
    """
    rows = [list(old) if _moved(old, new, k) else list(new) for old, new in zip(before, after, strict=True)]
    old_totals, new_totals = ([sum(column) for column in zip(*table, strict=True)] for table in (before, rows))
    return [list(row) for row in before] if _moved(old_totals, new_totals, k) else rows


def share(numerator: int, denominator: int, *, k: int = SMALL) -> Share | None:
    """A share to publish, or None when those inside, or those left out, are few but not none."""
    if not 0 <= numerator <= denominator:
        raise ValueError("a share lies between nothing and everything")
    if denominator < k or 0 < numerator < k or 0 < denominator - numerator < k:
        return None
    return Share(numerator, denominator)
