"""The text of a document, a few articles at a time: each part has its own address."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.ui.given import asked
from caunoi.kit.ui.paging import start_of, whole
from caunoi.library import queries
from caunoi.library.models import Clause, Document, DocumentVersion
from caunoi.library.web.citing import citation_of
from caunoi.organisations.queries import scope_asked
from caunoi.pure.contents import Heading, path_of, pieces_of
from caunoi.pure.sheets import Sheet, Words, parts_of
from caunoi.pure.vietnamese import unwrap

# A longer text is printed from its original file.
PRINT_MOST = 1_500_000


MARKS = {3: "{}.", 4: "{})"}


def _shown(clause: Clause) -> Clause:
    """With the mark that the text itself has, "1." or "a)", and lines that a page broke joined."""
    clause.parts = [  # type: ignore[attr-defined]
        part if isinstance(part, Sheet) else Words(unwrap(part.text)) for part in parts_of(clause.text)
    ]
    clause.mark = MARKS.get(clause.depth, "{}").format(clause.label.rpartition(" ")[2])
    return clause


def _view(version: DocumentVersion, headings: list[Heading], anchor: str, offset: int) -> tuple[queries.TextView, int]:
    """What is read together with a part, and the position where it begins."""
    if not version.clauses.exists():
        return queries.plain_view(version, offset), 0
    start = 0
    if anchor:
        clause = queries.clause_at(version, anchor)
        start = clause.position if offset else queries.start_for(headings, clause)
    return queries.view_of(version, start, offset), start


@require_GET
def document_text(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The text from its beginning, or from a part on (`?clause=dieu-5`); any version; all of it for printing (`?whole=1`)."""
    today = clock.today()
    scope = scope_asked(request, today)
    document: Document = queries.document_for(request.user, document_id, today, scope)
    acts = queries.acts_on_parts(document, request.user, today, scope)
    version, newest = queries.version_of(document, whole(request.GET.get("version", "")))
    headings = queries.headings_of(version)
    anchor = asked(request, "clause")
    is_whole = request.GET.get("whole") == "1" and queries.length_of(version) <= PRINT_MOST
    view, start = (queries.whole_view(version), 0) if is_whole else _view(version, headings, anchor, start_of(request))
    first = view.clauses[0] if view.clauses else None
    cited = anchor or next((row.anchor for row in view.clauses if row.anchor.startswith("dieu-")), "")
    return render(
        request,
        "library/document_text.html",
        {
            "document": document,
            "version": version,
            "newest": newest,
            "clauses": [(_shown(clause), acts.get(clause.anchor)) for clause in view.clauses],
            "view": view,
            "pieces": [] if is_whole else pieces_of(headings, start),
            "path": path_of(headings, start, first.depth) if first else [],
            "asked": anchor,
            "is_whole": is_whole,
            "address": reverse("library:document_text", args=[document.public_id]),
            "suffix": f"&version={version.number}" if version.number != newest else "",
            "citation": citation_of(document, cited),
        },
    )
