"""Figures made ready to be drawn: a chart is a table with one drawn cell, its places in percent of the cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from caunoi.feedback.choices import Channel
from caunoi.feedback.queries.statistics import Line, Month, Rising, Share
from caunoi.library.choices import ReformArea
from caunoi.pure.disclosure import Published, text_of

LINES_MOST = 30
NAMES = {"unit": _l("Đơn vị trả lời"), "area": _l("Nội dung cải cách"), "channel": _l("Kênh đến")}
NONE = {"unit": _l("Chưa giao đơn vị nào"), "area": _l("Chưa phân loại"), "channel": _l("Không rõ kênh")}


def _width(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "0%"


@dataclass(frozen=True)
class MonthRow:
    """A month with its two bars, on one scale that all months share."""

    first: date
    received_count: int
    answered_count: int
    on_time: Share
    received_width: str
    answered_width: str


@dataclass(frozen=True)
class Months:
    """All months, the fullest of them, and the end of their scale."""

    rows: list[MonthRow]
    fullest: MonthRow | None
    scale: int


def months_of(months: Sequence[Month]) -> Months:
    """Bars start at nought and end at the greatest figure of all."""
    scale = max((max(row.received_count, row.answered_count) for row in months), default=0)
    rows = [
        MonthRow(
            row.first, row.received_count, row.answered_count, row.on_time, _width(row.received_count, scale),
            _width(row.answered_count, scale),
        )
        for row in months
    ]  # fmt: skip
    fullest = max(rows, key=lambda row: row.received_count, default=None)
    return Months(rows, fullest if fullest and fullest.received_count else None, scale)


@dataclass(frozen=True)
class Row:
    """A line of a table, with the width of its bar."""

    label: str
    line: Line
    width: str


@dataclass(frozen=True)
class Table:
    """By unit, area or channel: what it is headed, what it is of, and how many lines are not shown."""

    dimension: str
    name: Any
    rows: list[Row]
    total: int
    rest_count: int

    @property
    def first(self) -> Row | None:
        """The line that most cases came to."""
        return self.rows[0] if self.rows and self.rows[0].line.received_count else None


def table_of(dimension: str, lines: Sequence[Line]) -> Table:
    """The most received first; what is without a value says so."""
    scale = max((line.received_count for line in lines), default=0)
    rows = [Row(label_of(dimension, line), line, _width(line.received_count, scale)) for line in lines[:LINES_MOST]]
    total = sum(line.received_count for line in lines)
    return Table(dimension, NAMES[dimension], rows, total, max(0, len(lines) - LINES_MOST))


def label_of(dimension: str, line: Line) -> str:
    """A line's name."""
    return line.label or str(NONE[dimension])


@dataclass(frozen=True)
class Cells:
    """A table whose small cells are suppressed, as text."""

    channels: list[str]
    rows: list[tuple[str, list[tuple[str, str]], str]]
    totals: list[tuple[str, str]]
    total: str


def published_of(areas: Sequence[str], channels: Sequence[str], table: Published | None) -> Cells | None:
    """Headings in words; nothing when nothing came."""
    if table is None:
        return None
    names = [str(Channel(channel).label) for channel in channels]
    rows = [
        (
            str(ReformArea(area).label) if area else _("Chưa phân loại"),
            [(name, text_of(cell)) for name, cell in zip(names, cells, strict=True)],
            text_of(total),
        )
        for area, cells, total in zip(areas, table.cells, table.row_totals, strict=True)
    ]
    totals = [(name, text_of(cell)) for name, cell in zip(names, table.column_totals, strict=True)]
    return Cells(names, rows, totals, text_of(table.total))


@dataclass(frozen=True)
class Whisker:
    """A subject that rises: its ratio as a dot, the interval as a line, on a scale of doublings."""

    rising: Rising
    ratio: str
    low: str
    high: str
    x_one: str
    x_low: str
    x_ratio: str
    x_high: str


@dataclass(frozen=True)
class Whiskers:
    """All of them, and the ends of the scale that they share."""

    rows: list[Whisker]
    least: str
    most: str


def times(value: float) -> str:
    """How many times as often: one decimal, with a comma; from a hundred on none."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}".replace(".", ",")


def whiskers_of(lines: Sequence[Rising]) -> Whiskers:
    """From half as often to beyond the widest interval, each doubling equally long."""
    low, high = -1.0, max([math.ceil(math.log2(line.ratio.high)) for line in lines] or [1])

    def x(value: float) -> str:
        return _width(max(0.0, math.log2(value) - low), high - low)

    rows = [
        Whisker(
            line, times(line.ratio.ratio), times(line.ratio.low), times(line.ratio.high), x(1), x(line.ratio.low),
            x(line.ratio.ratio), x(line.ratio.high),
        )
        for line in lines
    ]  # fmt: skip
    return Whiskers(rows, "0,5", times(2**high).removesuffix(",0"))
