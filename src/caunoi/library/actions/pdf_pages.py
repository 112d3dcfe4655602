"""The text of PDF pages, with tables that are drawn with lines kept as rows whose cells tabs part."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdfium2 import raw

from caunoi.pure.ruled import LINES_MOST, SHORT, Box, Grid, Line, grids_of
from caunoi.pure.sheets import line_of

# A box with more letters frames a text.
CELL_MOST = 700
SEGMENTS_MOST, THICK = 4 * LINES_MOST, 1.5


def _points(path: Any) -> Iterator[tuple[float, float, int, bool]]:
    """Points of a path on the page, what leads to each, and whether it closes there."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, place)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        yield (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
            raw.FPDFPathSegment_GetType(segment),
            bool(raw.FPDFPathSegment_GetClose(segment)),
        )


def _strokes(path: Any) -> Iterator[tuple[float, float, float, float]]:
    start = before = (0.0, 0.0)
    for x, y, kind, closes in _points(path):
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = (x, y)
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield (*before, x, y)
        before = (x, y)
        if closes:
            yield (x, y, *start)


def _lines(page: Any) -> tuple[list[Line], list[Line]]:
    """Lines across and down a page; none of a page that is a drawing."""
    across: list[Line] = []
    down: list[Line] = []
    count = 0
    for place in range(raw.FPDFPage_CountObjects(page)):
        shape = raw.FPDFPage_GetObject(page, place)
        if raw.FPDFPageObj_GetType(shape) != raw.FPDF_PAGEOBJ_PATH:
            continue
        count += raw.FPDFPath_CountSegments(shape)
        if count > SEGMENTS_MOST:
            return [], []
        for x0, y0, x1, y1 in _strokes(shape):
            if abs(y1 - y0) <= THICK and abs(x1 - x0) > SHORT:
                across.append(Line((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= THICK and abs(y1 - y0) > SHORT:
                down.append(Line((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return across, down


def _text(page: Any, box: Box | None = None) -> str:
    """Words of a box or of the page. A dash at the end of a line comes as a sign of its own: Vietnamese words are not cut, so
    it belongs to a symbol ("TT-" above "BTNMT")."""
    given = page.get_text_bounded(box.left, box.bottom, box.right, box.top) if box else page.get_text_bounded()
    return str(given).replace("\x02", "-").replace("\ufffe", "-")


def _rows(page: Any, grid: Grid) -> list[list[str]] | None:
    """Words of the cells; None where a box frames a text, or all are empty."""
    rows = [[_text(page, box).strip() if box else "" for box in row] for row in grid.rows]
    is_table = all(len(cell) <= CELL_MOST for row in rows for cell in row) and sum(any(row) for row in rows) > 1
    return rows if is_table else None


def _letters(text: str) -> int:
    return sum(not char.isspace() for char in text)


def _with_tables(text: Any, whole: str, grids: list[Grid], width: float, height: float) -> str:
    """The page from the top, its tables as rows; as it was when a letter would be lost or doubled."""
    parts: list[str] = []
    top, count = height, 0
    for grid in grids:
        rows = _rows(text, grid)
        if rows is None:
            continue
        above = _text(text, Box(0, grid.box.top, width, top))
        parts += [above.strip("\r\n"), *map(line_of, rows)]
        count += _letters(above) + sum(_letters(cell) for row in rows for cell in row)
        top = grid.box.bottom
    below = _text(text, Box(0, 0, width, top))
    is_whole = count + _letters(below) == _letters(whole)
    return "\n".join([*parts, below.strip("\r\n")]) if parts and is_whole else whole


def page_texts(data: bytes) -> list[str]:
    """The text of each page. Raises pypdfium2.PdfiumError for what is no PDF."""
    document = pypdfium2.PdfDocument(data)
    pages = []
    for page in document:
        text = page.get_textpage()
        whole = _text(text)
        across, down = _lines(page)
        grids = grids_of(across, down) if whole.strip() and across and down else []
        pages.append(_with_tables(text, whole, grids, *page.get_size()) if grids else whole)
    document.close()
    return pages
