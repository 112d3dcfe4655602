"""Citations while they are typed: "khoản 2 Điều 5 luật 50/2024" is a clause of a document, in the words of a citation."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from caunoi.library.models import Clause, Document, DocumentVersion
from caunoi.library.queries.documents import find_documents
from caunoi.pure.citing import Cited, anchors_of, citation, part_words, without_parts

SHOWN_MOST = 8


@dataclass(frozen=True)
class Citation:
    """A document, and the clause when the newest text has it; `missing` are the words of one that it has not."""

    document: Document
    anchor: str
    short: str
    full: str
    missing: str = ""


def cited_of(document: Document) -> Cited:
    """What a citation says of a document."""
    return Cited(document.type_name, document.symbol, document.title, document.issuer, document.issued_on)


def citations_for(text: str, visible: QuerySet[Document]) -> list[Citation]:
    """Citations that the words may mean, of documents that the person may read, newest first. Two statements."""
    anchor = next(iter(anchors_of(text)), "")
    rest = without_parts(text)
    if not rest:
        return []
    rows = find_documents(visible, {"q": rest}).order_by("-issued_on", "-id").defer("abstract", "summary")
    documents = list(rows[:SHOWN_MOST])
    newest = DocumentVersion.objects.filter(document=OuterRef("version__document")).order_by("-number").values("pk")[:1]
    clauses = Clause.objects.filter(version__document__in=documents, anchor=anchor, version=Subquery(newest))
    have = set(clauses.values_list("version__document_id", flat=True)) if anchor else set()
    found = []
    for document in documents:
        own = anchor if document.pk in have else ""
        cited = cited_of(document)
        missing = part_words(anchor) if anchor and not own else ""
        found.append(Citation(document, own, citation(cited, own), citation(cited, own, is_full=True), missing))
    return found
