"""Reading the library; load is authorise."""

from caunoi.library.queries.clauses import (
    Place,
    TextView,
    clause_at,
    headings_of,
    length_of,
    plain_view,
    start_for,
    version_of,
    view_of,
    whole_view,
)
from caunoi.library.queries.documents import (
    document_for,
    documents_visible_to,
    find_documents,
    may_see_document,
    newest_first,
    register_opener,
    same_document,
    validity_of,
)
from caunoi.library.queries.parts import Part, parts_of, register_part
from caunoi.library.queries.readings import UNREAD, lost_before, lost_readings, reading_for, readings_of
from caunoi.library.queries.relations import RelationLine, Surroundings, document_with_surroundings

__all__ = [
    "UNREAD",
    "Part",
    "Place",
    "RelationLine",
    "Surroundings",
    "TextView",
    "clause_at",
    "document_for",
    "document_with_surroundings",
    "documents_visible_to",
    "find_documents",
    "headings_of",
    "length_of",
    "lost_before",
    "lost_readings",
    "may_see_document",
    "newest_first",
    "parts_of",
    "plain_view",
    "reading_for",
    "readings_of",
    "register_opener",
    "register_part",
    "same_document",
    "start_for",
    "validity_of",
    "version_of",
    "view_of",
    "whole_view",
]
