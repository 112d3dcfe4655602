"""Text files that are not only text: pages of websites, and Markdown, become the lines that a document has.

Tables keep their columns as rows whose cells tabs part (`pure.sheets`); those that only lay out a page are read as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import nh3

from caunoi.pure.markup import BLOCKS, Node, parse
from caunoi.pure.sheets import COLUMNS_MOST, line_of

HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body|meta|div|table|p|span|article|center)\b", re.IGNORECASE
)
GIVEN_MOST = 20_000_000
BREAKS = BLOCKS | {"section", "article", "main", "header", "footer", "address", "center", "dl", "dt", "dd", "aside"}
ROWED = {"thead", "tbody", "tfoot", "tr", "td", "th"}
DROPPED = {
    "script",
    "style",
    "title",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
    "template",
    "select",
    "button",
    "nav",
}
# As in a DOCX: heads and feet of documents are tables of a row or two; a cell with more letters holds a text.
ROWS_LEAST, CELL_MOST, SPAN_MOST = 3, 700, 30

HEADING = re.compile(r"^[^\S\n]{0,3}#{1,6}[^\S\n]+(?=\S)", re.MULTILINE)
BOLD = re.compile(r"\*\*(?=[^\s*])([^\n]{1,200}?)(?<=[^\s*])\*\*")
ITALIC = re.compile(r"^([^\S\n]*)\*(?=[^\s*])([^\n*]+)(?<=[^\s*])\*[^\S\n]*$", re.MULTILINE)
# A line under or between rows.
RULED, RULE_MOST = frozenset(" \t:|+=─│┼├┤┬┴┌┐└┘-"), 2_000
BAR = re.compile(r"[|│]")


def is_html(text: str) -> bool:
    """Whether a text file is a page of a website."""
    return bool(HTML.match(text[:2000])) and "</" in text


def _span(cell: Node, name: str) -> int:
    given = cell.attrs.get(name, "1")
    return min(int(given), SPAN_MOST) if given.isdecimal() and int(given) else 1


def _rows(table: Node) -> list[list[Node]]:
    """Cells of the table itself, not of tables inside it."""
    rows = []
    for child in table.children:
        if isinstance(child, Node) and child.tag == "tr":
            rows.append([cell for cell in child.children if isinstance(cell, Node) and cell.tag in {"td", "th"}])
        elif isinstance(child, Node) and child.tag in ROWED:
            rows += _rows(child)
    return rows


def _inner(node: Node) -> str:
    return "\n".join(line for line in (" ".join(line.split()) for line in _text(node).split("\n")) if line)


def _sheet(rows: list[list[Node]]) -> Iterator[str]:
    """Rows as lines; a cell that spans others is given once, with empty cells in their places."""
    below: dict[int, int] = {}
    for row in rows:
        cells: list[str] = []
        for cell in row:
            while below.get(len(cells), 0) > 0:
                below[len(cells)] -= 1
                cells.append("")
            for place in range(_span(cell, "colspan")):
                below[len(cells)] = _span(cell, "rowspan") - 1
                cells.append(_inner(cell) if not place else "")
        while below.get(len(cells), 0) > 0:
            below[len(cells)] -= 1
            cells.append("")
        yield line_of(cells)


def _table(table: Node) -> str:
    rows = [row for row in _rows(table) if row]
    captions = [_inner(child) for child in table.children if isinstance(child, Node) and child.tag == "caption"]
    cells = [cell for row in rows for cell in row]
    is_nested = any(inner.tag == "table" for cell in cells for inner in cell.elements())
    is_sheet = not is_nested and len(rows) >= ROWS_LEAST and 1 < max(map(len, rows), default=0) <= COLUMNS_MOST
    if is_sheet and all(len(_inner(cell)) <= CELL_MOST for cell in cells):
        return "\n".join([*captions, *_sheet(rows)])
    if is_nested or any(len(_inner(cell)) > CELL_MOST for cell in cells):
        return "\n".join([*captions, *(_text(cell) for cell in cells)])
    return "\n".join([*captions, *("\t".join(filter(None, map(_inner, row))) for row in rows)])


def _text(node: Node) -> str:
    parts = []
    for child in node.children:
        if isinstance(child, str):
            parts.append(re.sub(r"\s+", " ", child))
        elif child.tag == "br":
            parts.append("\n")
        elif child.tag == "table":
            parts.append(f"\n{_table(child)}\n")
        else:
            around = "\n" if child.tag in BREAKS else ""
            parts.append(f"{around}{_text(child)}{around}")
    return "".join(parts)


def text_of_html(html: str) -> str:
    """The words of a page, a block a line; scripts, menus and buttons are left out."""
    tags = {*BREAKS, *ROWED, "table", "caption", "br", "b", "strong", "i", "em", "u", "span", "a", "font", "sup", "sub"}
    attributes = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
    kept = nh3.clean(html[:GIVEN_MOST], tags=tags, attributes=attributes, clean_content_tags=DROPPED, link_rel=None)
    lines = (line.strip(" ") for line in _text(parse(kept)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line if line.strip() else "" for line in lines)).strip("\n")


def _is_rule(line: str) -> bool:
    return len(line) <= RULE_MOST and set(line) <= RULED and any(run in line for run in ("---", "===", "───"))


def _barred(lines: list[str]) -> list[str]:
    """Lines of a table that bars draw, as rows."""
    rows = [BAR.split(line.strip()[1:-1]) for line in lines if not _is_rule(line)]
    return [line_of([re.sub(r"<br\s*/?>", " ", cell).strip() for cell in row]) for row in rows]


def _is_barred(line: str) -> bool:
    bare = line.strip()
    return (bare[:1] in {"|", "│"} and bare[-1:] in {"|", "│"} and len(bare) > 2) or (
        bare[:1] in "+┌├└" and _is_rule(line)
    )


def _with_rows(text: str) -> str:
    made: list[str] = []
    block: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line and _is_barred(line):
            block.append(line)
            continue
        made += _barred(block) if sum(not _is_rule(row) for row in block) >= 2 else block
        block = []
        made.append(line)
    return "\n".join(made[:-1])


def without_marks(text: str) -> str:
    """The text of a file, whatever it was written in: plain words stay as they are."""
    if is_html(text):
        return text_of_html(text)
    if "|" in text or "│" in text:
        text = _with_rows(text)
    if "#" in text:
        text = HEADING.sub("", text)
    if "**" in text:
        text = BOLD.sub(r"\1", text)
    return ITALIC.sub(r"\1\2", text) if "*" in text else text
