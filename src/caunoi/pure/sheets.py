"""Tables inside a text: lines whose cells are parted by tabs, as they come out of a document, become rows again."""

from __future__ import annotations

import re
from dataclasses import dataclass

ROWS_LEAST, COLUMNS_MOST = 2, 30
# A line that names the table below it.
CAPTION = re.compile(r"(?:bảng|biểu|mẫu|danh mục|danh sách|phụ lục)\b.{0,180}", re.IGNORECASE)
NUMBER = re.compile(r"[\d\s.,%/-]+")


@dataclass(frozen=True)
class Words:
    """What is no table."""

    text: str


@dataclass(frozen=True)
class Sheet:
    """A table: the first row heads the columns, unless it holds a figure; all rows are of one length."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def line_of(cells: list[str]) -> str:
    """A row as a line, known as one whichever cells are empty; a cell holds neither tabs nor ends of lines."""
    line = "\t".join(" ".join(cell.split()) for cell in cells)
    return line if is_row(line) or not line.strip() else f"{line}\t"


def is_row(line: str) -> bool:
    """Whether a line is parted by tabs; one that only begins with them is indented."""
    return line.lstrip().count("\t") > 0 and line.count("\t") < COLUMNS_MOST


def _sheet(lines: list[str], caption: str) -> Sheet:
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines]
    width = max(place for row in rows for place, cell in enumerate(row, 1) if cell)
    whole = [(*row[:width], *[""] * (width - len(row))) for row in rows]
    is_headed = all(cell and not NUMBER.fullmatch(cell) for cell in rows[0]) and len(rows[0]) > 1
    return Sheet(caption, whole[0], tuple(whole[1:])) if is_headed else Sheet(caption, (), tuple(whole))


def parts_of(text: str) -> list[Words | Sheet]:
    """The text in its order, as words and tables; a line with tabs that stands alone is words."""
    found: list[Words | Sheet] = []
    words: list[str] = []
    rows: list[str] = []

    def close() -> None:
        nonlocal words, rows
        if len(rows) < ROWS_LEAST:
            words, rows = [*words, *rows], []
            return
        caption = words.pop().strip() if words and CAPTION.fullmatch(words[-1].strip()) else ""
        if any(map(str.strip, words)):
            found.append(Words("\n".join(words)))
        found.append(_sheet(rows, caption))
        words, rows = [], []

    for line in text.split("\n"):
        if is_row(line):
            rows.append(line)
        else:
            close()
            words.append(line)
    close()
    if any(map(str.strip, words)):
        found.append(Words("\n".join(words)))
    return found
