"""Two versions of a document clause by clause: only what differs, folded, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.ui.paging import pages_of, start_of, whole
from caunoi.library import queries
from caunoi.organisations.queries import scope_asked
from caunoi.pure.citing import part_words
from caunoi.pure.comparing import Change, Kind, Mark, shortened

CHANGES, OPEN = 30, 3
# A clause longer than this is read in the text itself.
SHOWN_MOST = 3000


@dataclass(frozen=True)
class Line:
    """A change as the page shows it."""

    kind: str
    name: str
    before: str
    heading: str
    anchor: str
    marks: list[Mark]
    is_cut: bool


def _cut(marks: Sequence[Mark]) -> tuple[list[Mark], bool]:
    shown: list[Mark] = []
    left = SHOWN_MOST
    for mark in marks:
        if left <= 0:
            return shown, True
        shown.append(Mark(mark.sign, mark.words[:left]))
        left -= len(mark.words)
    return shown, left < 0


def _line(change: Change) -> Line:
    part = change.new or change.old
    assert part is not None  # noqa: S101 - one of them is there
    marks, is_cut = _cut(shortened(change.marks))
    has_moved = change.old is not None and change.new is not None and change.old.anchor != change.new.anchor
    return Line(
        kind=change.kind.value,
        name=part_words(part.anchor) if part.label else "",
        before=part_words(change.old.anchor) if has_moved and change.old and part.label else "",
        heading=part.heading[:160],
        anchor=change.new.anchor if change.new else "",
        marks=marks,
        is_cut=is_cut,
    )


@require_GET
def compare_versions(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """What the newer of two versions says otherwise than the older."""
    today = clock.today()
    document = queries.document_for(request.user, document_id, today, scope_asked(request, today))
    asked = (whole(request.GET.get(name, "")) for name in ("old", "new"))
    found = queries.comparison_of(document, *asked)
    start = start_of(request)
    counts = Counter(change.kind.value for change in found.changes)
    return render(
        request,
        "library/comparison.html",
        {
            "document": document,
            "old": found.old,
            "new": found.new,
            "numbers": found.numbers,
            "counts": {kind.value: counts[kind.value] for kind in Kind},
            "lines": [_line(change) for change in found.changes[start : start + CHANGES]],
            "pages": pages_of(start, CHANGES, len(found.changes)),
            "open_most": 0 if start else OPEN,
        },
    )
