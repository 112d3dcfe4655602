"""The text of a document, a view at a time: whole articles, as many as are read at one sitting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Length

from caunoi.library.models import Clause, Document, DocumentVersion
from caunoi.pure.contents import Heading

# Letters of a view, and of one that may not be cut at an article.
VIEW, VIEW_MOST = 12_000, 24_000
ROWS_MOST = 400
HEADINGS_MOST = 3000
# A row costs its page this many letters besides its words.
ROW = 60
ARTICLE = 2
# A text of which nothing is numbered is one part.
WHOLE = "toan-van"


@dataclass(frozen=True)
class Place:
    """Where a view begins: a part, and letters of it that were read before."""

    anchor: str
    label: str
    offset: int = 0


@dataclass(frozen=True)
class TextView:
    """Parts that are read together, and the ways back and on."""

    clauses: list[Clause]
    previous: Place | None
    following: Place | None


def version_of(document: Document, number: int = 0) -> tuple[DocumentVersion, int]:
    """The version with this number, or the newest, without its text; and the newest number.

    Raises DocumentVersion.DoesNotExist.
    """
    rows = list(document.versions.order_by("-number").defer("text"))
    found = next((row for row in rows if not number or row.number == number), None)
    if found is None:
        raise DocumentVersion.DoesNotExist
    return found, rows[0].number


def length_of(version: DocumentVersion) -> int:
    """Letters of a version's text."""
    return DocumentVersion.objects.annotate(size=Length("text")).values_list("size", flat=True).get(pk=version.pk)


def headings_of(version: DocumentVersion) -> list[Heading]:
    """Chapters, sections, articles and annexes in order."""
    rows = version.clauses.filter(depth__lte=ARTICLE).order_by("position")
    return [
        Heading(*row) for row in rows.values_list("anchor", "label", "heading", "depth", "position")[:HEADINGS_MOST]
    ]


def clause_at(version: DocumentVersion, anchor: str) -> Clause:
    """The part with this anchor, or what it lay in: "dieu-5.khoan-9" of a version without it is "dieu-5".

    Raises Clause.DoesNotExist.
    """
    parts = anchor[:120].split(".")
    names = [".".join(parts[:count]) for count in range(len(parts), 0, -1)]
    found = {row.anchor: row for row in version.clauses.filter(anchor__in=names[:6]).defer("text")}
    for name in names:
        if name in found:
            return found[name]
    raise Clause.DoesNotExist


def start_for(headings: Sequence[Heading], clause: Clause) -> int:
    """Position where a view of a part begins: at its article, with the headings right above it."""
    before = [row for row in headings if row.position <= clause.position]
    if not before or clause.position - before[-1].position > ROWS_MOST // 2:
        return clause.position
    start = before.pop()
    while before and before[-1].position == start.position - 1 and before[-1].depth < start.depth:
        start = before.pop()
    return start.position


def view_of(version: DocumentVersion, start: int, offset: int = 0) -> TextView:
    """The parts from a position on; of the first one, from a letter on."""
    rows = list(version.clauses.filter(position__gte=start).order_by("position")[:ROWS_MOST])
    if not rows:
        return TextView([], None, None)
    first = rows[0]
    offset = _line_start(first.text, offset)
    previous = _back(version, first, offset)
    first.text = first.text[offset:]
    shown, size = [first], len(first.text)
    if size > VIEW_MOST:
        cut = _line_start(first.text, VIEW) or VIEW
        first.text = first.text[:cut]
        return TextView(shown, previous, Place(first.anchor, first.label, offset + cut))
    for row in rows[1:]:
        size += len(row.text) + len(row.heading) + ROW
        if size > VIEW_MOST or (size > VIEW and row.depth <= ARTICLE):
            return TextView(shown, previous, Place(row.anchor, row.label))
        shown.append(row)
    is_more = len(rows) == ROWS_MOST
    return TextView(
        shown[:-1] if is_more else shown, previous, Place(rows[-1].anchor, rows[-1].label) if is_more else None
    )


def _line_start(text: str, offset: int) -> int:
    """The beginning of the line, or of the word of a very long line, that a letter stands in."""
    offset = min(offset, len(text) - 1)
    if offset <= 0:
        return 0
    start = max(0, offset - VIEW // 2)
    return text.rfind("\n", start, offset) + 1 or text.rfind(" ", start, offset) + 1 or offset


def _back(version: DocumentVersion, first: Clause, offset: int) -> Place | None:
    """Where the view before begins."""
    if offset:
        return Place(first.anchor, first.label, max(0, offset - VIEW))
    rows = version.clauses.filter(position__lt=first.position).order_by("-position").annotate(size=Length("text"))
    place, size = None, 0
    for anchor, label, depth, length in rows.values_list("anchor", "label", "depth", "size")[:ROWS_MOST]:
        size += length + ROW
        if place and size > VIEW:
            break
        if length > VIEW_MOST:
            return place or Place(anchor, label, length - VIEW)
        if depth <= ARTICLE or size > VIEW:
            place = Place(anchor, label)
    return place


def plain_view(version: DocumentVersion, offset: int) -> TextView:
    """A view of a text of which nothing is numbered, as one part."""
    text = DocumentVersion.objects.values_list("text", flat=True).get(pk=version.pk)
    offset = _line_start(text, offset)
    end = len(text) if len(text) - offset <= VIEW_MOST else (_line_start(text, offset + VIEW) or 0)
    end = end if end > offset else min(len(text), offset + VIEW)
    clause = Clause(anchor=WHOLE, label="", text=text[offset:end], depth=ARTICLE)
    previous = Place(WHOLE, "", max(0, offset - VIEW)) if offset else None
    return TextView([clause], previous, Place(WHOLE, "", end) if end < len(text) else None)


def whole_view(version: DocumentVersion) -> TextView:
    """Every part, to be printed."""
    clauses = list(version.clauses.order_by(F("position")))
    if not clauses:
        text = DocumentVersion.objects.values_list("text", flat=True).get(pk=version.pk)
        clauses = [Clause(anchor=WHOLE, label="", text=text, depth=ARTICLE)]
    return TextView(clauses, None, None)
