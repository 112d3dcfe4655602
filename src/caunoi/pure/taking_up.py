"""The parts of a governing document that an article takes up, and the article's text made from them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Protocol

from caunoi.pure.sentences import sentences
from caunoi.pure.sheets import Sheet, parts_of
from caunoi.pure.vietnamese import unwrap

ARTICLE, CLAUSE = 2, 3
# What tells a reader nothing: on what the document rests, to whom it was sent.
UNMARKED = ("mo-dau", "noi-nhan", "phu-luc")
# A document up to this length is marked whole when the page opens; of a longer one a person chooses.
WHOLE_MOST = 30_000
SHOWN, LEAD_MOST = 140, 500
MARKS = {3: "{}. ", 4: "{}) "}


class Row(Protocol):
    """A part of a document as it is kept."""

    anchor: str
    label: str
    heading: str
    text: str
    depth: int


@dataclass(frozen=True)
class Passage:
    """What can be marked: an article with all below it, or a clause of a document without articles."""

    rows: list[Row] = field(default_factory=list)
    # The chapter or section that begins above it.
    above: str = ""

    @property
    def first(self) -> Row:
        """Where it begins."""
        return self.rows[0]

    @property
    def anchor(self) -> str:
        """Its address in the document."""
        return self.first.anchor

    @property
    def size(self) -> int:
        """Letters of its text."""
        return sum(len(row.text) + len(row.heading) for row in self.rows)

    @property
    def name(self) -> str:
        """The part with its heading, or how its text begins."""
        row = self.first
        words = row.heading or " ".join(row.text.split())
        shown = words if len(words) <= SHOWN else f"{words[:SHOWN].rsplit(' ', 1)[0]} …"
        return f"{row.label}. {shown}" if shown else row.label

    @property
    def is_usual(self) -> bool:
        """Whether it says something to a reader: not the opening, the list of addressees or an annex."""
        return not self.anchor.startswith(UNMARKED)


def _named(row: Row) -> str:
    return f"{row.label}. {row.heading}".rstrip(". ")


def passages_of(rows: Sequence[Row]) -> list[Passage]:
    """The parts of a document in order; a chapter without words of its own stands above its first article."""
    level = ARTICLE if any(row.anchor.startswith("dieu-") for row in rows) else CLAUSE
    found: list[Passage] = []
    above: list[str] = []
    for place, row in enumerate(rows):
        following = rows[place + 1] if place + 1 < len(rows) else None
        is_heading = not row.text.strip() and following is not None and row.depth < following.depth <= level
        if is_heading and row.depth < level:
            above.append(_named(row))
        elif row.depth <= level or not found:
            found.append(Passage([row], " · ".join(above)))
            above = []
        else:
            found[-1].rows.append(row)
    return found


def marked_at_first(passages: Sequence[Passage], anchor: str = "") -> list[str]:
    """The anchors that are marked when the page opens: the part that was being read, or all that tells something."""
    if anchor:
        return [one.anchor for one in passages if any(row.anchor == anchor for row in one.rows)][:1]
    usual = [one for one in passages if one.is_usual]
    return [one.anchor for one in usual] if sum(one.size for one in usual) <= WHOLE_MOST else []


def is_whole(passages: Sequence[Passage], anchors: Collection[str]) -> bool:
    """Whether all that tells something is marked: then the document is the source, not its parts."""
    return all(one.anchor in anchors for one in passages if one.is_usual)


def _table(sheet: Sheet) -> str:
    def cells(row: Iterable[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row) + "</tr>"

    caption = f"<caption>{escape(sheet.caption)}</caption>" if sheet.caption else ""
    head = f"<thead>{cells(sheet.head, 'th')}</thead>" if sheet.head else ""
    return f"<table>{caption}{head}<tbody>{''.join(cells(row, 'td') for row in sheet.rows)}</tbody></table>"


def _words(text: str, mark: str = "") -> str:
    """Paragraphs and tables; the mark of a clause or a point stands before the first words."""
    made: list[str] = []
    for part in parts_of(f"{mark}{text}"):
        if isinstance(part, Sheet):
            made.append(_table(part))
        else:
            lines = (" ".join(line.split()) for line in unwrap(part.text).split("\n"))
            made += [f"<p>{escape(line)}</p>" for line in lines if line]
    return "".join(made)


def _block(row: Row, address: str) -> str:
    if row.depth >= CLAUSE:
        return _words(row.text, MARKS.get(row.depth, "{}. ").format(row.label.rpartition(" ")[2]))
    link = f'<a href="{escape(address)}?clause={escape(row.anchor)}#{escape(row.anchor)}">{escape(row.label)}</a>'
    heading = f". {escape(row.heading)}" if row.heading else ""
    return f"<h2>{link}{heading}</h2>{_words(row.text)}"


def body_of(passages: Sequence[Passage], anchors: Collection[str], address: str, citation: str) -> str:
    """The marked parts as an article's HTML, each heading with its way to the document, and at the end what they are from.

    `address` is that of the document's text. What comes out is yet to be cleaned, as everything that is given.
    """
    made: list[str] = []
    for one in passages:
        if one.anchor not in anchors:
            continue
        if one.above:
            made.append(f"<h2>{escape(one.above)}</h2>")
        made += [_block(row, address) for row in one.rows]
    return "".join([*made, f'<p>Trích <a href="{escape(address)}">{escape(citation)}</a>.</p>'])


def plain_body(text: str, address: str, citation: str) -> str:
    """The same of a text of which nothing is numbered."""
    return f'{_words(text)}<p>Trích <a href="{escape(address)}">{escape(citation)}</a>.</p>'


def lead_of(summary: str) -> str:
    """Whole sentences of a summary that fit into a lead."""
    lead = ""
    for sentence in sentences(re.sub(r"\s+", " ", summary).strip()):
        longer = f"{lead} {sentence.text}".strip()
        if len(longer) > LEAD_MOST:
            break
        lead = longer
    return lead
